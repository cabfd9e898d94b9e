import { Type } from 'typebox';
import { act, nowhere } from '../../../kernel/act.ts';
import { invalid } from '../../../kernel/refusal.ts';
import { isDay } from '../form.ts';
import { AREA_KINDS, type AreaKind, putFeeArea } from '../resolution-store.ts';
import { LegalDay } from '../shape.ts';

export const saveFeeArea = act({
  name: 'procedures.save-fee-area',
  summary:
    'Say that a commune counts as one of special hardship, border or island for fees, from when until when.',
  input: Type.Object(
    {
      unitCode: Type.String({ pattern: '^\\d{5}$' }),
      kind: Type.Unsafe<AreaKind>(Type.Enum(Object.keys(AREA_KINDS))),
      effectiveFrom: LegalDay,
      effectiveTo: Type.Union([LegalDay, Type.Null()]),
      source: Type.String({ minLength: 3, maxLength: 500 }),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({ unitCode: Type.String() }),
  target: nowhere,
  async run(tx, _actor, input, _target, now) {
    for (const path of ['effectiveFrom', 'effectiveTo'] as const) {
      const day = input[path];
      if (day !== null && !isDay(day))
        throw invalid('input.invalid', { path: `/${path}`, code: 'date.impossible' });
    }
    if (input.effectiveTo !== null && input.effectiveTo <= input.effectiveFrom)
      throw invalid('input.invalid', { path: '/effectiveTo', code: 'date.order' });
    await putFeeArea(tx, input);
    await now.record({
      subjectKind: 'procedure',
      subjectId: `fee-area:${input.unitCode}`,
      change: { type: 'fee-area-saved', ...input },
    });
    return { unitCode: input.unitCode };
  },
});
