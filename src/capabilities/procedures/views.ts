import { Type } from 'typebox';
import { Refusal } from '../../kernel/refusal.ts';
import { view } from '../../kernel/route.ts';
import type { Tx } from '../../kernel/tx.ts';
import { legalDay } from '../calendar/index.ts';
import { computeFee } from './fee.ts';
import { isImmediate } from './procedure.ts';
import { groupsByResidence, withResolutions } from './resolution-store.ts';
import { CHANNELS, GROUPS, LEVELS, ProcedureCode, ProcedureShape } from './shape.ts';
import { findSector, findVersion, getVersion, type StoredVersion } from './store.ts';
import { meantBy, synonyms } from './synonyms.ts';

const closed = { additionalProperties: false };
const Code = Type.String({ maxLength: 64 });
const Term = Type.Object({ unit: Type.String(), value: Type.Number() });

/** Words that everybody writes before what they mean, and that therefore say nothing. */
const EMPTY_WORDS = /^(thu tuc|toi muon|muon|xin|cach|can|de nghi|ho so|dang ky lam|lam thu tuc) (?=\S)/;

export const searchProcedures = view({
  name: 'procedures.search-procedures',
  summary:
    'Procedures in force today, found by code, by name or by everyday words, marks and slips of the pen aside',
  input: Type.Object(
    {
      q: Type.Optional(Type.String({ maxLength: 300 })),
      sector: Type.Optional(Code),
      level: Type.Optional(Type.Unsafe<(typeof LEVELS)[number]>(Type.Enum([...LEVELS]))),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
    },
    closed,
  ),
  output: Type.Object({
    total: Type.Integer(),
    items: Type.Array(
      Type.Object({
        code: Type.String(),
        versionId: Type.String(),
        name: Type.String(),
        sector: Type.String(),
        sectorName: Type.String(),
        level: Type.String(),
        term: Type.Union([Term, Type.Null()]),
        channels: Type.Array(Type.String()),
        fullProcess: Type.Boolean(),
        feeFrom: Type.Union([Type.Integer(), Type.Null()]),
        provenance: Type.String(),
      }),
    ),
  }),
  async run(tx, _actor, input, at) {
    const folded = await foldQuery(tx, input.q ?? '');
    const { rows } = await tx.query<FoundRow>({
      name: 'procedures.search',
      text: SEARCH,
      values: [
        legalDay(at),
        folded,
        folded.split(' '),
        input.sector ?? null,
        input.level ?? null,
        input.limit ?? 20,
        input.offset ?? 0,
      ],
    });
    return {
      total: rows[0]?.total ?? 0,
      items: rows
        .filter((row) => row.code !== null)
        .map((row) => ({
          code: row.code,
          versionId: row.id,
          name: row.name,
          sector: row.sector,
          sectorName: row.sector_name,
          level: row.level,
          term: row.term_unit === null ? null : { unit: row.term_unit, value: Number(row.term_value) },
          channels: row.channels,
          fullProcess: row.full_process,
          feeFrom: row.fee_from,
          provenance: row.provenance,
        })),
    };
  },
});

interface FoundRow {
  id: string;
  code: string;
  name: string;
  sector: string;
  sector_name: string;
  level: string;
  term_unit: string | null;
  term_value: string | null;
  channels: string[];
  full_process: boolean;
  fee_from: number | null;
  provenance: string;
  total: number;
}

/** What is typed, in the words of the catalogue. */
async function foldQuery(tx: Tx, text: string): Promise<string> {
  const { rows } = await tx.query<{ folded: string }>({
    name: 'procedures.fold',
    text: `select fold($1) as folded`,
    values: [text.slice(0, 300)],
  });
  let folded = (rows[0]?.folded ?? '')
    .replace(/[^a-z0-9. ]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  for (let shorter = ''; shorter !== folded; folded = folded.replace(EMPTY_WORDS, '')) shorter = folded;
  return meantBy(await synonyms(), folded);
}

// What people say (keywords) counts before what the law says (the name); a code is a code. Trigrams forgive a slip.
// Said by people and in the name counts a little more: "khai sinh" is registering a birth, not correcting one.
// Of equals, what the commune does and what people have many words for comes first: it is asked for most.
// The counting of all and the page come from one look, so that they agree; a page beyond the end keeps the total.
const SEARCH = `
  with s as materialized (
    select code, name, fold(name) as name_folded from sectors
  ), scored as (
    select v.*, s.name as sector_name,
      case when $2 = '' then 1 else greatest(
        case when v.code = $2 then 10 when $2 ~ '^[0-9]\\.[0-9]{2,}$' and v.code like $2 || '%' then 5 else 0 end,
        case when position($2 in v.name_folded) > 0 then 1.5
             when (select bool_and(position(' ' || w || ' ' in ' ' || v.name_folded || ' ') > 0)
                   from unnest($3::text[]) w) then 1.2
             else public.word_similarity($2, v.name_folded) end,
        (select max(case when k = $2 then 3
                         when length($2) >= 4 and position($2 in k) > 0 then 1.6
                         when length(k) >= 5 and position(k in $2) > 0 then 1.6 + public.similarity(k, $2) / 2
                         else public.similarity(k, $2) * 1.4 end)
         from unnest(v.keywords_folded) k),
        public.similarity(s.name_folded, $2) * 1.1
      ) + case when position($2 in v.name_folded) > 0 then 0.2 else 0 end end as score
    from procedure_versions v join s on s.code = v.sector
    where v.effective_from <= $1 and (v.effective_to is null or $1 < v.effective_to)
      and ($4::text is null or v.sector = $4) and ($5::text is null or v.level = $5)
  ), found as (
    select * from scored where score >= 0.5
  ), page as (
    select * from found
    order by score desc, level, cardinality(keywords_folded) desc, length(name), code limit $6 offset $7
  )
  select page.id, page.code, page.name, page.sector, page.sector_name, page.level, page.term_unit, page.term_value,
    page.channels, page.full_process, page.fee_from, page.provenance, counted.total
  from (select count(*)::integer as total from found) counted left join page on true
  order by page.score desc, page.level, cardinality(page.keywords_folded) desc, length(page.name), page.code`;

const Detail = Type.Object(
  {
    ...ProcedureShape.properties,
    versionId: Type.String(),
    sectorName: Type.String(),
    immediate: Type.Boolean(),
  },
  closed,
);

async function detail(tx: Tx, found: StoredVersion | null) {
  if (found === null) throw new Refusal('missing', 'procedure.unknown');
  const sector = await findSector(tx, found.procedure.sector);
  return {
    ...found.procedure,
    versionId: found.id,
    sectorName: sector?.name ?? found.procedure.sector,
    immediate: isImmediate(found.procedure),
  };
}

export const seeProcedure = view({
  name: 'procedures.see-procedure',
  summary: 'A procedure as it holds today, or one version of it: components, term, fees, form and process',
  input: Type.Object({ code: ProcedureCode, version: Type.Optional(Type.String({ maxLength: 40 })) }, closed),
  output: Detail,
  async run(tx, _actor, { code, version }, at) {
    if (version === undefined) {
      const today = legalDay(at);
      const holding = await findVersion(tx, code, today);
      // As it holds today: with what the province's resolutions say of its fees. A version asked for is shown as it was laid down.
      return detail(
        tx,
        holding && { ...holding, procedure: await withResolutions(tx, holding.procedure, today) },
      );
    }
    const found = await getVersion(tx, version);
    return detail(tx, found?.procedure.code === code ? found : null);
  },
});

export const listVersions = view({
  name: 'procedures.list-versions',
  summary: 'Every version of a procedure with its period, newest first',
  input: Type.Object({ code: ProcedureCode }, closed),
  output: Type.Array(
    Type.Object({
      versionId: Type.String(),
      name: Type.String(),
      effectiveFrom: Type.String(),
      effectiveTo: Type.Union([Type.String(), Type.Null()]),
      provenance: Type.String(),
      origin: Type.String(),
      loadedAt: Type.String(),
    }),
  ),
  async run(tx, _actor, { code }) {
    const { rows } = await tx.query<{
      id: string;
      name: string;
      effective_from: string;
      effective_to: string | null;
      provenance: string;
      origin: string;
      loaded_at: Date;
    }>(
      `select id, name, effective_from, effective_to, provenance, origin, loaded_at
       from procedure_versions where code = $1 order by effective_from desc`,
      [code],
    );
    if (rows.length === 0) throw new Refusal('missing', 'procedure.unknown');
    return rows.map((row) => ({
      versionId: row.id,
      name: row.name,
      effectiveFrom: row.effective_from,
      effectiveTo: row.effective_to,
      provenance: row.provenance,
      origin: row.origin,
      loadedAt: row.loaded_at.toISOString(),
    }));
  },
});

export const listSectors = view({
  name: 'procedures.list-sectors',
  summary: 'Sectors that have procedures in force today, with their number',
  input: Type.Object(
    { level: Type.Optional(Type.Unsafe<(typeof LEVELS)[number]>(Type.Enum([...LEVELS]))) },
    closed,
  ),
  output: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      division: Type.String(),
      department: Type.String(),
      count: Type.Integer(),
    }),
  ),
  async run(tx, _actor, { level }, at) {
    const { rows } = await tx.query<{
      code: string;
      name: string;
      division: string;
      department: string;
      count: number;
    }>(
      `select s.code, s.name, s.division, s.department, count(*)::integer as count
       from sectors s join procedure_versions v on v.sector = s.code
       where v.effective_from <= $1 and (v.effective_to is null or $1 < v.effective_to)
         and ($2::text is null or v.level = $2)
       group by s.code order by count desc, s.code`,
      [legalDay(at), level ?? null],
    );
    return rows;
  },
});

const Line = { key: Type.String(), name: Type.String(), why: Type.String() };
const FeeLineShape = Type.Object({
  ...Line,
  amount: Type.Integer(),
  full: Type.Integer(),
  due: Type.String(),
  evidence: Type.Union([Type.String(), Type.Null()]),
});

export const computeFeeView = view({
  name: 'procedures.compute-fee',
  summary: 'What an applicant would pay, line by line with the reason; amounts in dong',
  input: Type.Object(
    {
      code: ProcedureCode,
      version: Type.Optional(Type.String({ maxLength: 40 })),
      channel: Type.Optional(Type.Unsafe<(typeof CHANNELS)[number]>(Type.Enum([...CHANNELS]))),
      case: Type.Optional(Code),
      groups: Type.Optional(
        Type.Array(Type.Unsafe<(typeof GROUPS)[number]>(Type.Enum([...GROUPS])), { maxItems: 20 }),
      ),
      copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      pages: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      /** The commune in which the applicant lives: some are freed by it. */
      unit: Type.Optional(Type.String({ maxLength: 10 })),
    },
    closed,
  ),
  output: Type.Object({
    lines: Type.Array(FeeLineShape),
    undecided: Type.Array(Type.Object(Line)),
    total: Type.Integer(),
  }),
  async run(tx, _actor, input, at) {
    const found =
      input.version === undefined
        ? await findVersion(tx, input.code, legalDay(at))
        : await getVersion(tx, input.version);
    if (found?.procedure.code !== input.code) throw new Refusal('missing', 'procedure.unknown');
    const today = legalDay(at);
    const procedure =
      input.version === undefined ? await withResolutions(tx, found.procedure, today) : found.procedure;
    return computeFee(procedure, {
      channel: input.channel ?? 'counter',
      case: input.case ?? null,
      groups: [...(input.groups ?? []), ...(await groupsByResidence(tx, input.unit ?? null, today))],
      copies: input.copies ?? 1,
      pages: input.pages ?? 1,
      on: today,
    });
  },
});
