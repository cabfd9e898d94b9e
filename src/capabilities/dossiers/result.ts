/** The number of a result in the body's register of the year: two digits at least (Decree 30/2020, annex I). */
export function resultNumber(serial: number, outcome: 'approved' | 'refused'): string {
  return `${String(serial).padStart(2, '0')}/${outcome === 'approved' ? 'KQGQ' : 'TB'}-TTHC`;
}
