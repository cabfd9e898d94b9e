export const help = '';
export async function run(): Promise<number> {
  return 0;
}
