import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { changeQuestion } from "#app/domain/question/commands.server.ts";
import {
  askedOnlyIf,
  conditionFrom,
  questionBoxes,
  questionFields,
  questionInput,
  takesPictures,
  wordingFrom,
} from "#app/domain/question/editing.ts";
import { canChangeForm } from "#app/domain/question/policy.ts";
import { editedQuestion, formFacts } from "#app/domain/question/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { asMeant } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { OtherLanguages } from "#app/ui/other-languages.tsx";
import { Page } from "#app/ui/page.tsx";
import { QuestionForm } from "#app/ui/question-form.tsx";

export const loader = signedIn(async ({ ctx, id, param, t, locale }) => {
  authorise(canSetUpCycle(ctx.actor));
  const cycle = await getCycle(ctx, id("cycleId"));
  const { question, deciding } = await editedQuestion(ctx, cycle.id, param("questionKey"));
  const { eligible, options = [] } = question.settings;
  return {
    cycleId: cycle.id,
    fields: questionFields(question),
    ticked: questionBoxes(deciding, question.settings),
    type: question.type,
    deciding,
    lettingIn: eligible ? options : [],
    pictured: takesPictures(question.settings),
    label: say(question.label, locale),
    change: canChangeForm(ctx.actor, await formFacts(ctx, cycle)),
    title: `${t.question.editor.changeTitle} – ${say(question.label, locale)}`,
  };
});

export const action = signedIn(async ({ ctx, id, param, form }) => {
  const { question, deciding } = await editedQuestion(ctx, id("cycleId"), param("questionKey"));
  const standing = { ...questionFields(question), ...questionBoxes(deciding, question.settings) };
  const { meant: sent, clashes } = asMeant(await form(), standing);
  if (clashes) return failed(sent, clashes);
  const given = parse(sent, questionInput);
  if (!given.ok) return failed(sent, given.errors);
  const wording = wordingFrom(given.value, question.type, question.settings);
  const when = conditionFrom(deciding, (name) => sent.all(name));
  if (!wording.ok || !when.ok)
    return failed(sent, { ...(wording.ok ? {} : wording.errors), ...(when.ok ? {} : when.errors) });
  const settings = askedOnlyIf(wording.value.settings, when.value);
  await changeQuestion(ctx, id("cycleId"), question.key, { ...wording.value, settings });
  return redirect(`/secretariat/cycles/${id("cycleId")}/form`, 303);
});

export default function QuestionPage() {
  const { cycleId, fields, ticked, type, deciding, lettingIn, pictured, label, change } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().question.editor;
  return (
    <Page
      eyebrow={t.changeTitle}
      title={label}
      width="text"
      back={{ href: `/secretariat/cycles/${cycleId}/form`, label: t.title }}
    >
      <OtherLanguages cycleId={cycleId} />
      <QuestionForm
        fields={refused?.typed ?? fields}
        standing={{ ...fields, ...ticked }}
        codes={refused?.errors}
        type={type}
        ticked={refused?.lists ?? ticked}
        deciding={deciding}
        lettingIn={lettingIn}
        pictured={pictured}
        verdict={change}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
