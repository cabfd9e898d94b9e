import {
  acceptDossier,
  approveDossier,
  assignDossier,
  completeStep,
  fileDossier,
  getDossier,
  issueResult,
  receiveDossier,
  refuseDossier,
  returnResult,
  withdrawDossier,
} from '../../capabilities/dossiers/index.ts';
import { addPaper, type TakenFile } from '../../capabilities/papers/index.ts';
import { statePerson } from '../../capabilities/people/index.ts';
import { appendRecord, appendRecords } from '../../capabilities/record/index.ts';
import { inTransaction, type Pool } from '../../db/connect.ts';
import type { Act } from '../../kernel/act.ts';
import { type Actor, SYSTEM } from '../../kernel/actor.ts';
import { perform } from '../../perform.ts';
import { actorOf, REASON, returnBy } from './hands.ts';
import type { Plan, SimulatedLife } from './plan.ts';
import type { World } from './world.ts';

/** Stands in the record's `came_from`: by it what was simulated is known. */
export const SIMULATED = 'haicap simulate';

/**
 * Acts one life out through `perform`, as everybody. Every act has a key of the seed and its place: begun again after it
 * was cut off, what was done is answered and not done again.
 */
export async function actOutLife(
  pool: Pool,
  world: World,
  plan: Plan,
  life: SimulatedLife,
  seed: string,
  paper: TakenFile,
): Promise<number> {
  let acts = 0;
  // biome-ignore lint/suspicious/noExplicitAny: the acts are of many kinds; `perform` checks each one's input
  const act = async (what: Act<any, any, any>, actor: Actor, input: unknown, at: Date) =>
    (await perform(pool, what, actor, input, {
      at,
      from: SIMULATED,
      key: `${seed} ${life.number} ${++acts}`,
    })) as { id: string; version: number };
  const { counter, version, channel, bodyId } = life;
  const { process, code } = version.procedure;
  const receptionist = actorOf(world, counter.centre.id, 'receptionist', null, life.number);
  const person = plan.personAt(life.person);
  const upload = (who: Actor, at: Date) => act(addPaper, who, paper, at);
  const handIn = async (who: Actor, at: Date) => {
    const handed = [];
    for (const { scanned, ...one } of life.components)
      handed.push({ ...one, paperIds: scanned ? [(await upload(who, at)).id] : [] });
    return handed;
  };
  const filing = {
    procedureCode: code,
    procedureVersionId: version.id,
    competentBodyId: bodyId,
    centreId: counter.centre.id,
    case: null,
    form: life.form,
    returnBy: returnBy(life),
  };
  let seen: { id: string; version: number };
  if (channel === 'online') {
    const personId = await stated(pool, person, life.filedAt);
    const citizen: Actor = { kind: 'citizen', id: `person:${personId}`, name: person.fullName, personId };
    const components = await handIn(citizen, life.filedAt);
    seen = await act(fileDossier, citizen, { ...filing, components }, life.filedAt);
    seen = await act(acceptDossier, receptionist, seenOf(seen), life.receivedAt);
  } else {
    const components = await handIn(receptionist, life.receivedAt);
    seen = await act(
      receiveDossier,
      receptionist,
      { ...filing, channel, applicant: person, components },
      life.receivedAt,
    );
  }
  for (const [place, at] of life.moments.entries()) {
    if (life.fate === 'withdrawn' && place === life.moments.length - 1) {
      seen = await act(withdrawDossier, receptionist, { ...seenOf(seen), reason: REASON.withdrawn }, at);
      break;
    }
    const dossier = await getDossier(pool, seen.id);
    // Done before it was cut off: the keys answer, and the step is that of the way and not of now.
    const step = process.steps[place + 1];
    if (step === undefined || dossier === null)
      throw new Error(`life ${life.number} has no step ${place + 1}`);
    const visit = [...dossier.steps, ...(dossier.step === null ? [] : [dossier.step])].find(
      (one) => one.key === step.key,
    );
    const agencyId = visit?.agencyId ?? bodyId;
    const actor = actorOf(world, agencyId, step.role, visit?.officialId ?? null, life.number);
    const on = seenOf(seen);
    switch (step.act) {
      case 'assign':
        seen = await act(
          assignDossier,
          actor,
          { ...on, officialId: actorOf(world, agencyId, 'specialist', null, life.number).id },
          at,
        );
        break;
      case 'approve':
        seen =
          life.fate === 'refused'
            ? await act(refuseDossier, actor, { ...on, reason: REASON.refused }, at)
            : await act(approveDossier, actor, on, at);
        break;
      case 'issue': {
        const paperId = life.digitised ? (await upload(actor, at)).id : null;
        seen = await act(issueResult, actor, { ...on, paperId }, at);
        break;
      }
      default:
        seen = await act(completeStep, actor, on, at);
    }
  }
  if (life.returnedAt !== null)
    await act(
      returnResult,
      receptionist,
      {
        ...seenOf(seen),
        by: returnBy(life),
        ...(returnBy(life) === 'post' ? { tracking: 'RR000000000VN' } : {}),
      },
      life.returnedAt,
    );
  return acts;
}

const seenOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

/** Who files online has been stated before: with the account that others open. */
async function stated(pool: Pool, person: ReturnType<Plan['personAt']>, at: Date): Promise<string> {
  const by = { act: 'system.simulate', actor: SYSTEM, at, from: SIMULATED };
  return inTransaction(
    pool,
    async (tx) =>
      (
        await statePerson(tx, person, {
          at,
          from: SIMULATED,
          record: async (entry) => {
            await appendRecord(tx, { ...entry, ...by });
          },
          recordAll: (entries) => appendRecords(tx, entries, by),
          send: async () => {},
          later: async () => {},
        })
      ).id,
  );
}
