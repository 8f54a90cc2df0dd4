import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { captionAttachment } from "#app/domain/attachment/commands.server.ts";
import { captionInput, LONGEST_CAPTION } from "#app/domain/attachment/input.ts";
import { changeableFile } from "#app/domain/attachment/queries.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const file = await changeableFile(ctx, id("attachmentId"));
  return { file, title: t.attachment.captionTitle(file.name) };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const typed = await form();
  const given = parse(typed, captionInput);
  if (!given.ok) return failed(typed, given.errors);
  const { entryId, sectionKey } = await captionAttachment(ctx, id("attachmentId"), given.value.caption);
  return redirect(`/entries/${entryId}/sections/${sectionKey}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

/** Where the small form beside a file comes back to when what it sent cannot be kept. */
export default function CaptionPage() {
  const { file, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors);
  const [{ attachment: t, ui }, locale] = [useTexts(), useLocale()];
  return (
    <Page title={<bdi>{title}</bdi>} width="text" back={{ href: `/entries/${file.entryId}/sections/${file.sectionKey}`, label: ui.back }}>
      <ErrorSummary errors={errors} />
      <Form>
        <TextArea name="caption" label={t.caption} hint={ui.limit.characters(formatNumber(LONGEST_CAPTION, locale))} value={refused?.typed["caption"] ?? file.caption} error={errors["caption"]}
          limit={{ count: LONGEST_CAPTION, unit: "characters" }} rows={4} />
        <Buttons><Button>{t.captionSave}</Button></Buttons>
      </Form>
    </Page>
  );
}
