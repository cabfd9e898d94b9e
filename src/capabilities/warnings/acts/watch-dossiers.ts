import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { legalDay, loadCalendar } from '../../calendar/index.ts';
import type { Dossier } from '../../dossiers/index.ts';
import { partOfKey, pointsOf, type Warned } from '../points.ts';
import { warningRules } from '../rules.ts';
import { addWarnings, changedDossiers, officialsAt, replacePoints, takeDuePoints } from '../store.ts';

/** Dossiers in one transaction. */
const BATCH = 1000;

export const watchDossiers = act({
  name: 'warnings.watch-dossiers',
  summary:
    'Reckon when changed dossiers will be late, warn of those whose time has come, clear what was dealt with.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({ warned: Type.Integer(), cleared: Type.Integer(), more: Type.Boolean() }),
  target: nowhere,
  async run(tx, _actor, _input, _target, now) {
    const rules = await warningRules();
    const today = legalDay(now.at);
    const calendar = await loadCalendar(tx, null, today);
    const changed = await changedDossiers(tx, BATCH);
    const cleared = await replacePoints(
      tx,
      changed.map((dossier) => ({ dossier, points: pointsOf(dossier, rules, calendar) })),
      now.at,
    );
    const due = await takeDuePoints(tx, now.at, BATCH);
    const officials = await officialsAt(
      tx,
      [...new Set(due.flatMap(({ dossier }) => agenciesOf(dossier)))],
      today,
    );
    const at = (agencyId: string | undefined, role: string) =>
      agencyId === undefined ? [] : (officials.get(`${agencyId} ${role}`) ?? []);
    const warnings = due.flatMap(({ dossier, rule, key }) => {
      const to = rules.find((one) => one.key === rule)?.to ?? [];
      const who = new Set(to.flatMap((warned) => officialsOf(dossier, warned, key, at)));
      // A place that nobody holds must not swallow the warning.
      if (who.size === 0) for (const id of officialsOf(dossier, 'leader', key, at)) who.add(id);
      return [...who].map((officialId) => ({ dossierId: dossier.id, rule, key, officialId }));
    });
    const warned = await addWarnings(tx, warnings, now.at);
    if (warned > 0 || cleared.length > 0)
      await now.record({
        subjectKind: 'system',
        subjectId: 'warnings',
        change: { type: 'warned', warned, cleared: cleared.length },
        bodyIds: [
          ...new Set(
            [...due.map(({ dossier }) => dossier), ...changed].flatMap((dossier) => [
              dossier.receivingBodyId,
              dossier.competentBodyId,
              ...dossier.parts.map((part) => part.bodyId),
            ]),
          ),
        ],
      });
    return { warned, cleared: cleared.length, more: changed.length === BATCH || due.length === BATCH };
  },
});

/** Who answers at an asked agency when nobody is named: as the permission table has it. */
const ANSWERING = ['specialist', 'division-head', 'leader'];

/** Everywhere that somebody may have to be warned of it. */
function agenciesOf(dossier: Dossier): string[] {
  return [
    dossier.competentBodyId,
    dossier.receivingBodyId,
    dossier.centreId,
    ...(dossier.step === null ? [] : [dossier.step.agencyId]),
    ...dossier.parts.flatMap((part) => [part.agencyId, part.bodyId]),
  ];
}

function officialsOf(
  dossier: Dossier,
  warned: Warned,
  key: string,
  at: (agencyId: string | undefined, role: string) => string[],
): string[] {
  const { step } = dossier;
  switch (warned) {
    case 'holder':
      if (step === null) return [];
      return step.officialId === null ? at(step.agencyId, step.role) : [step.officialId];
    case 'head':
      return at(step?.agencyId, 'division-head');
    case 'leader':
      return at(dossier.competentBodyId, 'leader');
    case 'receptionist':
      return at(dossier.centreId, 'receptionist');
    case 'asker': {
      const part = partOfKey(dossier, key);
      return part === undefined ? [] : [part.askedBy];
    }
    case 'asked': {
      const part = partOfKey(dossier, key);
      if (part === undefined) return [];
      if (part.officialId !== null) return [part.officialId];
      const roles = part.role === null ? ANSWERING : ['division-head', part.role];
      const there = roles.flatMap((role) => at(part.agencyId, role));
      // Nobody of the asked division is on duty: its own leaders, not those of whoever asks.
      return there.length > 0 ? there : at(part.bodyId, 'leader');
    }
  }
}
