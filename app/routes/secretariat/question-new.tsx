import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { addQuestion } from "#app/domain/question/commands.server.ts";
import { newQuestionInput, wordingFrom } from "#app/domain/question/editing.ts";
import { canChangeForm } from "#app/domain/question/policy.ts";
import { formFacts, formOf } from "#app/domain/question/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { QuestionForm } from "#app/ui/question-form.tsx";

export const loader = signedIn(async ({ ctx, id, t, url }) => {
  const cycle = await getCycle(ctx, id("cycleId"));
  authorise(canChangeForm(ctx.actor, await formFacts(ctx, cycle)));
  const sections = (await formOf(ctx, cycle.id)).map(({ key, title }) => ({ key, title }));
  return {
    cycleId: cycle.id,
    sections,
    section: url.searchParams.get("section") ?? "",
    title: t.question.editor.newTitle,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const given = parse(sent, newQuestionInput);
  if (!given.ok) return failed(sent, given.errors);
  const wording = wordingFrom(given.value, given.value.type);
  if (!wording.ok) return failed(sent, wording.errors);
  const { sectionKey, type } = given.value;
  await addQuestion(ctx, id("cycleId"), { ...wording.value, sectionKey, type });
  return redirect(`/secretariat/cycles/${id("cycleId")}/form`, 303);
});

export default function NewQuestionPage() {
  const { cycleId, sections, section } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().question.editor;
  return (
    <Page
      title={t.newTitle}
      lede={t.newLede}
      width="text"
      back={{ href: `/secretariat/cycles/${cycleId}/form`, label: t.title }}
    >
      <QuestionForm
        fields={refused?.typed ?? { sectionKey: section, type: "short-text", unit: "words" }}
        codes={refused?.errors}
        sections={sections}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
