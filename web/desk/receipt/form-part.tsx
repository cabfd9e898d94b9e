import { shownQuestions } from '../../../src/capabilities/procedures/form.ts';
import { byQuestion } from '../../app/form/answers.ts';
import { Questions } from '../../app/form/questions.tsx';
import type { Procedure } from '../answers.ts';
import type { PartProps } from './part.ts';

/** The procedure's own form, all questions at once. */
export function FormPart({ receipt, change, wrong, procedure }: PartProps & { procedure: Procedure }) {
  const keys = shownQuestions(procedure.form, receipt.form);
  if (keys.length === 0) return null;
  const words = byQuestion([], '/form');
  for (const [path, text] of Object.entries(wrong)) {
    const key = /^\/form\/([^/]+)/.exec(path)?.[1];
    if (key !== undefined) words[key] = text;
  }
  return (
    <section class="receipt-part" aria-labelledby="receipt-form">
      <h2 id="receipt-form">Tờ khai</h2>
      <Questions
        dense
        form={procedure.form}
        keys={keys}
        answers={receipt.form}
        wrong={words}
        onAnswer={(key, value) => change((before) => ({ ...before, form: { ...before.form, [key]: value } }))}
      />
    </section>
  );
}
