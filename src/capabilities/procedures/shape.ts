import { type Static, Type } from 'typebox';

/**
 * The shape of a procedure as the catalogue holds it, the importer reads it and the API answers it: one definition,
 * from which the types are taken. Rules that a shape cannot say are in `procedure.ts`, `form.ts` and `process.ts`.
 */

const closed = { additionalProperties: false };
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength });
const OneOf = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.Enum([...values]));
const Key = Type.String({ pattern: '^[a-z][A-Za-z0-9-]{0,63}$' });
export const LegalDay = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const ProcedureCode = Type.String({ pattern: '^\\d\\.\\d{6}$' });

export const CHANNELS = ['online', 'counter', 'post'] as const;
export const LEVELS = ['commune', 'province'] as const;
export const APPLICANT_KINDS = [
  'citizen',
  'overseas-vietnamese',
  'foreigner',
  'organisation',
  'enterprise',
  'foreign-invested-enterprise',
  'foreign-organisation',
  'cooperative',
  'household-business',
  'official',
  'party-member',
  'party-organisation',
] as const;

/** Who decides, by task and not by name: the units of a province say which agency has the task there. */
export const COMPETENT_BODIES = [
  'commune-committee',
  'commune-police',
  'province-committee',
  'province-office',
  'department-justice',
  'department-home-affairs',
  'department-finance',
  'department-industry-trade',
  'department-agriculture-environment',
  'department-construction',
  'department-science-technology',
  'department-education-training',
  'department-health',
  'department-culture-sport',
  'department-tourism',
  'province-inspectorate',
  'land-registry',
  'industrial-zones-authority',
  'province-police',
] as const;

/** The division of the People's Committee of a commune that handles a sector (Decree 150/2025). */
export const COMMUNE_DIVISIONS = ['office', 'economy', 'culture-society', 'police'] as const;

export const TERM_UNITS = ['working-day', 'calendar-day', 'working-hour', 'same-day'] as const;
export const GROUPS = [
  'everyone',
  'merit',
  'poor',
  'near-poor',
  'disabled',
  'child',
  'orphan',
  'elderly',
  'remote',
] as const;
export const PROVENANCES = ['verified', 'mixed', 'recalled', 'province'] as const;
export const DOUBTS = [
  'term-recalled',
  'term-unknown',
  'term-by-channel',
  'fees-recalled',
  'fees-unknown',
  'components-recalled',
  'components-unknown',
  'components-shortened',
  'results-recalled',
  'legal-basis-recalled',
  'name-recalled',
  'code-recalled',
  'form-general',
  'process-general',
  'service-level-assumed',
  'competence-assumed',
  'channels-assumed',
  'border-only',
  'police-system',
  'several-levels',
] as const;

export const TermShape = Type.Object(
  {
    unit: OneOf(TERM_UNITS),
    value: Type.Number({ minimum: 0, maximum: 1000 }),
    /** When this term and not another holds, in words. */
    condition: Type.Optional(Text(500)),
    case: Type.Optional(Key),
    channels: Type.Optional(Type.Array(OneOf(CHANNELS), { minItems: 1 })),
  },
  closed,
);

export const FeeShape = Type.Object(
  {
    key: Key,
    name: Text(500),
    /** In dong; null when the catalogue does not know it: the province's council decides, or the source is silent. */
    amount: Type.Union([Type.Integer({ minimum: 0, maximum: 10_000_000_000 }), Type.Null()]),
    per: OneOf(['dossier', 'page', 'copy', 'case'] as const),
    /** For `page`: pages beyond `firstPages` of a copy cost `furtherAmount`; a copy never costs more than `cap`. */
    firstPages: Type.Optional(Type.Integer({ minimum: 1 })),
    furtherAmount: Type.Optional(Type.Integer({ minimum: 0 })),
    cap: Type.Optional(Type.Integer({ minimum: 0 })),
    channels: Type.Optional(Type.Array(OneOf(CHANNELS), { minItems: 1 })),
    case: Type.Optional(Key),
    setBy: OneOf(['state', 'province-council', 'unknown'] as const),
    note: Type.Optional(Text(500)),
    /** When it is to be paid: with the filing (so when absent), or while the dossier is handled, once it is asked for. */
    due: Type.Optional(OneOf(['receipt', 'handling'] as const)),
    /** The legal source of the amount, where it is another than the procedure's own. */
    basis: Type.Optional(Text(300)),
  },
  closed,
);

export const ReductionShape = Type.Object(
  {
    group: OneOf(GROUPS),
    kind: OneOf(['exempt', 'percent', 'amount'] as const),
    /** Percent taken off, or dong taken off; 0 for `exempt`. */
    value: Type.Number({ minimum: 0 }),
    legalBasis: Text(300),
    /** The fees it touches; all when absent. */
    fees: Type.Optional(Type.Array(Key, { minItems: 1 })),
    channels: Type.Optional(Type.Array(OneOf(CHANNELS), { minItems: 1 })),
    from: Type.Optional(LegalDay),
    /** The first day on which it no longer holds. */
    to: Type.Optional(LegalDay),
    /** The paper that shows it, where another than the group's usual one is asked. */
    evidence: Type.Optional(Text(300)),
  },
  closed,
);

export const ComponentShape = Type.Object(
  {
    key: Key,
    name: Text(2000),
    original: Type.Integer({ minimum: 0, maximum: 99 }),
    copy: Type.Integer({ minimum: 0, maximum: 99 }),
    /** Papers that are only shown are not taken in nor digitised (Circular 03/2025, art. 5). */
    mode: OneOf(['submit', 'present'] as const),
    /** Asked only of some applicants: its absence alone does not make a dossier incomplete. */
    conditional: Type.Boolean(),
    case: Type.Optional(Key),
    channels: Type.Optional(Type.Array(OneOf(CHANNELS), { minItems: 1 })),
    form: Type.Optional(Text(200)),
  },
  closed,
);

export const CaseShape = Type.Object({ key: Key, name: Text(2000) }, closed);
export const ResultShape = Type.Object(
  { name: Text(1000), code: Type.Union([Text(60), Type.Null()]) },
  closed,
);

export const ShowWhenShape = Type.Object(
  { question: Key, is: Type.Array(Type.Union([Type.String(), Type.Boolean()]), { minItems: 1 }) },
  closed,
);

export const QUESTION_KINDS = [
  'text',
  'long-text',
  'choice',
  'yes-no',
  'date',
  'past-date',
  'number',
  'money',
  'personal-id',
  'tax-code',
  'phone',
  'email',
  'unit-address',
] as const;

export const QuestionShape = Type.Object(
  {
    type: OneOf(['string', 'number', 'integer', 'boolean', 'object'] as const),
    title: Text(300),
    enum: Type.Optional(Type.Array(Text(100), { minItems: 1 })),
    /** For promises: only yes will do. */
    const: Type.Optional(Type.Literal(true)),
    format: Type.Optional(OneOf(['date'] as const)),
    pattern: Type.Optional(Text(300)),
    minLength: Type.Optional(Type.Integer({ minimum: 0 })),
    maxLength: Type.Optional(Type.Integer({ minimum: 1 })),
    minimum: Type.Optional(Type.Number()),
    maximum: Type.Optional(Type.Number()),
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    required: Type.Optional(Type.Array(Type.String())),
    additionalProperties: Type.Optional(Type.Boolean()),
    'x-kind': OneOf(QUESTION_KINDS),
    'x-group': Key,
    'x-enum-names': Type.Optional(Type.Array(Text(300))),
    'x-hint': Type.Optional(Text(500)),
    'x-example': Type.Optional(Text(200)),
    'x-width': Type.Optional(OneOf(['short', 'half', 'full'] as const)),
    'x-show-when': Type.Optional(ShowWhenShape),
    /** What the signed-in person's data may fill in beforehand. */
    'x-from': Type.Optional(
      OneOf(['fullName', 'personalId', 'birthDate', 'sex', 'phone', 'email', 'address'] as const),
    ),
  },
  closed,
);

const Condition = Type.Object({
  if: Type.Object({
    properties: Type.Record(
      Type.String(),
      Type.Object({ enum: Type.Array(Type.Union([Type.String(), Type.Boolean()])) }),
    ),
    required: Type.Array(Key),
  }),
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: Type.Object({ required: Type.Array(Key) }),
});

export const FormShape = Type.Object(
  {
    type: Type.Literal('object'),
    title: Type.Optional(Text(300)),
    properties: Type.Record(Type.String(), QuestionShape),
    required: Type.Array(Key),
    allOf: Type.Optional(Type.Array(Condition)),
    additionalProperties: Type.Literal(false),
    'x-groups': Type.Array(
      Type.Object({ key: Key, title: Text(200), hint: Type.Optional(Text(500)) }, closed),
      { minItems: 1 },
    ),
  },
  closed,
);

export const STEP_ROLES = ['receptionist', 'division-head', 'specialist', 'leader', 'clerk'] as const;
export const STEP_PLACES = ['centre', 'division', 'leadership', 'office'] as const;
/** The last two are done by the system: it tells the applicant, or it waits until the step's share has passed. */
export const STEP_ACTS = [
  'receive',
  'assign',
  'appraise',
  'submit',
  'approve',
  'issue',
  'return',
  'notify',
  'wait',
] as const;

const Amount = Type.Integer({ minimum: 0, maximum: 10_000_000_000 });

/** One thing that a way may ask of a dossier. The list is closed: a process holds data, never code. */
export const TestShape = Type.Union([
  Type.Object({ of: Type.Literal('case'), is: Type.Array(Key, { minItems: 1, maxItems: 40 }) }, closed),
  Type.Object({ of: Type.Literal('channel'), is: Type.Array(OneOf(CHANNELS), { minItems: 1 }) }, closed),
  Type.Object(
    {
      of: Type.Literal('answer'),
      question: Key,
      is: Type.Array(Type.Union([Type.String({ maxLength: 200 }), Type.Boolean()]), {
        minItems: 1,
        maxItems: 40,
      }),
    },
    closed,
  ),
  /** A number answered: `atLeast` counts in, `below` does not. */
  Type.Object(
    {
      of: Type.Literal('number'),
      question: Key,
      atLeast: Type.Optional(Type.Number()),
      below: Type.Optional(Type.Number()),
    },
    closed,
  ),
  /** The fee of the whole dossier, in dong. */
  Type.Object(
    { of: Type.Literal('fee'), atLeast: Type.Optional(Amount), below: Type.Optional(Amount) },
    closed,
  ),
  /** What was decided; before the decision it is neither. */
  Type.Object(
    { of: Type.Literal('outcome'), is: Type.Array(OneOf(['approved', 'refused'] as const), { minItems: 1 }) },
    closed,
  ),
]);

/** A part of a step that runs beside the step's other parts; the dossier goes on when all are done. */
export const StepPartShape = Type.Object(
  {
    key: Key,
    name: Text(200),
    /** Who must be there for it; whoever prepares or decides in that agency may answer. */
    role: OneOf(['specialist', 'division-head', 'leader'] as const),
    /** The division of the competent body that has it; the sector's own when none is said. */
    division: Type.Optional(OneOf(COMMUNE_DIVISIONS)),
    /** Of the whole term, like a step's: never more than the share of its step. */
    share: Type.Number(),
  },
  closed,
);

export const StepShape = Type.Object(
  {
    key: Key,
    name: Text(200),
    /** One of STEP_ROLES, or `system` for what the system does. */
    role: Type.String(),
    place: OneOf(STEP_PLACES),
    /** At the place `division`: this one, instead of the one that the sector belongs to. */
    division: Type.Optional(OneOf(COMMUNE_DIVISIONS)),
    act: OneOf(STEP_ACTS),
    /** Its part of the whole term: 0.25 of 10 working days are 20 working hours. */
    share: Type.Number(),
    parts: Type.Optional(Type.Array(StepPartShape, { minItems: 1, maxItems: 8 })),
    /** What a `notify` step tells the applicant. */
    message: Type.Optional(Text(500)),
    /**
     * Where it goes from here. A way with `if` is taken when all its tests hold, the first such before any other; the
     * ways without are for every other dossier, and of several whoever completes the step chooses.
     */
    next: Type.Array(
      Type.Object(
        {
          to: Type.String(),
          when: Type.Optional(Text(300)),
          if: Type.Optional(Type.Array(TestShape, { minItems: 1, maxItems: 6 })),
        },
        closed,
      ),
    ),
  },
  closed,
);

export const ProcessShape = Type.Object(
  {
    name: Text(300),
    /** The decision that approves it; null for the general processes that the product ships. */
    decision: Type.Union([Text(200), Type.Null()]),
    steps: Type.Array(StepShape, { minItems: 1, maxItems: 40 }),
  },
  closed,
);

/** One procedure among those that a linked procedure does at once: which, after which others, what goes on to it. */
export const LinkShape = Type.Object(
  {
    key: Key,
    name: Text(300),
    /** The procedure whose dossier is made; absent for what a body does outside this system. */
    procedure: Type.Optional(ProcedureCode),
    /** Who does it outside this system, as it stands on the screen. */
    outside: Type.Optional(Text(300)),
    /** The case of that procedure. */
    case: Type.Optional(Key),
    /** What must have succeeded before; when one of these did not, this is dropped. */
    after: Type.Array(Key, { maxItems: 10 }),
    /** Whose result goes on as which component (`other` when the procedure lists none for it). */
    brings: Type.Optional(Type.Array(Type.Object({ from: Key, as: Key }, closed), { maxItems: 10 })),
  },
  closed,
);

/** One question, and where each answer leads: on to another question, to a case, to conditional components, or away. */
export const GuidanceQuestionShape = Type.Object(
  {
    key: Key,
    ask: Text(300),
    hint: Type.Optional(Text(300)),
    answers: Type.Array(
      Type.Object(
        {
          text: Text(300),
          /** The next question; without one the guidance ends here. */
          to: Type.Optional(Key),
          /** The case of this procedure that it means. */
          case: Type.Optional(Key),
          /** Conditional components that are asked for then. */
          needs: Type.Optional(Type.Array(Key, { maxItems: 20 })),
          /** What one wants is another procedure. */
          procedure: Type.Optional(ProcedureCode),
        },
        closed,
      ),
      { minItems: 2, maxItems: 12 },
    ),
  },
  closed,
);
export type GuidanceQuestion = Static<typeof GuidanceQuestionShape>;

export const ProcedureShape = Type.Object(
  {
    code: ProcedureCode,
    name: Text(1500),
    sector: Key,
    level: OneOf(LEVELS),
    competent: OneOf(COMPETENT_BODIES),
    applicants: Type.Array(OneOf(APPLICANT_KINDS)),
    terms: Type.Array(TermShape),
    fees: Type.Array(FeeShape),
    exemptions: Type.Array(ReductionShape),
    components: Type.Array(ComponentShape),
    cases: Type.Array(CaseShape),
    results: Type.Array(ResultShape),
    channels: Type.Array(OneOf(CHANNELS), { minItems: 1, uniqueItems: true }),
    serviceLevel: OneOf(['full-process', 'partial'] as const),
    /** Shown to the public: why not wholly online (Decree 224/2026, art. 14). */
    partialReason: Type.Union([Text(500), Type.Null()]),
    legalBasis: Type.Array(Text(200)),
    decision: Type.Union([Text(300), Type.Null()]),
    /** Received at any centre of the province; absent when nobody has said so. */
    placeIndependent: Type.Optional(Type.Boolean()),
    effectiveFrom: LegalDay,
    /** The first day on which it no longer holds. */
    effectiveTo: Type.Union([LegalDay, Type.Null()]),
    provenance: OneOf(PROVENANCES),
    doubts: Type.Array(OneOf(DOUBTS)),
    keywords: Type.Array(Text(100)),
    form: FormShape,
    process: ProcessShape,
    /**
     * Within how many working days a supplement must come before the dossier is closed, where the procedure's own law
     * says so. Most procedures have none: the dossier waits.
     */
    unanswered: Type.Optional(
      Type.Object({ workingDays: Type.Integer({ minimum: 1, maximum: 500 }), legalBasis: Text(300) }, closed),
    ),
    /** Questions that lead whoever comes to their case and the papers it needs; the first is asked first. */
    guidance: Type.Optional(Type.Array(GuidanceQuestionShape, { minItems: 1, maxItems: 20 })),
    /** A linked procedure: one filing, several procedures at several bodies, one return. */
    links: Type.Optional(Type.Array(LinkShape, { minItems: 1, maxItems: 10 })),
  },
  closed,
);

export const SectorShape = Type.Object(
  {
    code: Key,
    name: Text(200),
    /** The division that handles it in a commune. */
    division: OneOf(COMMUNE_DIVISIONS),
    /** The body that handles it at the province. */
    department: OneOf(COMPETENT_BODIES),
  },
  closed,
);

export type ProcedureVersion = Static<typeof ProcedureShape>;
export type ProcedureTerm = Static<typeof TermShape>;
export type Fee = Static<typeof FeeShape>;
export type Reduction = Static<typeof ReductionShape>;
export type Component = Static<typeof ComponentShape>;
export type ProcedureCase = Static<typeof CaseShape>;
export type ResultKind = Static<typeof ResultShape>;
export type FormSchema = Static<typeof FormShape>;
export type Question = Static<typeof QuestionShape>;
export type ShowWhen = Static<typeof ShowWhenShape>;
export type Process = Static<typeof ProcessShape>;
export type Step = Static<typeof StepShape>;
export type StepPart = Static<typeof StepPartShape>;
export type StepTest = Static<typeof TestShape>;
export type Link = Static<typeof LinkShape>;
export type Sector = Static<typeof SectorShape>;
export type Channel = (typeof CHANNELS)[number];
export type Level = (typeof LEVELS)[number];
export type Group = (typeof GROUPS)[number];
export type CompetentBody = (typeof COMPETENT_BODIES)[number];
export type CommuneDivision = (typeof COMMUNE_DIVISIONS)[number];
export type ApplicantKind = (typeof APPLICANT_KINDS)[number];
export type StepRole = (typeof STEP_ROLES)[number];
export type StepPlace = (typeof STEP_PLACES)[number];
export type StepAct = (typeof STEP_ACTS)[number];
export type Provenance = (typeof PROVENANCES)[number];
export type Doubt = (typeof DOUBTS)[number];
export type TermUnit = (typeof TERM_UNITS)[number];
