export * from './fee.ts';
export * from './form.ts';
export * from './procedure.ts';
export * from './process.ts';
