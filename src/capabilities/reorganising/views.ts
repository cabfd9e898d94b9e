import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { invalid } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import { legalDay } from '../calendar/index.ts';
import { countTransfer } from '../dossiers/index.ts';
import { countDuties, countPersonsIn } from '../people/index.ts';
import { consequencesOf, kindOfPlan, namesBefore, titled } from '../units/index.ts';
import { PlanInput, soundPlan } from './plan-input.ts';
import { allReorganisations } from './store.ts';

const Maybe = Type.Union([Type.String(), Type.Null()]);
const Kind = Type.Enum(['merge', 'split', 'rename'] as const);
const planShape = Compile(PlanInput);

const Named = Type.Object({ id: Type.String(), name: Type.String() });

export const previewReorganisation = view({
  name: 'reorganising.preview-reorganisation',
  summary:
    'What a plan would move today: units, agencies, dossiers, duties, addresses; or what is wrong with it.',
  input: Type.Object(
    {
      /** The plan as JSON. */
      plan: Type.String({ maxLength: 20_000 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    kind: Kind,
    unitsEnding: Type.Array(Named),
    unitsBegun: Type.Array(Named),
    unitsRenamed: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), before: Type.String() })),
    agenciesEnding: Type.Array(Named),
    agenciesBegun: Type.Array(Named),
    agenciesRenamed: Type.Array(
      Type.Object({ id: Type.String(), name: Type.String(), before: Type.String() }),
    ),
    /** Open dossiers by where they go. */
    dossiers: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), count: Type.Integer() })),
    /** Finished ones: they stay, and the successor keeps them. */
    finished: Type.Integer(),
    duties: Type.Integer(),
    persons: Type.Integer(),
    /** Bodies whose numbers begin at 1. */
    numberedAnew: Type.Array(Named),
    /** New bodies to which no official comes by itself. */
    unstaffed: Type.Array(Named),
  }),
  async run(tx, _actor, input, at) {
    const today = legalDay(at);
    let stated: unknown;
    try {
      stated = JSON.parse(input.plan);
    } catch {
      throw invalid('input.invalid', { path: '/plan', code: 'input.not-json' });
    }
    if (!planShape.Check(stated))
      throw invalid('input.invalid', { path: '/plan', code: 'reorganisation.shape' });
    const { plan, map } = await soundPlan(tx, stated, null, today);
    const made = consequencesOf(plan, map);
    const unit = new Map(map.units.map((one) => [one.code, titled(one.fullName)]));
    const agency = new Map(map.agencies.map((one) => [one.id, one.name]));
    const named = (names: Map<string, string>) => (id: string) => ({ id, name: names.get(id) ?? id });
    const { moving, finished } = await countTransfer(tx, made);
    const ending = new Set(made.agenciesEnding);
    const staffed = new Set(
      made.rest.moves.filter((move) => ending.has(move.from)).map((move) => move.toBody),
    );
    const bodiesBegun = made.agenciesBegun.filter((one) => one.id === one.bodyId);
    const nameOf = ({ id, name }: { id: string; name: string }) => ({ id, name });
    return {
      kind: kindOfPlan(plan),
      unitsEnding: made.unitsEnding.map(named(unit)),
      unitsBegun: made.unitsBegun.map((one) => ({ id: one.code, name: titled(one.fullName) })),
      unitsRenamed: made.unitsRenamed.map((one) => ({
        id: one.code,
        name: titled(one.fullName),
        before: unit.get(one.code) ?? '',
      })),
      agenciesEnding: made.agenciesEnding.map(named(agency)),
      agenciesBegun: made.agenciesBegun.map(nameOf),
      agenciesRenamed: made.agenciesRenamed.map((one) => ({
        ...nameOf(one),
        before: agency.get(one.id) ?? '',
      })),
      dossiers: made.ways.map(({ into }) => ({
        id: into.id,
        name: unit.get(into.id) ?? made.unitsBegun.find((one) => one.code === into.id)?.fullName ?? into.name,
        count: moving.get(into.id) ?? 0,
      })),
      finished,
      duties: await countDuties(tx, made.agenciesEnding, today),
      persons: await countPersonsIn(tx, made.unitsEnding),
      numberedAnew: bodiesBegun.map(nameOf),
      unstaffed: bodiesBegun.filter((one) => !staffed.has(one.id)).map(nameOf),
    };
  },
});

export const listReorganisations = view({
  name: 'reorganising.list-reorganisations',
  summary: 'Merges, splits and renamings, planned ones first, with their decisions and what they moved.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    reorganisations: Type.Array(
      Type.Object({
        id: Type.String(),
        kind: Kind,
        of: Type.String(),
        effectiveOn: Type.String(),
        basisNumber: Type.String(),
        basisDate: Type.String(),
        basisTitle: Type.String(),
        from: Type.Array(Type.String()),
        fromNames: Type.Array(Type.String()),
        into: Type.Array(Named),
        state: Type.String(),
        plannedBy: Type.String(),
        plannedAt: Type.String(),
        endedAt: Maybe,
        moved: Type.Union([
          Type.Object({
            dossiers: Type.Integer(),
            finished: Type.Integer(),
            duties: Type.Integer(),
            persons: Type.Integer(),
            agencies: Type.Integer(),
            money: Type.Optional(Type.Integer()),
            reports: Type.Optional(Type.Integer()),
            feeAreas: Type.Optional(Type.Integer()),
          }),
          Type.Null(),
        ]),
      }),
    ),
  }),
  async run(tx) {
    const all = await allReorganisations(tx);
    const names = await namesBefore(
      tx,
      all.flatMap(({ plan, effectiveOn }) => plan.from.map((id) => ({ id, day: effectiveOn }))),
    );
    return {
      reorganisations: all.map(({ plan, ...one }) => ({
        id: one.id,
        kind: kindOfPlan(plan),
        of: plan.of,
        effectiveOn: one.effectiveOn,
        basisNumber: one.basisNumber,
        basisDate: one.basisDate,
        basisTitle: one.basisTitle,
        from: plan.from,
        fromNames: plan.from.map((id) => names.get(`${id} ${one.effectiveOn}`) ?? id),
        into: plan.into.map(({ id, name }) => ({ id, name })),
        state: one.state,
        plannedBy: one.plannedByName,
        plannedAt: one.plannedAt.toISOString(),
        endedAt: one.endedAt?.toISOString() ?? null,
        moved: one.moved,
      })),
    };
  },
});
