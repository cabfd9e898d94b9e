// Vite turns these into files of the build.
declare module '*.css';
declare module '*.svg' {
  const address: string;
  export default address;
}
