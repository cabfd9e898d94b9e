import type { Tx } from '../../kernel/tx.ts';
import { type Definitions, type DefinitionsFile, joined } from './definitions.ts';
import type { Form } from './form.ts';
import type { Indicator } from './indicator.ts';
import { shippedDefinitions } from './shipped.ts';

/** Every indicator and form that holds somewhen: those shipped, and over them what the province loaded. */
export async function definitionsOf(tx: Tx): Promise<Definitions> {
  const { rows } = await tx.query<{ kind: 'indicator' | 'form'; body: unknown }>({
    name: 'figure-definitions',
    text: 'select kind, body from figure_definitions order by kind, code, effective_from',
  });
  const shipped = await shippedDefinitions();
  if (rows.length === 0) return shipped;
  const own = (kind: string) => rows.filter((row) => row.kind === kind).map((row) => row.body);
  return joined(shipped, {
    indicators: own('indicator') as Indicator[],
    forms: own('form') as Form[],
  });
}

/** Two imports wait for each other: each is judged with what the other leaves. */
export async function lockDefinitions(tx: Tx): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtext('figures.import-definitions'), hashtext(current_schema()))`,
  );
}

export async function saveDefinitions(
  tx: Tx,
  { indicators, forms }: DefinitionsFile,
  origin: string,
  at: Date,
): Promise<void> {
  const rows = [
    ...indicators.map((body) => ({ kind: 'indicator', code: body.code, effective_from: body.since, body })),
    ...forms.map((body) => ({ kind: 'form', code: body.code, effective_from: body.effectiveFrom, body })),
  ];
  await tx.query(
    `insert into figure_definitions (kind, code, effective_from, body, origin, loaded_at)
     select r.kind, r.code, r.effective_from, r.body, $2, $3
     from jsonb_to_recordset($1::jsonb) as r (kind text, code text, effective_from date, body jsonb)
     on conflict (kind, code, effective_from) do update set body = excluded.body, origin = excluded.origin, loaded_at = excluded.loaded_at`,
    [JSON.stringify(rows), origin, at],
  );
}
