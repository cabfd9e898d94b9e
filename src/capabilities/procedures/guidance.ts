import type { GuidanceQuestion, ProcedureVersion } from './shape.ts';

/** What has been answered: places of answers, one for each question on the way. */
export type Answered = readonly number[];

export interface Guided {
  /** The questions on the way, each with the place of its answer; the last may be unanswered. */
  asked: { question: GuidanceQuestion; answer: number | null }[];
  /** The guidance has come to its end. */
  ended: boolean;
  case: string | null;
  /** Keys of the conditional components that these answers need. */
  needs: string[];
  /** The other procedure that is meant instead. */
  procedure: string | null;
}

/** Where these answers lead. Answers beyond the end, or of a place that is not there, are left out. */
export function guided(questions: readonly GuidanceQuestion[], answered: Answered): Guided {
  const way: Guided = { asked: [], ended: false, case: null, needs: [], procedure: null };
  let question = questions[0];
  for (let place = 0; question !== undefined; place++) {
    const at: number | undefined = answered[place];
    const answer: GuidanceQuestion['answers'][number] | undefined =
      at === undefined ? undefined : question.answers[at];
    way.asked.push({ question, answer: answer === undefined ? null : (at ?? null) });
    if (answer === undefined) return way;
    way.case = answer.case ?? way.case;
    way.needs.push(...(answer.needs ?? []));
    way.procedure = answer.procedure ?? null;
    // A way that comes back to a question would never end; `faultsOfGuidance` refuses it, this does not trust it.
    const next: GuidanceQuestion | undefined =
      answer.procedure !== undefined || way.asked.length >= questions.length
        ? undefined
        : questions.find((one) => one.key === answer.to);
    question = next;
  }
  way.ended = true;
  return way;
}

/** What is wrong with a procedure's guidance, with a pointer below `/guidance`. */
export function faultsOfGuidance(
  procedure: Pick<ProcedureVersion, 'guidance' | 'cases' | 'components' | 'code'>,
): { below: string; text: string }[] {
  const questions = procedure.guidance ?? [];
  const faults: { below: string; text: string }[] = [];
  const keys = questions.map(({ key }) => key);
  const cases = new Set(procedure.cases.map(({ key }) => key));
  const conditional = new Set(procedure.components.filter((one) => one.conditional).map(({ key }) => key));
  for (const [place, question] of questions.entries()) {
    if (keys.indexOf(question.key) !== place)
      faults.push({ below: `/${place}/key`, text: `câu hỏi "${question.key}" có hai lần` });
    for (const [at, answer] of question.answers.entries()) {
      const below = `/${place}/answers/${at}`;
      // Only forward: then no way can come back to where it was.
      if (answer.to !== undefined && keys.indexOf(answer.to) <= place)
        faults.push({ below: `${below}/to`, text: `câu hỏi "${answer.to}" phải đứng sau câu này` });
      if (answer.case !== undefined && !cases.has(answer.case))
        faults.push({ below: `${below}/case`, text: `không có trường hợp "${answer.case}"` });
      for (const key of answer.needs ?? [])
        if (!conditional.has(key))
          faults.push({ below: `${below}/needs`, text: `không có giấy tờ có điều kiện "${key}"` });
      if (answer.procedure === procedure.code)
        faults.push({ below: `${below}/procedure`, text: 'dẫn về chính thủ tục này' });
      if (answer.procedure !== undefined && answer.to !== undefined)
        faults.push({ below, text: 'đã dẫn sang thủ tục khác thì không hỏi tiếp' });
    }
  }
  return faults;
}
