import type { FormSection, QuestionType } from "#app/domain/question/rules.ts";
import { useTexts } from "./locale.tsx";

/** What a form asks for, of each kind that it has a question of. */
export function EntryNeeds({ form }: { form: FormSection[] }) {
  const { needs } = useTexts().entry.start;
  const asksFor = (...types: QuestionType[]) =>
    form.some(({ questions }) => questions.some(({ type }) => types.includes(type)));
  return (
    <ul>
      <li>{needs.answers}</li>
      {asksFor("number", "budget", "indicators") ? <li>{needs.figures}</li> : null}
      {asksFor("files") ? <li>{needs.files}</li> : null}
    </ul>
  );
}
