import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { answerEndorsement } from "#app/domain/endorsement/commands.server.ts";
import { signingInput } from "#app/domain/endorsement/input.ts";
import { getSigning } from "#app/domain/endorsement/queries.server.ts";
import { isUnderWay } from "#app/domain/entry/policy.ts";
import { questionsOf } from "#app/domain/entry/rules.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { failed, orNothing } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatBytes } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, Hidden, TextArea } from "#app/ui/form.tsx";
import { LinkGone } from "#app/ui/link-gone.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Code } from "#app/ui/wording.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { SealedSections } from "#app/ui/sealed-entry.tsx";
import { Bracketed } from "#app/ui/wording.tsx";

/** Opening the link changes nothing, because mail scanners open links too. */
export const loader = anyone(async ({ ctx, param, t, locale }) => {
  const asked = await orNothing(getSigning(ctx, param("token")));
  if (!asked) return data({ asked: null, title: t.account.linkGone.title }, { status: 404 });
  const { name, office, sealed, sha256, asker, cityName, cycle, entry, askedAt } = asked;
  const form = await formOf(ctx, cycle.id);
  return data({
    title: t.endorsement.signing.title,
    form,
    slots: questionsOf(form)
      .filter(({ type }) => type === "files")
      .map(({ key }) => key),
    open: isUnderWay({ ...entry, cycle }, ctx.now),
    asked: {
      name,
      office,
      sealed,
      sha256,
      code: entry.code,
      changed: entry.savedAt > askedAt,
      lede: t.endorsement.signing.lede(asker.name, cityName, say(cycle.name, locale)),
    },
  });
});

export const action = anyone(async ({ ctx, param, form, visit }) => {
  await getSigning(ctx, param("token"));
  const typed = await form();
  if (!(await visit.services.limits.mayTry(visit.ip))) return failed(typed, { reason: "too-many-attempts" }, 429);
  const given = parse(typed, signingInput);
  if (!given.ok) return failed(typed, given.errors);
  const { answer, reason } = given.value;
  if (answer === "no" && !reason) return failed(typed, { reason: "reason-needed" });
  await answerEndorsement(
    ctx,
    param("token"),
    { endorsed: answer === "yes", reason: answer === "yes" ? "" : reason },
    visit.services.config.publicUrl,
  );
  return redirect("/endorsements/answered", 303);
});

export const meta: MetaFunction<typeof loader> = ({ data: shown, matches }) => pageTitle(matches, shown?.title);

export default function SigningPage() {
  const shown = useLoaderData<typeof loader>();
  return shown.asked ? <Signing {...shown} /> : <LinkGone of="signing" />;
}

type Shown = Extract<ReturnType<typeof useLoaderData<typeof loader>>, { form: unknown }>;

function Signing({ asked, form, slots, open }: Shown) {
  const { name, office, sealed, sha256, code, changed, lede } = asked;
  const { endorsement, entry, refusals, ui } = useTexts();
  const [t, errors] = [endorsement.signing, useErrors()];
  const { summary } = sealed.answers;
  return (
    <Page
      title={<bdi>{sealed.title || entry.untitled}</bdi>}
      eyebrow={
        <>
          {t.title} <Code>· {code}</Code>
        </>
      }
      lede={lede}
      width="text"
    >
      <ErrorSummary errors={errors} />
      {changed ? <Notice kind="info">{t.changed}</Notice> : null}
      {typeof summary === "string" && summary ? (
        <div className="answer" dir="auto">
          <p>{summary}</p>
        </div>
      ) : null}
      <SummaryList
        rows={[
          {
            key: "you",
            label: t.you,
            value: <bdi>{[name, office].join(ui.comma)}</bdi>,
          },
          { key: "hash", label: endorsement.hash, value: <code className="hash">{sha256}</code> },
        ]}
      />
      <details>
        <summary>{t.read}</summary>
        <SealedSections form={form} sealed={sealed} without={slots} />
        {sealed.files.length > 0 ? <Files files={sealed.files} /> : null}
      </details>
      {open.allowed ? (
        <Answer />
      ) : (
        <Notice kind="warning" title={t.closed}>
          {refusals[open.because]}
        </Notice>
      )}
    </Page>
  );
}

const useErrors = () => useFieldErrors(useActionData<typeof action>()?.errors);

function Files({ files }: { files: Shown["asked"]["sealed"]["files"] }) {
  const [t, locale] = [useTexts().endorsement.signing, useLocale()];
  return (
    <Section title={t.files}>
      <ul>
        {files.map((file) => (
          <li key={file.attachmentId}>
            <bdi>{file.name}</bdi>
            <Bracketed>{formatBytes(file.size, locale)}</Bracketed> <code className="hash">{file.sha256}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Yes, or no with a reason. */
function Answer() {
  const refused = useActionData<typeof action>();
  const [t, errors] = [useTexts().endorsement.signing, useErrors()];
  return (
    <>
      <Form>
        <Hidden name="answer" value="yes" />
        <p className="hint">{t.yesHint}</p>
        <Buttons>
          <Button>{t.yes}</Button>
        </Buttons>
      </Form>
      <Form>
        <Hidden name="answer" value="no" />
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          rows={3}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
        />
        <Buttons>
          <Button kind="secondary">{t.no}</Button>
        </Buttons>
      </Form>
    </>
  );
}
