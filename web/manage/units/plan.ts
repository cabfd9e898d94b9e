/** What the control officer types; the server's plan is made of it. */
export interface PlanTyped {
  kind: 'merge' | 'split' | 'rename';
  of: 'commune' | 'agency';
  from: { id: string; name: string }[];
  into: { id: string; kind: string; name: string; rule: string; dossiers: string }[];
  basisNumber: string;
  basisDate: string;
  effectiveOn: string;
  basisTitle: string;
}

export const EMPTY_PLAN: PlanTyped = {
  kind: 'merge',
  of: 'commune',
  from: [],
  into: [{ id: '', kind: 'commune', name: '', rule: '', dossiers: '' }],
  basisNumber: '',
  basisDate: '',
  effectiveOn: '',
  basisTitle: '',
};

const listed = (text: string) =>
  text
    .split(/[,;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** The body of the request. A renaming keeps its code; of a split the first is named for the rest. */
export function bodyOfPlan(typed: PlanTyped) {
  const { of, from, kind } = typed;
  const into = typed.into.map((one) => ({
    id: (kind === 'rename' ? (from[0]?.id ?? '') : one.id).trim(),
    kind: of === 'commune' ? one.kind : null,
    name: one.name.trim(),
    shortName: of === 'agency' ? one.name.trim() : null,
    hamlets: of === 'commune' ? listed(one.rule) : [],
    sectors: of === 'agency' ? listed(one.rule) : [],
    dossiers: kind === 'split' ? listed(one.dossiers) : [],
  }));
  return {
    plan: { of, from: from.map((one) => one.id), into, rest: into[0]?.id ?? '' },
    effectiveOn: typed.effectiveOn,
    basisNumber: typed.basisNumber.trim(),
    basisDate: typed.basisDate,
    basisTitle: typed.basisTitle.trim(),
  };
}

/** The inputs that still lack what must be there. */
export function lackingIn(typed: PlanTyped): string[] {
  const blank = (text: string) => text.trim() === '';
  return [
    ...(typed.from.length === 0 ? ['plan-from'] : []),
    ...typed.into.flatMap((one, place) => [
      ...(typed.kind !== 'rename' && blank(one.id) ? [`into-${place}-id`] : []),
      ...(blank(one.name) ? [`into-${place}-name`] : []),
    ]),
    ...(blank(typed.basisNumber) ? ['plan-number'] : []),
    ...(blank(typed.basisDate) ? ['plan-date'] : []),
    ...(blank(typed.effectiveOn) ? ['plan-day'] : []),
    ...(blank(typed.basisTitle) ? ['plan-name'] : []),
  ];
}

/** The input that a wrong place of the request belongs to. */
export function fieldIdOfPlan(path: string): string {
  const parts = path.replace(/^\/plan/, '').split('/');
  const [, part = '', place = '0', name = 'id'] = parts;
  switch (part) {
    case 'into':
      return `into-${place}-${name === 'kind' || name === 'name' || name === 'dossiers' ? name : 'id'}`;
    case 'effectiveOn':
      return 'plan-day';
    case 'basisDate':
      return 'plan-date';
    case 'basisNumber':
      return 'plan-number';
    case 'basisTitle':
      return 'plan-name';
    default:
      return 'plan-from';
  }
}
