import { Type } from 'typebox';
import { act } from '../../../kernel/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { inheritOfficeHours, legalDay } from '../../calendar/index.ts';
import { transferDossiers } from '../../dossiers/index.ts';
import { transferMoney } from '../../payments/index.ts';
import { moveDuties, moveHomes, type Person, type PersonChange, personsIn } from '../../people/index.ts';
import { inheritFeeAreas } from '../../procedures/index.ts';
import { appendRecords } from '../../record/index.ts';
import { transferReports } from '../../reports/index.ts';
import { transferSheets } from '../../rounds/index.ts';
import {
  type Consequences,
  consequencesOf,
  provinceMapOn,
  saveReorganised,
  wayOfAddress,
} from '../../units/index.ts';
import { provincePlace } from '../place.ts';
import { endReorganisation, lockMap, lockReorganisation, type Reorganisation } from '../store.ts';

/** "Nghị quyết số 12/NQ-UBTVQH16 ngày 01/12/2026" as it stands on papers and in the story of a dossier. */
export const basisInWords = (one: Pick<Reorganisation, 'basisNumber' | 'basisDate'>) =>
  `${one.basisNumber} ngày ${one.basisDate.split('-').reverse().join('/')}`;

/**
 * Its day has come: map, agencies, duties, addresses and open dossiers change together, in one transaction. Done by the
 * clock right after midnight; a second time finds it done. New agencies begin their numbers anew, since numbers are
 * counted by agency; a renamed one goes on counting.
 */
export const carryOutReorganisation = act({
  name: 'reorganising.carry-out-reorganisation',
  summary:
    'Carry out a planned reorganisation whose day has come: the map, duties, addresses and open dossiers.',
  input: Type.Object({ id: Type.String({ maxLength: 60 }) }, { additionalProperties: false }),
  output: Type.Object({
    done: Type.Boolean(),
    dossiers: Type.Integer(),
    finished: Type.Integer(),
    duties: Type.Integer(),
    persons: Type.Integer(),
    agencies: Type.Integer(),
    /** Refunds under way and orders that wait. */
    money: Type.Optional(Type.Integer()),
    /** Reports and sheets of rounds that somebody else finishes. */
    reports: Type.Optional(Type.Integer()),
    feeAreas: Type.Optional(Type.Integer()),
  }),
  async target(tx, input) {
    await lockMap(tx);
    return { ...(await provincePlace(tx)), reorganisation: await lockReorganisation(tx, input.id) };
  },
  async run(tx, actor, input, { reorganisation, bodyIds }, now) {
    const nothing = { dossiers: 0, finished: 0, duties: 0, persons: 0, agencies: 0 };
    if (reorganisation.state === 'done') return { done: false, ...(reorganisation.moved ?? nothing) };
    if (reorganisation.state === 'cancelled')
      throw new Refusal('conflict', 'reorganisation.state', { state: reorganisation.state });
    const { effectiveOn: day, plan } = reorganisation;
    if (day > legalDay(now.at)) throw new Refusal('conflict', 'reorganisation.too-early', { day });
    // A province's move may take longer than a click.
    await tx.query('set local statement_timeout = 0');
    const basis = basisInWords(reorganisation);
    const by = { act: this.name, actor, at: now.at, from: now.from };
    const map = await provinceMapOn(tx, day);
    const made = consequencesOf(plan, map);
    await saveReorganised(tx, made, map, { id: input.id, day, basis });
    const ending = new Set(made.agenciesEnding);
    const leaving = made.rest.moves.filter((move) => ending.has(move.from));
    const begun = new Set(made.agenciesBegun.map((agency) => agency.id));
    const first = plan.from[0] ?? '';
    await inheritOfficeHours(
      tx,
      made.ways
        .flatMap((way) => way.moves)
        .filter(
          (move) =>
            begun.has(move.to) &&
            map.agencies.some((one) => one.id === move.from && (one.unitCode === first || one.id === first)),
        ),
      day,
      basis,
    );
    const duties = await moveDuties(tx, leaving, day, basis);
    await appendRecords(
      tx,
      duties.map(({ officialId, role, to }) => ({
        subjectKind: 'official',
        subjectId: officialId,
        change: { type: 'duty-moved', role, agencyId: to, from: day, legalBasis: basis },
      })),
      by,
    );
    const homes = homesIn(await personsIn(tx, plan.of === 'commune' ? plan.from : []), made);
    await moveHomes(tx, homes, now.at);
    await appendRecords(
      tx,
      homes.map(({ person }) => {
        const { id, ...stated } = person;
        const change: PersonChange = { type: 'person-stated', person: stated };
        return { subjectKind: 'person', subjectId: id, change, onBehalfOf: id };
      }),
      by,
    );
    const dossiers = await transferDossiers(
      tx,
      { ways: made.ways, rest: made.rest, day, basis, successors: made.successors },
      by,
    );
    const moved = {
      dossiers: dossiers.moved,
      finished: dossiers.kept,
      duties: duties.length,
      persons: homes.length,
      agencies: made.agenciesBegun.length + made.agenciesEnding.length + made.agenciesRenamed.length,
      money: await transferMoney(
        tx,
        made.ways.flatMap((way) => way.moves.map((move) => move.from)),
        made.successors,
      ),
      reports: (await transferReports(tx, made.successors)) + (await transferSheets(tx, made.successors)),
      feeAreas: await inheritFeeAreas(
        tx,
        made.unitsBegun.map((unit) => ({ to: unit.code, from: plan.from })),
        made.unitsEnding,
        day,
        basis,
      ),
    };
    await endReorganisation(tx, input.id, { state: 'done', at: now.at, moved });
    const concerned = [
      ...new Set([...bodyIds, ...made.ways.flatMap((way) => way.moves.map((move) => move.toBody))]),
    ];
    await now.record({
      subjectKind: 'agency',
      subjectId: bodyIds[0] ?? '',
      change: { type: 'reorganised', id: input.id, day, basis, plan, moved },
      bodyIds: concerned,
    });
    return { done: true, ...moved };
  },
});

/** Where the persons of the old units live from now on, each with what is known of them as it then is. */
function homesIn(persons: readonly Person[], made: Consequences) {
  return persons.flatMap((person) => {
    const unitCode = (wayOfAddress(made.ways, person.address) ?? made.rest).unitCode;
    if (unitCode === null || unitCode === person.unitCode) return [];
    return [{ id: person.id, unitCode, person: { ...person, unitCode } }];
  });
}
