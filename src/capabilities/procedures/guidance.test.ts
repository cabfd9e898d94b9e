import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { readCatalogue } from './catalogue.ts';
import { faultsOfGuidance, guided } from './guidance.ts';
import type { ProcedureVersion } from './shape.ts';
import { shippedGround, shippedProcedures } from './shipped.ts';

const versions = readCatalogue(await shippedProcedures('37'), await shippedGround()).versions.map(
  ({ version }) => version,
);
const guidedOnes = versions.filter((one) => one.guidance !== undefined);

/** Every way through the questions. */
function waysOf(procedure: ProcedureVersion, answered: number[] = []): ReturnType<typeof guided>[] {
  const way = guided(procedure.guidance ?? [], answered);
  if (way.ended) return [way];
  const open = way.asked.at(-1)?.question.answers ?? [];
  return open.flatMap((_, at) => waysOf(procedure, [...answered, at]));
}

describe('the guidance of the shipped procedures', () => {
  test('is there for what communes are asked for most', () => {
    assert.deepEqual(
      [
        '1.001193',
        '1.000894',
        '1.004873',
        '1.000656',
        '2.000815',
        '1.004222',
        '1.004194',
        '1.014027',
        '1.001776',
      ].filter((code) => !guidedOnes.some((one) => one.code === code)),
      [],
    );
  });

  test('leads on every way to a case where there are cases, or to another procedure that is shipped', () => {
    for (const one of guidedOnes)
      for (const way of waysOf(one)) {
        if (way.procedure !== null)
          assert.ok(
            versions.some(({ code }) => code === way.procedure),
            `${one.code} → ${way.procedure}`,
          );
        else
          assert.equal(
            way.case !== null,
            one.cases.length > 0,
            `${one.code} ${JSON.stringify(way.asked.map(({ answer }) => answer))}`,
          );
      }
  });

  test('of a late birth registered by somebody else asks for the authority paper', () => {
    const birth = guidedOnes.find(({ code }) => code === '1.001193');
    assert.ok(birth);
    const way = guided(birth.guidance ?? [], [0, 0, 0, 1, 1]);
    assert.deepEqual([way.ended, way.case, way.needs], [true, 'qua-han', ['tp6']]);
  });
});

test('guidance that names what is not there, or leads back, is refused with its place', () => {
  const birth = guidedOnes.find(({ code }) => code === '1.001193');
  assert.ok(birth?.guidance);
  assert.deepEqual(faultsOfGuidance(birth), []);
  const first = birth.guidance[0];
  assert.ok(first);
  const wrong = {
    ...birth,
    guidance: [
      {
        ...first,
        answers: [
          { text: 'a', to: first.key },
          { text: 'b', case: 'khong-co', needs: ['tp1'] },
        ],
      },
    ],
  };
  assert.deepEqual(
    faultsOfGuidance(wrong).map(({ below }) => below),
    ['/0/answers/0/to', '/0/answers/1/case', '/0/answers/1/needs'],
  );
});
