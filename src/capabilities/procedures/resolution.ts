import { type Static, Type } from 'typebox';
import type { FieldFault } from '../../kernel/refusal.ts';
import { isDay } from './form.ts';
import {
  CHANNELS,
  type Channel,
  type Fee,
  LegalDay,
  ProcedureCode,
  type ProcedureVersion,
  ReductionShape,
} from './shape.ts';

const closed = { additionalProperties: false };
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const OneChannel = Type.Unsafe<Channel>(Type.Enum([...CHANNELS]));
const Amount = Type.Integer({ minimum: 0, maximum: 10_000_000_000 });

/** What a rule of a resolution is about: one procedure, or every procedure of a sector; one of them, never both. */
const about = {
  procedure: Type.Optional(ProcedureCode),
  sector: Type.Optional(Text(64)),
};

/**
 * A resolution of the province's People's Council on fees (Law on Fees and Charges 2015, art. 21): amounts and
 * reductions laid over what the catalogue says, from a day until (not including) a day.
 */
export const ResolutionShape = Type.Object(
  {
    /** "12/2026/NQ-HĐND": what it is known by. */
    number: Type.String({ minLength: 3, maxLength: 60 }),
    title: Text(500),
    issuedOn: LegalDay,
    effectiveFrom: LegalDay,
    effectiveTo: Type.Union([LegalDay, Type.Null()]),
    /** Where it was read. */
    source: Text(500),
    fees: Type.Array(
      Type.Object(
        {
          ...about,
          /** The fee it sets; every fee of the procedure or sector when absent. */
          fee: Type.Optional(Text(64)),
          channels: Type.Optional(Type.Array(OneChannel, { minItems: 1 })),
          amount: Amount,
        },
        closed,
      ),
      { maxItems: 1000 },
    ),
    reductions: Type.Array(
      Type.Object({ ...about, ...ReductionShape.properties, legalBasis: Type.Optional(Text(300)) }, closed),
      { maxItems: 1000 },
    ),
  },
  closed,
);
export type Resolution = Static<typeof ResolutionShape>;

/** "Nghị quyết số 12/2026/NQ-HĐND". */
export const nameOfResolution = (resolution: Pick<Resolution, 'number'>): string =>
  `Nghị quyết số ${resolution.number}`;

/** What a shape cannot say. */
export function faultsOfResolution(
  resolution: Resolution,
  known: { procedures: ReadonlySet<string>; sectors: ReadonlySet<string> },
): FieldFault[] {
  const faults: FieldFault[] = [];
  const day = (path: string, value: string | null) => {
    if (value !== null && !isDay(value)) faults.push({ path, code: 'date.impossible' });
  };
  day('/issuedOn', resolution.issuedOn);
  day('/effectiveFrom', resolution.effectiveFrom);
  day('/effectiveTo', resolution.effectiveTo);
  if (resolution.effectiveTo !== null && resolution.effectiveTo <= resolution.effectiveFrom)
    faults.push({ path: '/effectiveTo', code: 'date.order' });
  if (resolution.effectiveFrom < resolution.issuedOn)
    faults.push({ path: '/effectiveFrom', code: 'resolution.before-issued' });
  if (resolution.fees.length + resolution.reductions.length === 0)
    faults.push({ path: '/fees', code: 'resolution.empty' });
  for (const part of ['fees', 'reductions'] as const)
    for (const [place, rule] of resolution[part].entries()) {
      const path = `/${part}/${place}`;
      if ((rule.procedure === undefined) === (rule.sector === undefined))
        faults.push({ path, code: 'resolution.about' });
      else if (rule.procedure !== undefined && !known.procedures.has(rule.procedure))
        faults.push({ path: `${path}/procedure`, code: 'procedure.unknown' });
      else if (rule.sector !== undefined && !known.sectors.has(rule.sector))
        faults.push({ path: `${path}/sector`, code: 'resolution.sector-unknown' });
    }
  for (const [place, rule] of resolution.reductions.entries()) {
    const path = `/reductions/${place}`;
    if (rule.kind === 'percent' && !(rule.value > 0 && rule.value <= 100))
      faults.push({ path: `${path}/value`, code: 'resolution.percent' });
    if (rule.kind === 'amount' && !(rule.value > 0))
      faults.push({ path: `${path}/value`, code: 'resolution.amount' });
  }
  return faults;
}

/** Whether it holds on a legal day. */
export function holdsOn(resolution: Pick<Resolution, 'effectiveFrom' | 'effectiveTo'>, day: string): boolean {
  return resolution.effectiveFrom <= day && (resolution.effectiveTo === null || day < resolution.effectiveTo);
}

type Rule = Resolution['fees'][number] & { from: string; basis: string };

/**
 * The fees and reductions of a procedure with the province's resolutions laid over them, as they hold on a legal day.
 * Of several rules for one fee the narrower holds (the fee before the procedure before the sector), of equal ones the
 * later; a rule for some channels leaves the fee of the others as it was.
 */
export function ruledOn<P extends Pick<ProcedureVersion, 'code' | 'sector' | 'fees' | 'exemptions'>>(
  procedure: P,
  resolutions: readonly Resolution[],
  day: string,
): P {
  const holding = resolutions.filter((resolution) => holdsOn(resolution, day));
  if (holding.length === 0) return procedure;
  const meant = (rule: { procedure?: string; sector?: string }) =>
    rule.procedure === procedure.code || (rule.procedure === undefined && rule.sector === procedure.sector);
  const rules: Rule[] = holding.flatMap((resolution) =>
    resolution.fees
      .filter(meant)
      .map((rule) => ({ ...rule, from: resolution.effectiveFrom, basis: nameOfResolution(resolution) })),
  );
  const reductions = holding.flatMap((resolution) =>
    resolution.reductions.filter(meant).map(({ procedure: _, sector: __, ...reduction }) => ({
      ...reduction,
      legalBasis: reduction.legalBasis ?? nameOfResolution(resolution),
    })),
  );
  return {
    ...procedure,
    fees: procedure.fees.flatMap((fee) => ruledFee(fee, rules)),
    exemptions: [...procedure.exemptions, ...reductions],
  };
}

function ruledFee(fee: Fee, rules: readonly Rule[]): Fee[] {
  const mine = rules
    .filter((rule) => rule.fee === undefined || rule.fee === fee.key)
    .sort((a, b) => narrowness(b) - narrowness(a) || (a.from < b.from ? 1 : -1));
  if (mine.length === 0) return [fee];
  const channels = fee.channels ?? [...CHANNELS];
  const byRule = new Map<Rule | null, Channel[]>();
  for (const channel of channels) {
    const rule =
      mine.find((one) => one.channels?.includes(channel)) ?? mine.find((one) => !one.channels) ?? null;
    byRule.set(rule, [...(byRule.get(rule) ?? []), channel]);
  }
  return [...byRule].map(([rule, of]) => ({
    ...fee,
    ...(of.length === CHANNELS.length ? {} : { channels: of }),
    ...(rule === null ? {} : { amount: rule.amount, basis: rule.basis, setBy: 'province-council' as const }),
  }));
}

function narrowness(rule: Rule): number {
  return (rule.fee === undefined ? 0 : 1) + (rule.procedure === undefined ? 0 : 2);
}
