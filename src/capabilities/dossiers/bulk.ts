import { Type } from 'typebox';
import type { AnyAct } from '../../kernel/act.ts';
import { view } from '../../kernel/route.ts';
import { legalDay } from '../calendar/index.ts';
import { dutiesAt } from '../people/index.ts';
import { getVersions, stepsAfter } from '../procedures/index.ts';
import { approveDossier } from './acts/approve-dossier.ts';
import { assignDossier } from './acts/assign-dossier.ts';
import { completeStep } from './acts/complete-step.ts';
import { returnResult } from './acts/return-result.ts';
import { openActs } from './acts-open.ts';
import { circumstanceOf } from './course.ts';
import type { Dossier } from './dossier.ts';
import { scopeOf, scopeValues, withinScope } from './scope.ts';
import { openByOfficial } from './store.ts';

/** How many dossiers one bulk act may take. */
export const BULK_LIMIT = 100;

/** The acts that may be done to many dossiers at once: those that lead on and ask the same of each. */
export const BULK_ACTS: readonly AnyAct[] = [assignDossier, completeStep, approveDossier, returnResult];

export const previewBulk = view({
  name: 'dossiers.list-dossiers',
  summary: 'Which acts are open on which of these dossiers, before they are done to many at once.',
  input: Type.Object(
    {
      ids: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: BULK_LIMIT }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    dossiers: Type.Array(
      Type.Object({
        id: Type.String(),
        version: Type.Integer(),
        code: Type.String(),
        applicantName: Type.String(),
        procedureName: Type.String(),
        returnBy: Type.String(),
      }),
    ),
    acts: Type.Array(
      Type.Object({
        name: Type.String(),
        title: Type.String(),
        tells: Type.String(),
        ids: Type.Array(Type.String()),
      }),
    ),
    /** Who may be given all those that can be assigned; empty when they lie in different divisions. */
    assignable: Type.Array(
      Type.Object({ officialId: Type.String(), name: Type.String(), open: Type.Integer() }),
    ),
  }),
  async run(tx, actor, input, at) {
    const ids = [...new Set(input.ids)];
    const { rows } = await tx.query<{ body: Dossier }>(
      `select d.body from dossiers d where d.id = any($5) and ${withinScope(1)}`,
      [...scopeValues(scopeOf(actor, 'dossiers.see-dossier')), ids],
    );
    const found = new Map(rows.map(({ body }) => [body.id, body]));
    const dossiers = ids.flatMap((id) => found.get(id) ?? []);
    const versions = await getVersions(tx, [
      ...new Set(dossiers.map((dossier) => dossier.procedureVersionId)),
    ]);
    const names = new Set(BULK_ACTS.map((act) => act.name as string));
    const acts = new Map<string, { name: string; title: string; tells: string; ids: string[] }>();
    const places = new Set<string>();
    for (const dossier of dossiers) {
      const process = versions.get(dossier.procedureVersionId)?.procedure.process;
      const here = process?.steps.find((step) => step.key === dossier.step?.key) ?? null;
      const next =
        process === undefined || here === null
          ? null
          : (stepsAfter(process, here.key, circumstanceOf(dossier))[0] ?? null);
      for (const { name, title, tells } of openActs(dossier, here, next, actor, at)) {
        if (!names.has(name)) continue;
        const one = acts.get(name) ?? { name, title, tells, ids: [] };
        if (!one.ids.includes(dossier.id)) one.ids.push(dossier.id);
        acts.set(name, one);
        if (name === 'dossiers.assign-dossier') places.add(dossier.step?.agencyId ?? '');
      }
    }
    const [place] = places;
    const duties = places.size === 1 ? await dutiesAt(tx, place ?? '', legalDay(at)) : [];
    const specialists = duties.filter((duty) => duty.role === 'specialist');
    const load = await openByOfficial(
      tx,
      specialists.map((duty) => duty.officialId),
    );
    return {
      dossiers: dossiers.map((dossier) => ({
        id: dossier.id,
        version: dossier.version,
        code: dossier.code ?? dossier.trackingCode,
        applicantName: dossier.applicantName,
        procedureName: dossier.procedureName,
        returnBy: dossier.returnBy,
      })),
      acts: [...acts.values()].map((act) => ({
        ...act,
        // Of several, the way ahead is not one and the same.
        tells:
          act.name === 'dossiers.complete-step' ? 'Mỗi hồ sơ chuyển sang bước tiếp theo của nó.' : act.tells,
      })),
      assignable: specialists.map((duty) => ({
        officialId: duty.officialId,
        name: duty.name,
        open: load.get(duty.officialId) ?? 0,
      })),
    };
  },
});
