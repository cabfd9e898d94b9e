import { addDays, instantOf, legalDay } from '../../capabilities/calendar/index.ts';
import { lastDayOf, periodAt, periodBefore, periodOf } from '../../capabilities/figures/index.ts';
import {
  approveSheet,
  explainViolation,
  fillCells,
  openRound,
  plainAnswers,
  returnSheet,
  seeSheet,
  submitSheet,
} from '../../capabilities/rounds/index.ts';
import { inSnapshot, type Pool } from '../../db/connect.ts';
import type { AnyAct } from '../../kernel/act.ts';
import type { Actor } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { type Cast, DEMO_ORIGIN, seatOf } from './act-out.ts';
import { dice } from './dice.ts';
import type { DemoGround } from './plan.ts';

const FORM = 'administrative-reform-data';
/** Whole numbers that may differ from commune to commune without breaking a rule. */
const VARIED = [
  'survey_slips',
  'plan_tasks',
  'documents_sent',
  'capital_plan',
  'posts_assigned',
  'assigned_tasks',
];

/**
 * A round in progress over all communes, of the half-year that ended last, due in three days: some have sent, one was
 * given back, the main commune has filled in most and has something to put right.
 */
export async function writeRound(
  pool: Pool,
  cast: Cast,
  ground: Pick<DemoGround, 'main' | 'communes'>,
  now: Date,
): Promise<void> {
  const collector = [...cast.officials.values()]
    .flat()
    .find(({ duties }) => duties.some(({ role }) => role === 'control-officer'));
  if (collector === undefined) return;
  const today = legalDay(now);
  const half = periodBefore('half-year', periodAt('half-year', today, 'reporting'));
  const opened = instantOf(addDays(today, -4), 9 * 60);
  const done = (act: AnyAct, actor: Actor, input: object, at: Date) =>
    perform(pool, act, actor, input, { at, from: DEMO_ORIGIN });
  const { id } = (await done(
    openRound,
    collector,
    {
      form: FORM,
      period: 'half-year',
      ...half,
      cutOffDay: lastDayOf(periodOf('half-year', half.year, half.number, 'reporting')),
      dueDay: addDays(today, 3),
      note: 'Ghi số của cả các tổ chức thuộc xã, phường. Không phát sinh thì ghi 0.',
      kinds: ['commune-committee'],
    },
    opened,
  )) as { id: string };
  const plain = await plainAnswers();
  for (const [place, { committee, unit }] of [ground.main, ...ground.communes].entries()) {
    const writer = cast.officials.get(seatOf(`${committee?.id}.01`, 'specialist'))?.[0];
    const leader = cast.officials.get(seatOf(committee?.id ?? '', 'leader'))?.[0];
    if (committee === null || writer === undefined || leader === undefined) continue;
    const chance = dice(`round ${unit.code}`);
    const isMain = place === 0;
    const cells = plain
      // The main commune has these still to fill in.
      .filter(
        ({ key }) => !isMain || !['documents_sent', 'documents_signed', 'feedback_received'].includes(key),
      )
      .map(({ key, base, value }) => ({
        key,
        base,
        value: VARIED.includes(key)
          ? value + chance.int(0, 9)
          : isMain && key === 'posts_present'
            ? 52
            : value,
      }));
    const sheet = { id, bodyId: committee.id };
    const at = (minutes: number) => new Date(opened.getTime() + (60 + place * 7 + minutes) * 60_000);
    await done(fillCells, writer, { ...sheet, cells }, at(0));
    if (isMain) continue;
    const { violations } = await inSnapshot(pool, (tx) => seeSheet.run(tx, writer, sheet, at(1)));
    for (const { rule, level } of violations)
      if (level === 'explain')
        await done(
          explainViolation,
          writer,
          { ...sheet, rule, words: 'Có hồ sơ phải xác minh nhiều lần nên chậm.' },
          at(1),
        );
    await done(submitSheet, writer, sheet, at(2));
    if (place % 5 === 4) continue;
    await done(approveSheet, leader, sheet, at(90));
    if (place === 2)
      await done(
        returnSheet,
        collector,
        { ...sheet, reason: 'Xin ghi chú rõ nguồn vốn đầu tư công.' },
        at(200),
      );
  }
}
