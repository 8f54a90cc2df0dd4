import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { acceptOf } from "#app/domain/attachment/rules.ts";
import { letterInput } from "#app/domain/endorsement/input.ts";
import { refuseWhileLacking } from "#app/domain/commitment/losses.server.ts";
import { contentHash, LETTER } from "#app/domain/endorsement/rules.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { withReceivedFiles } from "#app/http/received-file.server.ts";
import { admitLetter, sendLetter } from "#app/http/uploads.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatBytes, formatList } from "#app/i18n/format.ts";
import { kindsOf } from "#app/outside/files/files.ts";
import { EndorserFields } from "#app/ui/endorser-fields.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { isUploadProblem } from "#app/ui/file-upload.tsx";
import { Button, Buttons, ErrorSummary, FileInput, Form, Hidden } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Labelled, Within } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  await admitLetter(ctx, id("entryId"));
  const draft = await getDraft(ctx, id("entryId"));
  return {
    title: t.endorsement.letter.title,
    entry: { id: draft.id, code: draft.code, title: draft.title },
    last: draft.endorsement,
    hash: contentHash(draft),
  };
});

/**
 * The right to send is checked before any byte is read, and again, with the text that the letter is about, once the
 * last one is here.
 */
export const action = signedIn(async ({ ctx, id, request, visit }) => {
  const entryId = id("entryId");
  await admitLetter(ctx, entryId);
  await refuseWhileLacking(ctx);
  return withReceivedFiles(
    request,
    { maxBytes: LETTER.maxBytes, maxFiles: LETTER.maxCount },
    async ([letter], typed) => {
      const given = parse(typed, letterInput);
      const missing = letter && "problem" in letter ? { letter: letter.problem } : {};
      if (!given.ok) return failed(typed, { ...given.errors, ...missing });
      const errors = await errorsOf(
        sendLetter(visit.services, { ...ctx, now: visit.clock.now() }, { entryId, ...given.value }, letter!),
      );
      return errors ? failed(typed, errors) : redirect(`/entries/${entryId}/endorsement`, 303);
    },
  );
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function LetterPage() {
  const { title, entry, last, hash } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { endorsement: t, entry: texts, documents } = useTexts();
  const [locale, errors] = [useLocale(), useErrors()];
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || texts.untitled}>{texts.tasks.code(entry.code)}</Within>}
      lede={t.letter.lede}
      back={{ href: `/entries/${entry.id}/endorsement`, label: t.title }}
      width="text"
    >
      <ErrorSummary errors={errors} />
      <ol>
        {t.letter.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>
        <a href={`/entries/${entry.id}/copy.pdf?draft`}>{documents.copy.linkDraft}</a>
      </p>
      <p className="hint">
        <Labelled label={t.hash}>
          <code className="hash">{hash}</code>
        </Labelled>
      </p>
      <Form encType="multipart/form-data">
        <Hidden name="sha256" value={hash} />
        <EndorserFields given={{ ...last, ...refused?.typed }} errors={errors} />
        <FileInput
          name="letter"
          label={t.letter.file}
          hint={t.letter.fileHint(formatList(kindsOf(LETTER.types), locale), formatBytes(LETTER.maxBytes, locale))}
          error={errors["letter"]}
          accept={acceptOf(LETTER)}
        />
        <Buttons>
          <Button>{t.letter.button}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}

function useErrors(): Record<string, string> {
  const { letter, ...fields }: Record<string, string> = useActionData<typeof action>()?.errors ?? {};
  const { endorsement: t, question } = useTexts();
  const wrong = letter && { letter: isUploadProblem(letter) ? question.problems[letter] : t.letter.changed };
  return { ...useFieldErrors(fields, { name: t.name, office: t.office }), ...wrong };
}
