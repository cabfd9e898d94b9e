/** How far a permission goes, measured from where the official sits. */
export type Reach =
  | 'own' // only what is assigned to this official, or belongs to this citizen
  | 'division' // what lies with the official's division
  | 'agency' // what the official's agency received or decides
  | 'below' // also the agencies under it
  | 'province';

/** An official's dated task in an agency: who may do what comes from these, never from the account. */
export interface Duty {
  role: string;
  /** The division, centre or office the official sits in. */
  agencyId: string;
  /** The agency that acts towards the outside: the People's Committee or the department above the division. */
  bodyId: string;
  /** Not one's own: an absent official's, for whom one acts today; `acts` null stands for all of them. */
  delegated?: OnBehalf & { acts: string[] | null };
}

/** For whom an act is done while they are away. Papers are signed with `authority` (KT., TL., TUQ.) and their `title`. */
export interface OnBehalf {
  id: string;
  name: string;
  authority: string;
  title: string;
  /** The deputy's own title, which stands under it. */
  deputyTitle: string;
}

/** Who acts. `system` is the clock and the command line; `visitor` is nobody in particular. */
export type Actor =
  | {
      kind: 'official';
      id: string;
      name: string;
      duties: Duty[];
      /** Set by `perform` when this act is done for somebody who is away. */
      actingFor?: OnBehalf;
    }
  | { kind: 'citizen'; id: string; name: string; personId: string }
  | { kind: 'system'; id: 'system'; name: string }
  | { kind: 'visitor'; id: 'visitor'; name: string };

/** Who acts when nobody does: the clock, or a command typed on the server. */
export const SYSTEM: Actor & { kind: 'system' } = { kind: 'system', id: 'system', name: 'Hệ thống' };

/** Whoever has not signed in. */
export const VISITOR: Actor & { kind: 'visitor' } = { kind: 'visitor', id: 'visitor', name: 'Khách' };

/** Where the thing acted upon lies; reach is judged against it. */
export interface Place {
  /** When it was last changed: no act upon it happens before, though a server's clock may have been set back. */
  notBefore?: string;
  /** The bodies under whose eyes it is (received by, decided by). */
  bodyIds: string[];
  /** The bodies above those, for whoever oversees them. */
  aboveBodyIds?: string[];
  /** The division that holds it now. */
  divisionId?: string | null;
  /** The official it is assigned to. */
  officialId?: string | null;
  /** The role whose turn it is: of several capacities that reach it, the one with this role is taken. */
  role?: string | null;
  /** The persons whose own it is: applicant, or the citizen who filed. */
  personIds?: string[];
}
