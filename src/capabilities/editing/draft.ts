import { type Static, Type } from 'typebox';
import {
  faultsOfProcedure,
  faultsOfShape,
  ProcedureShape,
  type ProcedureVersion,
} from '../procedures/index.ts';

/** What keeps a draft from being approved, and where. */
export const DraftFaultShape = Type.Object({
  /** JSON pointer into the draft. */
  pointer: Type.String(),
  /** In Vietnamese. */
  text: Type.String(),
  /** The step of the process that it speaks of. */
  step: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  /** The steps that a dossier would take until it runs into this, and that dossier in words. */
  way: Type.Optional(Type.Array(Type.String())),
  dossier: Type.Optional(Type.String()),
});
export type DraftFault = Static<typeof DraftFaultShape>;

/** A step that some of the bodies have nobody for. */
export const LackingShape = Type.Object({
  step: Type.String(),
  role: Type.String(),
  bodies: Type.Array(Type.String()),
});
export type Lacking = Static<typeof LackingShape>;

export interface ReadDraft {
  faults: DraftFault[];
  /** The draft as a version, when its shape is right: then it can be tried and shown. */
  procedure: ProcedureVersion | null;
}

/** What is wrong with a draft: first its shape, and when that is right, its rules. */
export function readDraft(body: unknown): ReadDraft {
  const shape = faultsOfShape(ProcedureShape, body);
  if (shape.length > 0) return { faults: shape, procedure: null };
  const procedure = body as ProcedureVersion;
  return { procedure, faults: faultsOfProcedure(procedure) };
}

/**
 * The version that an approved draft becomes. What the draft changed the province now answers for, so the doubts about
 * those parts are gone.
 */
export function approvedVersion(
  draft: ProcedureVersion,
  base: ProcedureVersion,
  approval: { decision: string; effectiveFrom: string },
): ProcedureVersion {
  const same = (part: keyof ProcedureVersion) => JSON.stringify(draft[part]) === JSON.stringify(base[part]);
  const touched = (Object.keys(DOUBTED) as (keyof typeof DOUBTED)[]).filter((part) => !same(part));
  const settled = touched.flatMap((part) => DOUBTED[part]);
  const onlyProcess = (Object.keys(draft) as (keyof ProcedureVersion)[]).every(
    (part) => part === 'process' || part === 'effectiveFrom' || part === 'effectiveTo' || same(part),
  );
  return {
    ...draft,
    code: base.code,
    effectiveFrom: approval.effectiveFrom,
    effectiveTo: null,
    provenance: 'province',
    doubts: draft.doubts.filter((doubt) => !settled.some((prefix) => doubt.startsWith(prefix))),
    // A decision about the process alone does not publish the procedure anew.
    decision: onlyProcess ? draft.decision : approval.decision,
    process: same('process') ? draft.process : { ...draft.process, decision: approval.decision },
  };
}

/** Which doubts a changed part settles, by how their names begin. */
const DOUBTED = {
  name: ['name-'],
  terms: ['term-'],
  fees: ['fees-'],
  components: ['components-'],
  results: ['results-'],
  legalBasis: ['legal-basis-'],
  form: ['form-'],
  process: ['process-'],
  serviceLevel: ['service-level-'],
  channels: ['channels-'],
  competent: ['competence-'],
} satisfies Partial<Record<keyof ProcedureVersion, string[]>>;
