import type { FormDefinition, QuestionDefinition } from "./rules.ts";

/** Whether what answers a question is for the public to read once its entry is published. */
export const becomesPublic = (question: Pick<QuestionDefinition, "public" | "confidential">): boolean =>
  question.public === true && question.confidential !== true;

/** A question that tells, and the one whose answer it tells. */
export type Telling = { asked: string; tells: string };

/**
 * Questions that tell by being asked, or answered, what their readers may not see: the answer to a confidential
 * question, to one that tells who is entering, or, where the public reads them, to one that it does not read.
 */
export function conditionsTelling(form: FormDefinition): Telling[] {
  const kept: ((question: QuestionDefinition) => boolean)[] = [
    (question) => question.confidential === true,
    (question) => question.settings?.identifies === true,
    (question) => !becomesPublic(question),
  ];
  const all = new Map(form.flatMap(({ questions }) => questions.map((each) => [each.key, each] as const)));
  return form.flatMap(({ when: ofAll, questions }) =>
    questions.flatMap((asked) =>
      [ofAll, asked.settings?.when].flatMap((when) => {
        const deciding = when && all.get(when.question);
        return deciding && kept.some((isKept) => isKept(deciding) && !isKept(asked))
          ? [{ asked: asked.key, tells: deciding.key }]
          : [];
      }),
    ),
  );
}
