import { Type } from 'typebox';
import { view } from '../../kernel/route.ts';
import { legalDay } from '../calendar/index.ts';
import { holdsOn, ResolutionShape } from './resolution.ts';
import { AREA_KINDS, feeAreaOf, listFeeAreas, listKeptResolutions } from './resolution-store.ts';

const AreaShape = Type.Object({
  unitCode: Type.String(),
  kind: Type.String(),
  kindName: Type.String(),
  effectiveFrom: Type.String(),
  effectiveTo: Type.Union([Type.String(), Type.Null()]),
  source: Type.String(),
});

export const listResolutions = view({
  name: 'procedures.list-resolutions',
  summary: 'The resolutions on fees and the communes whose residents are free of some, with their periods.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({
    resolutions: Type.Array(
      Type.Object({
        resolution: ResolutionShape,
        version: Type.Integer(),
        savedAt: Type.String(),
        holds: Type.Boolean(),
      }),
    ),
    areas: Type.Array(Type.Object({ ...AreaShape.properties, unitName: Type.String() })),
  }),
  async run(tx, _actor, _input, at) {
    const today = legalDay(at);
    return {
      resolutions: (await listKeptResolutions(tx)).map((one) => ({
        ...one,
        holds: holdsOn(one.resolution, today),
      })),
      areas: (await listFeeAreas(tx)).map((area) => ({ ...area, kindName: AREA_KINDS[area.kind] })),
    };
  },
});

export const seeFeeArea = view({
  name: 'procedures.see-fee-area',
  summary:
    'Whether residents of a commune count as living in one of special hardship, border or island today.',
  input: Type.Object({ unit: Type.String({ maxLength: 10 }) }, { additionalProperties: false }),
  output: Type.Object({ area: Type.Union([AreaShape, Type.Null()]) }),
  async run(tx, _actor, { unit }, at) {
    const area = await feeAreaOf(tx, unit, legalDay(at));
    return { area: area === null ? null : { ...area, kindName: AREA_KINDS[area.kind] } };
  },
});
