import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import type { Place } from '../../../kernel/actor.ts';
import { invalid, Refusal } from '../../../kernel/refusal.ts';
import { instantOf, legalDay } from '../../calendar/index.ts';
import { dayAfter, nameOfPeriod, PERIODS_A_YEAR, type PeriodKind, periodOf } from '../../figures/index.ts';
import { isDay } from '../../procedures/index.ts';
import { findBodies } from '../../units/index.ts';
import { formsOn } from '../forms.ts';
import type { Round } from '../round.ts';
import { insertRound, insertSheets } from '../store.ts';

/** A province asks its bodies for a report: each of them has a sheet from this moment, whose counted cells are filled. */
export const openRound = act({
  name: 'rounds.open-round',
  summary: 'Ask bodies for a report of a period by a data form: with a cut-off and a due day.',
  input: Type.Object(
    {
      form: Type.String({ minLength: 1, maxLength: 80 }),
      name: Type.Optional(Type.String({ maxLength: 200 })),
      /** What is said to those who fill it in. */
      note: Type.Optional(Type.String({ maxLength: 2000 })),
      period: Type.Enum(['month', 'quarter', 'half-year', 'year'] as const),
      year: Type.Integer({ minimum: 2025, maximum: 2100 }),
      number: Type.Integer({ minimum: 1, maximum: 12 }),
      cutOff: Type.Optional(Type.Enum(['reporting', 'calendar'] as const)),
      /** The last legal day that is counted. */
      cutOffDay: Type.String({ minLength: 10, maxLength: 10 }),
      /** The last legal day on which a sheet is in time. */
      dueDay: Type.String({ minLength: 10, maxLength: 10 }),
      /** Whole kinds of bodies, or those that are named. */
      kinds: Type.Optional(
        Type.Array(Type.Enum(['commune-committee', 'department'] as const), { maxItems: 2 }),
      ),
      bodyIds: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 1000 })),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ id: Type.String(), sheets: Type.Integer() }),
  async target(_tx, _input, actor): Promise<Place> {
    return { bodyIds: actor.kind === 'official' ? actor.duties.map((duty) => duty.bodyId) : [] };
  },
  async run(tx, actor, input, _target, { at, record }) {
    for (const [field, day] of [
      ['cutOffDay', input.cutOffDay],
      ['dueDay', input.dueDay],
    ] as const)
      if (!isDay(day)) throw invalid('input.invalid', { path: `/${field}`, code: 'date.impossible' });
    const kind: PeriodKind = input.period;
    if (input.number > PERIODS_A_YEAR[kind])
      throw invalid('input.invalid', { path: '/number', code: 'enum' });
    const today = legalDay(at);
    const cutOff = input.cutOff ?? 'reporting';
    const whole = periodOf(kind, input.year, input.number, cutOff);
    if (input.cutOffDay < whole.from)
      throw invalid('input.invalid', {
        path: '/cutOffDay',
        code: 'round.cut-off-before-period',
        from: whole.from,
      });
    if (input.dueDay <= input.cutOffDay)
      throw invalid('input.invalid', {
        path: '/dueDay',
        code: 'round.due-before-cut-off',
        day: input.cutOffDay,
      });
    if (input.dueDay < today) throw invalid('input.invalid', { path: '/dueDay', code: 'round.due-past' });
    const to = [whole.to, dayAfter(input.cutOffDay)].sort()[0] ?? whole.to;
    // The form as it holds on the last day of the period: a report of last year is asked for by last year's form.
    const form = (await formsOn(tx, whole.to > today ? today : input.cutOffDay)).find(
      ({ code }) => code === input.form,
    );
    if (form === undefined) throw new Refusal('missing', 'round-form.unknown');
    if (!form.periods.includes(kind))
      throw invalid('input.invalid', { path: '/period', code: 'round.period-not-of-form' });
    const wanted = new Set(input.bodyIds ?? []);
    const kinds: readonly string[] = input.kinds ?? [];
    const bodies = (await findBodies(tx, today)).filter(
      (body) =>
        (form.for as readonly string[]).includes(body.kind) &&
        (kinds.includes(body.kind) || wanted.has(body.id)),
    );
    if (bodies.length === 0 || [...wanted].some((id) => !bodies.some((body) => body.id === id)))
      throw invalid('input.invalid', { path: '/bodyIds', code: 'round.nobody' });
    const organiser = actor.kind === 'official' ? actor.duties[0]?.bodyId : undefined;
    const period = nameOfPeriod(kind, input.year, input.number);
    const round: Round = {
      id: randomUUID(),
      form,
      name: input.name?.trim() || `${form.name}, ${period.charAt(0).toLowerCase()}${period.slice(1)}`,
      note: input.note?.trim() ?? '',
      periodKind: kind,
      periodYear: input.year,
      periodNumber: input.number,
      cutOff,
      from: whole.from,
      to,
      cutOffAt: instantOf(dayAfter(input.cutOffDay), 0),
      dueAt: instantOf(dayAfter(input.dueDay), 0),
      organiserId: organiser ?? '',
      frozenAt: null,
      lockedAt: null,
      openedAt: at,
      openedByName: actor.name,
    };
    if (!(await insertRound(tx, { ...round, openedBy: actor.id })))
      throw new Refusal('conflict', 'round.exists');
    await insertSheets(tx, round.id, bodies);
    await record({
      subjectKind: 'round',
      subjectId: round.id,
      change: {
        type: 'opened',
        ...round,
        bodies: bodies.map((body) => ({ id: body.id, name: body.name, kind: body.kind })),
      },
      bodyIds: [round.organiserId, ...bodies.map(({ id }) => id)],
    });
    return { id: round.id, sheets: bodies.length };
  },
});
