import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import type { Context, Person } from "#app/domain/context.ts";
import { withReceivedFiles } from "#app/http/received-file.server.ts";
import { admit, hasRoomForForm, keepReceived } from "#app/http/uploads.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { AttachmentList, STATUS } from "#app/ui/attachment-list.tsx";
import { FileUpload, isUploadProblem } from "#app/ui/file-upload.tsx";
import { Button, Buttons, ErrorSummary, Form } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Within } from "#app/ui/wording.tsx";

export const handle = { enhanced: true };

/** The question, with room for one more file, of somebody who may send it. Throws NotFound or Refused. */
async function asked(ctx: Context<Person>, entryId: string, questionKey: string) {
  const slot = await admit(ctx, { entryId, questionKey }, { files: 1, bytes: 0 });
  const draft = await getDraft(ctx, entryId);
  const section = draft.form.find(({ questions }) => questions.some(({ key }) => key === questionKey))!;
  const question = section.questions.find(({ key }) => key === questionKey)!;
  return { slot, draft, question, back: `/entries/${entryId}/sections/${section.key}#slot.${questionKey}` };
}

export const loader = signedIn(async ({ ctx, id, url, locale, t }) => {
  const { slot, draft, question, back } = await asked(ctx, id("entryId"), url.searchParams.get("question") ?? "");
  const [problem, name] = [url.searchParams.get("problem"), (url.searchParams.get("file") ?? "").slice(0, 150)];
  const label = say(question.label, locale);
  return {
    entry: { id: draft.id, code: draft.code, title: draft.title },
    title: t.attachment.moveNamed(label, t.entry.files.add),
    label,
    question: { key: question.key, hint: question.hint },
    slot,
    back,
    files: draft.files.filter(({ questionKey }) => questionKey === question.key),
    failed: isUploadProblem(problem) ? { problem, name } : null,
    refused: isUploadProblem(problem) ? t.ui.errorPrefix : "",
  };
});

/**
 * Files sent as a plain form, for browsers without JavaScript. The right to send them, and the room for them, is
 * checked before any byte is read.
 */
export const action = signedIn(async ({ ctx, id, url, request, visit }) => {
  const place = { entryId: id("entryId"), questionKey: url.searchParams.get("question") ?? "" };
  const { slot, back } = await asked(ctx, place.entryId, place.questionKey);
  const room = await hasRoomForForm(visit.services, request, slot.maxBytes * slot.left);
  const failed = !room
    ? { problem: "no-room", name: "" }
    : await withReceivedFiles(request, { maxBytes: slot.maxBytes, maxFiles: slot.left }, (received) =>
        keepReceived(visit.services, { ...ctx, now: visit.clock.now() }, place, received),
      );
  if (!failed) return redirect(back, 303);
  const why = new URLSearchParams({ question: place.questionKey, problem: failed.problem, file: failed.name });
  return redirect(`/entries/${place.entryId}/attachments?${why}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`, data?.refused);

/**
 * Sending files where scripts do not run, or have not come yet: apart from everything that is typed, so that a file
 * that is refused, or a line that breaks, takes nothing of it along.
 */
export default function UploadPage() {
  const { entry, title, label, question, slot, back, files, failed } = useLoaderData<typeof loader>();
  const t = useTexts();
  const field = `file.${question.key}`;
  const error = failed
    ? `${failed.name ? `${failed.name}${t.ui.colon}` : ""}${t.question.problems[failed.problem]}`
    : undefined;
  return (
    <Page
      title={title}
      eyebrow={<Within title={entry.title || t.entry.untitled}>{t.entry.tasks.code(entry.code)}</Within>}
      back={{ href: back, label: t.ui.back }}
      width="text"
    >
      <ErrorSummary errors={error ? { [field]: error } : null} />
      <div id={`files.${question.key}`}>
        <AttachmentList
          items={files.map((file) => ({
            ...file,
            status: STATUS[file.scan],
            scanned: file.scan !== "off",
            caption: undefined,
            href: `/attachments/${file.id}`,
          }))}
        />
      </div>
      <Form encType="multipart/form-data">
        <FileUpload entryId={entry.id} questionKey={question.key} name={label} slot={slot} error={error}>
          <Buttons>
            <Button>{t.entry.files.upload}</Button>
          </Buttons>
        </FileUpload>
      </Form>
    </Page>
  );
}
