import { instantOf, legalDay } from '../../capabilities/calendar/index.ts';
import {
  acceptDossier,
  apologiseForError,
  approveDossier,
  askAgencies,
  assignDossier,
  completeStep,
  correctReceipt,
  type Dossier,
  extendDossier,
  fileDossier,
  getDossier,
  issueResult,
  mendError,
  noteError,
  owedAmount,
  receiveDossier,
  refuseAtCounter,
  refuseDossier,
  refuseReceipt,
  requestSupplement,
  returnResult,
  sendBack,
  stopDossier,
  supplementOwnDossier,
  takeSupplement,
  undoAct,
  withdrawDossier,
  withdrawOwnDossier,
} from '../../capabilities/dossiers/index.ts';
import { addPaper, type TakenFile } from '../../capabilities/papers/index.ts';
import { closeCashBook, orderPayment, takeNotice, takePayment } from '../../capabilities/payments/index.ts';
import { type Component, componentsFor, mainWay } from '../../capabilities/procedures/index.ts';
import type { Pool } from '../../db/connect.ts';
import type { Act } from '../../kernel/act.ts';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { answersTo } from './answers.ts';
import { type Dice, dice } from './dice.ts';
import { inventedName, inventedPersonalId, inventedPhone } from './invented.ts';
import type { Beat, Story } from './plan.ts';
import { kindFor, type PaperKind } from './sample-papers.ts';

/** Stands in the record's `came_from`: by it the rows of the demonstration are known. */
export const DEMO_ORIGIN = 'haicap demo';

/** Who may be called upon: officials by agency and role, citizens by personal id. */
export interface Cast {
  officials: Map<string, (Actor & { kind: 'official' })[]>;
  citizens: Map<string, Actor & { kind: 'citizen' }>;
}
export const seatOf = (agencyId: string, role: string) => `${agencyId} ${role}`;

interface Life {
  story: Story;
  chance: Dice;
  id: string | null;
  version: number;
  /** Chosen once: the same receptionist stays with a dossier. */
  receptionist: Actor;
}

/**
 * Acts the stories out, beat by beat in the order of time, through the same `perform` as everybody. Dossiers run side
 * by side; the beats of one dossier, and those that take a number from the same register, follow each other, so that
 * numbers rise with the hours of the day.
 */
export async function actOut(
  pool: Pool,
  stories: readonly Story[],
  cast: Cast,
  papers: Map<PaperKind, TakenFile>,
  options: { lanes: number; onBeat?: (done: number, all: number) => void },
): Promise<{ acts: number }> {
  const lives = stories.map((story): Life => {
    const chance = dice(`life ${story.key}`);
    return {
      story,
      chance,
      id: null,
      version: 0,
      receptionist: oneOf(cast, chance, story.counter.centre.id, 'receptionist'),
    };
  });
  const beats = lives
    .flatMap((life) => life.story.beats.map((beat, place) => ({ life, beat, place })))
    .sort((a, b) => a.beat.at.getTime() - b.beat.at.getTime());
  const last = new Map<unknown, Promise<unknown>>();
  let acts = 0;
  let next = 0;
  let done = 0;
  const act: Performer = async (act, actor, input, at) => {
    acts++;
    return perform(pool, act, actor, input, { at, from: DEMO_ORIGIN }) as never;
  };
  let failure: Error | undefined;
  const lane = async () => {
    for (let place = next++; place < beats.length && failure === undefined; place = next++) {
      const entry = beats[place];
      if (entry === undefined) return;
      const { life, beat } = entry;
      const queues: unknown[] = [life, ...registersOf(life.story, beat)];
      const before = Promise.all(queues.map((queue) => last.get(queue)));
      const mine = before.then(() => play(pool, life, beat, cast, papers, act));
      for (const queue of queues) last.set(queue, mine);
      try {
        await mine;
        options.onBeat?.(++done, beats.length);
      } catch (error) {
        const where = `${life.story.key}, ${beat.do} ${beat.at.toISOString()}`;
        failure ??= new Error(`the demonstration stops at ${where}`, { cause: error });
      }
    }
  };
  // All lanes come to rest before the failure is told: nothing is written behind whoever hears of it.
  await Promise.all(Array.from({ length: options.lanes }, lane));
  if (failure !== undefined) throw failure;
  const lastBeat = beats.at(-1)?.beat.at;
  if (lastBeat !== undefined) await closeBooks(pool, cast, legalDay(lastBeat), act);
  return { acts };
}

type Performer = (
  // biome-ignore lint/suspicious/noExplicitAny: the acts are of many kinds; `perform` checks each one's input
  act: Act<any, any, any>,
  actor: Actor,
  input: unknown,
  at: Date,
) => Promise<{ id: string; version: number }>;

/** The registers from which a beat takes a number. Which forward issues is known only then, so all wait in line. */
function registersOf(story: Story, beat: Beat): string[] {
  const receipts = `receipts ${story.counter.centre.id}`;
  if (beat.do === 'file') return [receipts];
  if (beat.do === 'receive' || beat.do === 'accept')
    return [`codes ${story.counter.centre.bodyId} ${legalDay(beat.at)}`, receipts];
  const last = story.beats.findLast((one) => one.do === 'forward');
  return beat === last && story.beats.some((one) => one.do === 'return' || story.fate === 'result-waiting')
    ? [`results ${story.competentBodyId} ${story.version.procedure.competent}`]
    : [];
}

async function play(
  pool: Pool,
  life: Life,
  beat: Beat,
  cast: Cast,
  papers: Map<PaperKind, TakenFile>,
  act: Performer,
): Promise<void> {
  const { story, chance, receptionist } = life;
  const at = beat.at;
  const citizen = cast.citizens.get(story.applicant.personalId ?? '');
  const on = { id: life.id, version: life.version };
  // Their own dice, so that the rest of a life stays as it was.
  const turns = dice(`turns ${story.key} ${beat.do}`);
  const soon = (seconds: number) => new Date(at.getTime() + seconds * 1000);
  const keep = ({ id, version }: { id: string; version: number }) => {
    life.id = id;
    life.version = version;
  };
  switch (beat.do) {
    case 'file': {
      if (citizen === undefined) throw new Error('who files online has an account');
      const { applicant: _, channel: __, requestText: ___, ...filing } = filingOf(life, at);
      keep(
        await act(
          fileDossier,
          citizen,
          { ...filing, components: await handIn(life, citizen, at, papers, act) },
          at,
        ),
      );
      await payFees(pool, life, citizen, at, act);
      return;
    }
    case 'receive':
      keep(
        await act(
          receiveDossier,
          receptionist,
          {
            ...filingOf(life, at),
            components: await handIn(life, receptionist, at, papers, act),
            ...(chance.chance(0.07) && story.applicant.kind === 'citizen'
              ? { representative: representative(chance) }
              : {}),
            ...(story.channel === 'post' ? { postTracking: postCode(chance) } : {}),
          },
          at,
        ),
      );
      if (turns.chance(0.03))
        keep(
          await act(
            correctReceipt,
            receptionist,
            {
              id: life.id,
              version: life.version,
              requestText: `Đề nghị giải quyết: ${story.version.procedure.name}`.slice(0, 300),
              reason: 'Ghi thiếu nội dung yêu cầu',
            },
            soon(20),
          ),
        );
      await payFees(pool, life, null, at, act);
      return;
    case 'refuse-at-counter':
      keep(
        await act(
          refuseAtCounter,
          receptionist,
          { ...filingOf(life, at), form: {}, components: [], reason: beat.reason },
          at,
        ),
      );
      return;
    case 'accept':
      keep(await act(acceptDossier, receptionist, on, at));
      return;
    case 'refuse-receipt':
      keep(await act(refuseReceipt, receptionist, { ...on, reason: beat.reason }, at));
      return;
    case 'ask': {
      const dossier = await current(pool, life);
      const asker = dossier.receivedAt === null ? receptionist : holder(cast, chance, dossier);
      keep(await act(requestSupplement, asker, { ...on, items: beat.items, reason: beat.reason }, at));
      return;
    }
    case 'supply': {
      const dossier = await current(pool, life);
      const key =
        dossier.supplements.at(-1)?.items.find((item) => item.componentKey !== null)?.componentKey ?? 'other';
      const component = story.version.procedure.components.find((one) => one.key === key);
      const who = story.channel === 'online' && citizen !== undefined ? citizen : receptionist;
      const paper = await addOne(who, component?.name ?? '', at, papers, act);
      const supply = who === receptionist ? takeSupplement : supplementOwnDossier;
      keep(await act(supply, who, { ...on, components: [{ key, paperIds: [paper] }] }, at));
      return;
    }
    case 'refuse':
      keep(
        await act(
          refuseDossier,
          holder(cast, chance, await current(pool, life)),
          { ...on, reason: beat.reason },
          at,
        ),
      );
      return;
    case 'send-back':
      keep(
        await act(
          sendBack,
          holder(cast, chance, await current(pool, life)),
          { ...on, to: beat.to, reason: beat.reason },
          at,
        ),
      );
      return;
    case 'extend': {
      const { competentBodyId } = await current(pool, life);
      const leader = oneOf(cast, chance, competentBodyId, 'leader');
      keep(await act(extendDossier, leader, { ...on, newDay: beat.newDay, reason: beat.reason }, at));
      return;
    }
    case 'consult': {
      const { agencyId, question, hours } = beat;
      const asker = holder(cast, chance, await current(pool, life));
      keep(await act(askAgencies, asker, { ...on, asks: [{ agencyId, question, hours }] }, at));
      return;
    }
    case 'withdraw':
      keep(
        citizen !== undefined && story.channel === 'online'
          ? await act(withdrawOwnDossier, citizen, { ...on, reason: beat.reason }, at)
          : turns.chance(0.4) && (await current(pool, life)).receivedAt !== null
            ? await act(stopDossier, receptionist, { ...on, ground: 'request', reason: beat.reason }, at)
            : await act(withdrawDossier, receptionist, { ...on, reason: beat.reason }, at),
      );
      return;
    case 'return':
      keep(
        await act(
          returnResult,
          receptionist,
          { ...on, by: story.returnBy, ...(story.returnBy === 'post' ? { tracking: postCode(chance) } : {}) },
          at,
        ),
      );
      if (turns.chance(0.02)) await ownUp(pool, life, cast, act, soon);
      return;
    case 'forward': {
      const dossier = await current(pool, life);
      const here = mainWay(story.version.procedure.process).find((step) => step.key === dossier.step?.key);
      const actor = holder(cast, chance, dossier);
      switch (here?.act) {
        case 'assign': {
          const { id: officialId } = oneOf(cast, chance, dossier.step?.agencyId ?? '', 'specialist');
          keep(await act(assignDossier, actor, { ...on, officialId }, at));
          if (turns.chance(0.03)) {
            const again = () => ({ id: life.id, version: life.version });
            keep(await act(undoAct, actor, { ...again(), reason: 'Giao nhầm người' }, soon(20)));
            keep(await act(assignDossier, actor, { ...again(), officialId }, soon(40)));
          }
          return;
        }
        case 'approve':
          keep(await act(approveDossier, actor, on, at));
          return;
        case 'issue':
          keep(
            await act(
              issueResult,
              actor,
              { ...on, paperId: await resultPaper(life, actor, at, papers, act) },
              at,
            ),
          );
          return;
        default:
          keep(
            await act(
              completeStep,
              actor,
              { ...on, ...(here?.act === 'appraise' ? { note: note(chance) } : {}) },
              at,
            ),
          );
      }
    }
  }
}

/** The applicant came back: what they got was wrong. Written down, apologised for by the leader, put right. */
async function ownUp(
  pool: Pool,
  life: Life,
  cast: Cast,
  act: Performer,
  soon: (seconds: number) => Date,
): Promise<void> {
  const { story, receptionist } = life;
  const leaders = cast.officials.get(seatOf(story.competentBodyId, 'leader')) ?? [];
  const [leader] = leaders;
  if (leader === undefined) return;
  const step =
    (await current(pool, life)).steps.findLast((visit) => visit.role === 'specialist')?.key ?? null;
  const steps = [
    [noteError, receptionist, { kind: 'wrong-result', text: 'Ghi sai năm sinh trên kết quả', step }],
    [
      apologiseForError,
      leader,
      { number: 1, text: 'Chúng tôi đã nhắc nhở người làm sai và xin lỗi ông/bà.' },
    ],
    [mendError, receptionist, { number: 1, how: 'Cấp lại kết quả đúng, trao ngay trong ngày' }],
  ] as const;
  for (const [place, [what, actor, input]] of steps.entries()) {
    const done = await act(
      what,
      actor,
      { id: life.id, version: life.version, ...input },
      soon(20 * (place + 1)),
    );
    life.version = done.version;
  }
}

/**
 * Fees are paid as people do: at the counter when the dossier is handed in, or online right after filing by most; the
 * others are still to be taken. Its own dice, so that the rest of a life stays as it was.
 */
async function payFees(
  pool: Pool,
  life: Life,
  citizen: (Actor & { kind: 'citizen' }) | null,
  at: Date,
  act: Performer,
): Promise<void> {
  const dossier = await current(pool, life);
  const owed = owedAmount(dossier);
  if (owed === 0 || !dice(`money ${life.story.key}`).chance(citizen === null ? 0.9 : 0.7)) return;
  const soon = new Date(at.getTime() + 120_000);
  if (citizen === null) {
    await act(takePayment, life.receptionist, { dossierIds: [dossier.id], amount: owed }, soon);
  } else {
    const order = (await act(orderPayment, citizen, { id: dossier.id }, soon)) as unknown as {
      orderId: string;
    };
    await act(
      takeNotice,
      SYSTEM,
      {
        orderId: order.orderId,
        gatewayRef: `DEMO-${life.story.key}`.slice(0, 40),
        amount: owed,
        result: 'paid',
        genuine: true,
        how: 'callback',
      },
      soon,
    );
  }
  life.version = (await current(pool, life)).version;
}

/** Closes the books of past days as cashiers do before they go home: what was counted is what the book says. */
async function closeBooks(pool: Pool, cast: Cast, today: string, act: Performer): Promise<void> {
  const { rows } = await pool.query<{ cashier_id: string; day: string; expected: number }>(
    `select b.cashier_id, b.day, b.opening + coalesce((select sum(m.amount) from money_moves m
       where m.centre_id = b.centre_id and m.cashier_id = b.cashier_id and m.day = b.day), 0)::bigint as expected
     from cash_books b where b.closed_at is null and b.day < $1 order by b.day, b.cashier_id`,
    [today],
  );
  const officials = new Map([...cast.officials.values()].flat().map((one) => [one.id, one]));
  for (const { cashier_id, day, expected } of rows) {
    const cashier = officials.get(cashier_id);
    if (cashier !== undefined)
      await act(closeCashBook, cashier, { day, counted: expected }, instantOf(day, 17 * 60 + 10));
  }
}

async function current(pool: Pool, life: Life): Promise<Dossier> {
  const dossier = life.id === null ? null : await getDossier(pool, life.id);
  if (dossier === null) throw new Error(`the dossier of ${life.story.key} is gone`);
  return dossier;
}

function oneOf(cast: Cast, chance: Dice, agencyId: string, role: string): Actor {
  const there = cast.officials.get(seatOf(agencyId, role));
  if (there === undefined) throw new Error(`nobody sits as ${role} at ${agencyId}`);
  // The first one bears more: a newcomer who signs in there finds work.
  return chance.chance(0.62) ? (there[0] ?? chance.pick(there)) : chance.pick(there);
}

/** Who holds the dossier's step: the official it is assigned to, else somebody with the step's role where it lies. */
function holder(cast: Cast, chance: Dice, dossier: Dossier): Actor {
  const step = dossier.step;
  if (step === null) throw new Error(`dossier ${dossier.id} is at no step`);
  const there = cast.officials.get(seatOf(step.agencyId, step.role)) ?? [];
  return (
    there.find((official) => official.id === step.officialId) ?? oneOf(cast, chance, step.agencyId, step.role)
  );
}

/** What a receptionist or a citizen types, but for the papers. */
function filingOf({ story, chance }: Life, at: Date) {
  const { applicant, version } = story;
  const { procedure } = version;
  return {
    procedureCode: procedure.code,
    procedureVersionId: version.id,
    centreId: story.counter.centre.id,
    competentBodyId: story.competentBodyId,
    channel: story.channel,
    applicant,
    case: story.case,
    form: answersTo(
      procedure.form,
      { applicant, unit: story.unit, procedureName: procedure.name, on: legalDay(at) },
      chance,
    ),
    groups:
      procedure.exemptions.length > 0 && chance.chance(0.1)
        ? [chance.pick(['merit', 'poor', 'elderly'])]
        : [],
    returnBy: story.returnBy,
    requestText: null as string | null,
  };
}

async function handIn(
  { story, chance }: Life,
  who: Actor,
  at: Date,
  papers: Map<PaperKind, TakenFile>,
  act: Performer,
): Promise<{ key: string; paperIds: string[]; originals: number; copies: number }[]> {
  const online = story.channel === 'online';
  const handed = [];
  for (const component of wanted(story, chance)) {
    const scanned = online || chance.chance(0.55);
    handed.push({
      key: component.key,
      paperIds: scanned ? [await addOne(who, component.name, at, papers, act)] : [],
      originals: online ? 0 : component.original,
      copies: online ? 0 : component.copy,
    });
  }
  return handed;
}

function wanted(story: Story, chance: Dice): Component[] {
  return componentsFor(story.version.procedure, story).filter(
    (component) => component.mode === 'submit' && (!component.conditional || chance.chance(0.15)),
  );
}

async function addOne(
  who: Actor,
  componentName: string,
  at: Date,
  papers: Map<PaperKind, TakenFile>,
  act: Performer,
): Promise<string> {
  const paper = papers.get(kindFor(componentName)) ?? papers.get('giay-to-kem-theo');
  return (await act(addPaper, who, paper, at)).id;
}

/** Whoever filed online gets the result as a file too; it lies in their vault from then on. */
async function resultPaper(
  { story }: Life,
  clerk: Actor,
  at: Date,
  papers: Map<PaperKind, TakenFile>,
  act: Performer,
): Promise<string | null> {
  const paper = papers.get('ket-qua');
  if (story.channel !== 'online' || paper === undefined) return null;
  return (await act(addPaper, clerk, paper, at)).id;
}

function representative(chance: Dice) {
  const sex = chance.chance(0.5) ? 'male' : 'female';
  return {
    fullName: inventedName(chance, sex),
    personalId: inventedPersonalId(chance, sex, `19${chance.int(60, 99)}-05-19`),
    phone: inventedPhone(chance),
    authority: 'Văn bản uỷ quyền có chứng thực chữ ký',
  };
}

const postCode = (chance: Dice) => `RR${chance.int(100_000_000, 999_999_999)}VN`;

const note = (chance: Dice) =>
  chance.weighed<string | null>([
    [null, 6],
    ['Hồ sơ đủ điều kiện, đề nghị phê duyệt.', 4],
    ['Đã tra cứu sổ gốc, thông tin khớp.', 2],
    ['Đã đối chiếu cơ sở dữ liệu quốc gia về dân cư.', 2],
  ]);
