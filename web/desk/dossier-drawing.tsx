import type { ProcedureVersion } from '../../src/capabilities/procedures/shape.ts';
import { ProcessDiagram, type StepMark } from '../app/process/diagram.tsx';
import { useResource } from '../app/resource.ts';
import { wordsOf } from '../app/words.ts';
import { FailedState, Skeleton } from '../ui/notice.tsx';
import type { Dossier } from './answers.ts';

/** The process under which the dossier was received, with what is done, where it is and what lies ahead. */
export function DossierDrawing({ dossier }: { dossier: Dossier }) {
  const found = useResource<ProcedureVersion>(`/api/procedures/${dossier.procedureCode}`, {
    version: dossier.procedureVersionId,
  });
  if (found.data === null)
    return found.state === 'failed' ? (
      <FailedState words={wordsOf(found.problem)} onRetry={found.reload} />
    ) : (
      <Skeleton lines={6} />
    );
  const { process } = found.data;
  const here = dossier.steps.find((step) => step.state === 'now')?.key;
  const marks = new Map<string, StepMark>(process.steps.map((step) => [step.key, 'beside']));
  for (const step of dossier.steps)
    if (marks.get(step.key) !== 'here')
      marks.set(step.key, step.state === 'now' ? 'here' : step.state === 'done' ? 'done' : 'ahead');
  const done = dossier.parts.filter(
    (part) => part.kind === 'parallel' && part.step === here && part.endedAt !== null,
  );
  const parts = process.steps.find((step) => step.key === here)?.parts ?? [];
  const doneParts = new Set(
    parts.filter((part) => done.some((one) => one.question === part.name)).map((part) => part.key),
  );
  return (
    <ProcessDiagram
      process={process}
      ground={found.data}
      label={`Sơ đồ quy trình của hồ sơ ${dossier.code ?? ''}`}
      marks={marks}
      doneParts={doneParts}
    />
  );
}
