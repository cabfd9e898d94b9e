import type { OnBehalf } from '../../kernel/actor.ts';
import { PERMISSIONS, type Role } from './permissions.ts';

/** A deputy for an absent official, over legal days: from the first until (not including) `to`. */
export interface Delegation {
  id: string;
  fromOfficialId: string;
  toOfficialId: string;
  from: string;
  to: string;
  /** Null stands for every act. */
  acts: string[] | null;
  authority: OnBehalf['authority'];
  reason: string;
}

/**
 * Who may stand in for whom: the same task, or the one next to it in the same house. Nobody's rights grow beyond those of
 * the absent; a deputy gets these and no other's. A leader's work is not handed down past the head of a division.
 */
const DEPUTIES: Partial<Record<Role, Role[]>> = {
  receptionist: ['receptionist', 'division-head'],
  specialist: ['specialist', 'division-head'],
  'division-head': ['division-head', 'leader', 'specialist'],
  leader: ['leader', 'division-head'],
  clerk: ['clerk', 'specialist', 'division-head'],
  'control-officer': ['control-officer'],
};

interface Seat {
  role: string;
  agencyId: string;
  bodyId: string;
}

/**
 * The abbreviation under which a deputy signs (Decree 30/2020, annex I, part II, 7): KT. for a leader's fellow leader, TL.
 * for the head of a unit under them, TUQ. for whoever else was authorised. Null when this one may not stand in at all.
 */
export function authorityOf(absent: Seat[], deputy: Seat[]): OnBehalf['authority'] | null {
  if (absent.length === 0) return null;
  const covered = absent.every((seat) =>
    deputy.some(
      (other) =>
        other.bodyId === seat.bodyId &&
        (DEPUTIES[seat.role as Role] ?? []).includes(other.role as Role) &&
        // Whoever is not a leader stands in within their own division only.
        (seat.role === 'leader' || other.role === 'leader' || other.agencyId === seat.agencyId),
    ),
  );
  if (!covered) return null;
  const roles = new Set(deputy.map((seat) => seat.role));
  if (absent.some((seat) => seat.role === 'leader')) return roles.has('leader') ? 'KT.' : 'TL.';
  return absent.some((seat) => seat.role === 'division-head') && roles.has('division-head') ? 'KT.' : 'TUQ.';
}

/** The acts of a role that can be delegated one by one: what changes something, but for what concerns accounts. */
export function delegableActs(roles: string[]): string[] {
  return Object.entries(PERMISSIONS)
    .filter(
      ([act, row]) =>
        act.startsWith('dossiers.') &&
        !/\.(list|see|print|open|follow)-/.test(act) &&
        roles.some((role) => row[role as Role] !== undefined),
    )
    .map(([act]) => act);
}

/** Whether two delegations of one official say who does the same act on the same day. */
export function overlaps(
  one: Pick<Delegation, 'from' | 'to' | 'acts'>,
  other: Pick<Delegation, 'from' | 'to' | 'acts'>,
): boolean {
  if (one.from >= other.to || other.from >= one.to) return false;
  if (one.acts === null || other.acts === null) return true;
  return one.acts.some((act) => other.acts?.includes(act));
}
