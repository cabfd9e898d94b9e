import type { Actor, Duty, Place, Reach } from '../../kernel/actor.ts';

/** The roles of officials, with the words that stand on the screen. Citizen and visitor are not charged with anything. */
export const ROLE_NAMES = {
  receptionist: 'Cán bộ tiếp nhận',
  specialist: 'Chuyên viên',
  'division-head': 'Lãnh đạo phòng',
  leader: 'Lãnh đạo cơ quan',
  clerk: 'Văn thư',
  'control-officer': 'Cán bộ kiểm soát TTHC',
  administrator: 'Quản trị hệ thống',
} as const;

export type Role = keyof typeof ROLE_NAMES;
type Column = Role | 'citizen' | 'visitor' | 'system';
type Row = Partial<Record<Column, Reach>>;

const everybody: Row = {
  visitor: 'province',
  citizen: 'province',
  receptionist: 'province',
  specialist: 'province',
  'division-head': 'province',
  leader: 'province',
  clerk: 'province',
  'control-officer': 'province',
  administrator: 'province',
  system: 'province',
};
const everyOfficial: Row = {
  receptionist: 'own',
  specialist: 'own',
  'division-head': 'own',
  leader: 'own',
  clerk: 'own',
  'control-officer': 'own',
  administrator: 'own',
};

/** Everybody names a deputy for themselves, a head for who sits under them. */
const delegating: Row = {
  receptionist: 'own',
  specialist: 'own',
  'division-head': 'division',
  leader: 'agency',
  clerk: 'own',
  'control-officer': 'own',
  administrator: 'below',
};
const asking: Row = { specialist: 'own', 'division-head': 'division', leader: 'agency' };
const asked: Row = { specialist: 'division', 'division-head': 'division', leader: 'agency' };

const REPORTERS: Row = {
  specialist: 'agency',
  'division-head': 'agency',
  leader: 'agency',
  clerk: 'agency',
  'control-officer': 'province',
};

const FILLERS: Row = { specialist: 'agency', 'division-head': 'agency', leader: 'agency', clerk: 'agency' };

/**
 * Who may do what, how far: one table for acts and for what may be seen. What is not here, nobody may.
 * `own` is what is assigned to the official (or belongs to the citizen); `division` what lies with the division;
 * `agency` what the body received or decides; `below` also the bodies under it.
 */
export const PERMISSIONS: Record<string, Row> = {
  // To be seen by everybody
  'procedures.search-procedures': everybody,
  'procedures.see-procedure': everybody,
  'procedures.list-sectors': everybody,
  'procedures.compute-fee': everybody,
  'procedures.list-versions': everybody,
  'procedures.see-fee-area': everybody,
  'units.search-units': everybody,
  'units.resolve-address': everybody,
  'units.see-history': everybody,
  'units.list-centres': everybody,
  'units.list-agencies': everybody,
  'calendar.see-year': everybody,
  'dossiers.follow-dossier': everybody,

  // The citizen's own
  'dossiers.file-dossier': { citizen: 'own' },
  'dossiers.supplement-own-dossier': { citizen: 'own' },
  'dossiers.withdraw-own-dossier': { citizen: 'own' },
  'dossiers.list-own-dossiers': { citizen: 'own' },
  'dossiers.see-own-dossier': { citizen: 'own' },
  'dossiers.save-draft': { citizen: 'own' },
  'dossiers.discard-draft': { citizen: 'own' },
  'dossiers.list-drafts': { citizen: 'own' },
  'dossiers.see-draft': { citizen: 'own' },
  'people.see-own-profile': { citizen: 'own' },
  'dossiers.list-own-looks': { citizen: 'own' },
  'people.list-own-sessions': { citizen: 'own', ...everyOfficial },
  'people.close-own-session': { citizen: 'own', ...everyOfficial },

  // At the centre
  'dossiers.receive-dossier': { receptionist: 'agency' },
  'dossiers.request-at-counter': { receptionist: 'agency' },
  'dossiers.refuse-at-counter': { receptionist: 'agency' },
  'dossiers.accept-dossier': { receptionist: 'agency' },
  'dossiers.refuse-receipt': { receptionist: 'agency' },
  'dossiers.take-supplement': { receptionist: 'agency' },
  'dossiers.return-result': { receptionist: 'agency' },
  'dossiers.withdraw-dossier': { receptionist: 'agency' },
  // What a ministry's system tells of its dossiers; here they are watched, noted upon and, where it is ours, handed over.
  'dossiers.mirror-dossier': { 'control-officer': 'province', system: 'province' },
  'dossiers.note-dossier': { receptionist: 'agency', leader: 'agency' },
  'dossiers.end-outside-link': { receptionist: 'agency' },
  'dossiers.rescan-dossier': { receptionist: 'agency' },
  'people.find-applicant': { receptionist: 'province' },
  'dossiers.give-at-once': { receptionist: 'agency' },
  'dossiers.confirm-delivery': { receptionist: 'agency' },
  'dossiers.open-own-result': { citizen: 'own' },

  // Turns: taking back, correcting, stopping, owning up
  'dossiers.save-receipt-draft': { receptionist: 'own' },
  'dossiers.discard-receipt-draft': { receptionist: 'own' },
  'dossiers.see-book': {
    receptionist: 'agency',
    leader: 'agency',
    clerk: 'agency',
    'control-officer': 'province',
  },
  'dossiers.list-office-errors': { leader: 'agency', 'control-officer': 'province' },
  'dossiers.undo-act': {
    receptionist: 'agency',
    specialist: 'own',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
  },
  'dossiers.correct-receipt': { receptionist: 'agency' },
  'dossiers.correct-result': { leader: 'agency' },
  'dossiers.stop-dossier': { receptionist: 'agency', leader: 'agency' },
  'dossiers.resume-dossier': { leader: 'agency' },
  'dossiers.close-unanswered': { receptionist: 'agency', system: 'province' },
  'dossiers.note-error': {
    receptionist: 'agency',
    specialist: 'own',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
  },
  'dossiers.apologise-for-error': { leader: 'agency' },
  'dossiers.mend-error': { receptionist: 'agency', leader: 'agency', clerk: 'agency' },

  // Money
  'payments.request-payment': { receptionist: 'agency', specialist: 'own', 'division-head': 'division' },
  'payments.take-payment': { receptionist: 'agency' },
  'payments.void-receipt': { receptionist: 'agency' },
  'payments.open-cash-book': { receptionist: 'agency' },
  'payments.close-cash-book': { receptionist: 'agency' },
  'payments.see-cash-book': { receptionist: 'agency', leader: 'agency' },
  'payments.order-payment': { citizen: 'own' },
  'payments.see-own-order': { citizen: 'own' },
  'payments.take-notice': { system: 'province' },
  'payments.note-query': { system: 'province' },
  'payments.ask-refund': { receptionist: 'agency' },
  'payments.decide-refund': { leader: 'agency' },
  'payments.pay-refund': { receptionist: 'agency' },
  'payments.settle-refund': { system: 'province' },
  'payments.list-refunds': { receptionist: 'agency', leader: 'agency' },
  'payments.see-money': {
    citizen: 'own',
    receptionist: 'agency',
    specialist: 'division',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
    'control-officer': 'province',
  },
  'payments.print-receipt': {
    citizen: 'own',
    receptionist: 'agency',
    specialist: 'division',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
    'control-officer': 'province',
  },

  // In the division and above
  'dossiers.assign-dossier': { 'division-head': 'division', leader: 'agency' },
  'dossiers.list-queue': { 'division-head': 'division', leader: 'agency' },
  'dossiers.hand-over-queue': { 'division-head': 'division', leader: 'agency' },
  'dossiers.complete-step': {
    specialist: 'own',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
    receptionist: 'agency',
  },
  'dossiers.ask-agencies': asking,
  'dossiers.remind-consultation': asking,
  'dossiers.withdraw-consultation': asking,
  'dossiers.pass-over-consultation': asking,
  // Of whoever is asked; they reach what they are asked about and nothing else of the dossier.
  'dossiers.answer-consultation': asked,
  'dossiers.decline-consultation': asked,
  'dossiers.list-consultations': asked,
  'dossiers.see-consultation': asked,
  'dossiers.end-wait': { system: 'province' },
  'dossiers.send-back': { specialist: 'own', 'division-head': 'division', leader: 'agency' },
  'dossiers.request-supplement': { receptionist: 'agency', specialist: 'own', 'division-head': 'division' },
  'dossiers.approve-dossier': { leader: 'agency' },
  'dossiers.refuse-dossier': { leader: 'agency' },
  'dossiers.issue-result': { clerk: 'agency' },
  'dossiers.extend-dossier': { leader: 'agency' },

  // To be seen by officials
  'dossiers.list-dossiers': {
    receptionist: 'agency',
    specialist: 'division',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
    'control-officer': 'province',
  },
  'dossiers.see-dossier': {
    receptionist: 'agency',
    specialist: 'division',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
    'control-officer': 'province',
  },
  'dossiers.print-dossier': {
    citizen: 'own',
    receptionist: 'agency',
    specialist: 'division',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
    'control-officer': 'province',
  },
  'dossiers.see-board': { 'division-head': 'agency', leader: 'agency', 'control-officer': 'province' },
  // What a figure counts is what may be opened behind it, so both rows are the same.
  'figures.see-figures': { 'division-head': 'division', leader: 'agency', 'control-officer': 'province' },
  'figures.open-figure': { 'division-head': 'division', leader: 'agency', 'control-officer': 'province' },
  // An agency's written reports: whoever writes for it; the control officer for the province.
  'reports.list-reports': REPORTERS,
  'reports.see-report': REPORTERS,
  'reports.print-report': REPORTERS,
  'reports.make-report': REPORTERS,
  'reports.write-section': REPORTERS,
  'reports.set-details': REPORTERS,
  'reports.freeze-figures': { ...REPORTERS, system: 'province' },
  'reports.import-outline': { 'control-officer': 'province', system: 'province' },
  // A citizen's own papers; a receptionist sees a vault only while it is opened at the counter.
  'vault.list-own-papers': { citizen: 'own' },
  'vault.offer-own-papers': { citizen: 'own' },
  'vault.add-own-paper': { citizen: 'own' },
  'vault.remove-own-paper': { citizen: 'own' },
  'vault.open-at-counter': { receptionist: 'agency' },
  'vault.see-paper': { citizen: 'own', receptionist: 'agency' },
  // A round that the province asks: each body its own sheet, all of them only who collects.
  'rounds.list-rounds': REPORTERS,
  'rounds.see-sheet': REPORTERS,
  'rounds.see-beside': REPORTERS,
  'rounds.fill-cells': FILLERS,
  'rounds.fill-from-workbook': FILLERS,
  'rounds.explain-violation': FILLERS,
  'rounds.attach-report': FILLERS,
  'rounds.submit-sheet': FILLERS,
  'rounds.approve-sheet': { leader: 'agency' },
  'rounds.return-sheet': { leader: 'agency', 'control-officer': 'province' },
  'rounds.open-round': { 'control-officer': 'province' },
  'rounds.see-round': { 'control-officer': 'province' },
  'rounds.accept-sheets': { 'control-officer': 'province' },
  'rounds.lock-round': { 'control-officer': 'province' },
  'rounds.reopen-sheet': { 'control-officer': 'province' },
  'rounds.freeze-round': { 'control-officer': 'province', system: 'province' },
  'rounds.remind-bodies': { 'control-officer': 'province', system: 'province' },
  'rounds.import-form': { 'control-officer': 'province', system: 'province' },
  'papers.add-paper': { citizen: 'own', ...everyOfficial },
  'papers.see-paper': {
    citizen: 'own',
    receptionist: 'agency',
    specialist: 'division',
    'division-head': 'division',
    leader: 'agency',
    clerk: 'agency',
    'control-officer': 'province',
  },

  // The catalogue and the accounts
  'figures.import-definitions': { 'control-officer': 'province', system: 'province' },
  'procedures.import-catalogue': { 'control-officer': 'province', system: 'province' },
  'editing.list-drafts': { 'control-officer': 'province' },
  'editing.see-draft': { 'control-officer': 'province' },
  'editing.try-process': { 'control-officer': 'province' },
  'editing.see-history': { 'control-officer': 'province' },
  'editing.save-draft': { 'control-officer': 'province' },
  'editing.discard-draft': { 'control-officer': 'province' },
  'editing.approve-draft': { 'control-officer': 'province' },
  'procedures.list-resolutions': { 'control-officer': 'province', administrator: 'province' },
  'procedures.save-resolution': { 'control-officer': 'province', system: 'province' },
  'procedures.import-resolutions': { 'control-officer': 'province', system: 'province' },
  'procedures.save-fee-area': { 'control-officer': 'province', system: 'province' },
  'calendar.announce-year': { 'control-officer': 'province', system: 'province' },
  'people.delegate-duties': delegating,
  'people.end-delegation': delegating,
  'people.list-delegations': everyOfficial,
  'reorganising.list-reorganisations': { 'control-officer': 'province', administrator: 'agency' },
  'reorganising.preview-reorganisation': { 'control-officer': 'province', administrator: 'agency' },
  'reorganising.plan-reorganisation': { 'control-officer': 'province', administrator: 'agency' },
  'reorganising.cancel-reorganisation': { 'control-officer': 'province', administrator: 'agency' },
  'reorganising.carry-out-reorganisation': { 'control-officer': 'province', system: 'province' },
  'people.appoint-official': { administrator: 'below', system: 'province' },

  // What is told to people, and how it arrived
  'messages.choose-channels': { citizen: 'own' },
  'messages.list-deliveries': { administrator: 'province', 'control-officer': 'province' },
  'messages.retry-message': { administrator: 'province', 'control-officer': 'province' },

  // Warnings before it is late
  'warnings.see-warnings': everyOfficial,
  'warnings.watch-dossiers': { system: 'province' },
  'warnings.send-digests': { system: 'province' },

  // How it was: given by anybody with a link or at the tablet, seen in groups, entered by nobody who is rated
  'ratings.see-link': everybody,
  'ratings.rate-by-link': everybody,
  'ratings.see-tablet': everybody,
  'ratings.open-at-tablet': everybody,
  'ratings.rate-at-tablet': everybody,
  'ratings.see-own': { citizen: 'own' },
  'ratings.rate-own-dossier': { citizen: 'own' },
  'ratings.list-tablets': { receptionist: 'agency', clerk: 'agency', leader: 'agency' },
  'ratings.pair-tablet': { receptionist: 'agency', leader: 'agency' },
  'ratings.end-tablet': { receptionist: 'agency', leader: 'agency' },
  'ratings.call-up': { receptionist: 'agency' },
  'ratings.enter-paper': { clerk: 'agency', 'control-officer': 'province' },
  'ratings.open-papers': { clerk: 'agency', 'control-officer': 'province' },
  'ratings.see-results': {
    receptionist: 'division',
    specialist: 'division',
    'division-head': 'division',
    clerk: 'division',
    leader: 'agency',
    'control-officer': 'province',
  },

  // What the clock does
  'jobs.list-jobs': { administrator: 'province' },
  'jobs.retry-job': { administrator: 'province' },
};

/** The reaches an actor has for an act: one per duty, so that two half-rights never make a whole one. */
export function reachesOf(actor: Actor, act: string): { reach: Reach; duty: Duty | null }[] {
  const row = PERMISSIONS[act];
  if (row === undefined) return [];
  if (actor.kind !== 'official') {
    const reach = row[actor.kind];
    return reach === undefined ? [] : [{ reach, duty: null }];
  }
  return actor.duties.flatMap((duty) => {
    const reach = row[duty.role as Role];
    return reach === undefined || !isDelegated(duty, act) ? [] : [{ reach, duty }];
  });
}

/** One's own duty does everything; an absent official's only what was delegated, and what must be seen to do it. */
function isDelegated({ delegated }: Duty, act: string): boolean {
  if (delegated === undefined) return true;
  if (act.startsWith('people.')) return false;
  return delegated.acts === null || delegated.acts.includes(act) || /\.(list|see|print|open)-/.test(act);
}

/**
 * The actor in the capacity in which this act is done: in their own, or for one who is away. It carries the duties of
 * that capacity alone, so that half a right of one's own and half of another's never make a whole one. Null when none
 * reaches the place.
 */
export function inCapacity(actor: Actor, act: string, place: Place): Actor | null {
  const reaches = reachesOf(actor, act);
  if (actor.kind !== 'official') return withinReach(actor, reaches, place) ? actor : null;
  const covering = reaches.filter((one) => withinReach(actor, [one], place));
  const fits = (one: (typeof reaches)[number]) => one.duty?.role === place.role;
  const chosen =
    covering.find((one) => one.duty?.delegated === undefined && fits(one)) ??
    covering.find(fits) ??
    covering.find((one) => one.duty?.delegated === undefined) ??
    covering[0];
  if (chosen === undefined) return null;
  const delegated = chosen.duty?.delegated;
  if (delegated === undefined)
    return { ...actor, duties: actor.duties.filter((duty) => duty.delegated === undefined) };
  const { acts: _, ...actingFor } = delegated;
  return {
    ...actor,
    duties: actor.duties.filter((duty) => duty.delegated?.id === delegated.id),
    actingFor,
  };
}

export function mayDo(actor: Actor, act: string): boolean {
  return reachesOf(actor, act).length > 0;
}

/** The acts an actor may do at all, wherever; the interface hides the rest. */
export function actsOf(actor: Actor): string[] {
  return Object.keys(PERMISSIONS).filter((act) => mayDo(actor, act));
}

/** Whether one of the reaches covers the place. A place that lies nowhere is covered by any. */
export function withinReach(actor: Actor, reaches: ReturnType<typeof reachesOf>, place: Place): boolean {
  return reaches.some(({ reach, duty }) => {
    if (reach === 'province') return true;
    if (actor.kind === 'citizen')
      return reach === 'own' && (place.personIds ?? [actor.personId]).includes(actor.personId);
    if (actor.kind !== 'official' || duty === null) return false;
    if (place.bodyIds.length === 0) return true;
    const holder = duty.delegated?.id ?? actor.id;
    switch (reach) {
      case 'own':
        return place.officialId === holder && place.bodyIds.includes(duty.bodyId);
      case 'division':
        return (
          place.divisionId === duty.agencyId ||
          (place.officialId === holder && place.bodyIds.includes(duty.bodyId))
        );
      case 'agency':
        return place.bodyIds.includes(duty.bodyId);
      case 'below':
        return place.bodyIds.includes(duty.bodyId) || (place.aboveBodyIds ?? []).includes(duty.bodyId);
      default:
        return false;
    }
  });
}
