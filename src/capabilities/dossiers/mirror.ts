import type { Mirror, NationalState } from './dossier.ts';

/** How far along each of the national states is; waiting states are as far as being handled. */
const RANK: Record<NationalState, number> = { 1: 1, 2: 2, 4: 3, 5: 3, 6: 3, 9: 4, 10: 5, 3: 6, 7: 6, 8: 6 };
const ENDED: ReadonlySet<NationalState> = new Set([3, 7, 8, 10]);

/**
 * Whether what a ministry's system tells may be believed after what it told before. Messages come late and twice: an
 * earlier version, or the same, says nothing new. A later version that would take an ended dossier up again, or lead
 * back to before where it was, is a fault of the exchange and is told as one.
 */
export function judgeUpdate(
  known: Pick<Mirror, 'version' | 'at' | 'nationalState'> | null,
  told: Pick<Mirror, 'version' | 'at' | 'nationalState'>,
): 'believe' | 'older' | 'same' | 'backwards' {
  if (known === null) return 'believe';
  if (told.version === known.version) return 'same';
  if (told.version < known.version || told.at < known.at) return 'older';
  if (ENDED.has(known.nationalState) && told.nationalState !== known.nationalState) return 'backwards';
  if (RANK[told.nationalState] < RANK[known.nationalState]) return 'backwards';
  return 'believe';
}
