import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { describeAttachment } from "#app/domain/attachment/details.server.ts";
import { detailsFields, detailsInput, LONGEST_CAPTION } from "#app/domain/attachment/input.ts";
import { changeableFile } from "#app/domain/attachment/queries.server.ts";
import { Invalid } from "#app/domain/errors.ts";
import { failed } from "#app/http/answers.server.ts";
import { type Parsed, parse } from "#app/http/form.server.ts";
import { asMeant } from "#app/http/meanwhile.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber, inOrder, languageName } from "#app/i18n/format.ts";
import { USUAL_LANGUAGES } from "#app/i18n/languages.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, TextArea, TextInput } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Meanwhile } from "#app/ui/meanwhile.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const file = await changeableFile(ctx, id("attachmentId"));
  return { file, title: t.attachment.detailsTitle(file.name) };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const typed = await form();
  try {
    const { entryId, sectionKey, questionKey } = await describeAttachment(ctx, id("attachmentId"), (standing) => {
      const { meant, clashes } = asMeant(typed, detailsFields(standing));
      if (clashes) throw new Invalid(clashes);
      return accepted(parse(meant, detailsInput));
    });
    return redirect(`/entries/${entryId}/sections/${sectionKey}#slot.${questionKey}`, 303);
  } catch (error) {
    if (error instanceof Invalid) return failed(typed, error.fields);
    throw error;
  }
});

function accepted<Value>(parsed: Parsed<Value>): Value {
  if (!parsed.ok) throw new Invalid(parsed.errors);
  return parsed.value;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

/** Everything that is said of one file. */
export default function DetailsPage() {
  const { file, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const errors = useFieldErrors(refused?.errors);
  const [{ attachment: t, ui }, locale] = [useTexts(), useLocale()];
  const held = (field: "caption" | "credit" | "rights" | "language" | "translationOf") => ({
    name: field,
    optional: true,
    error: errors[field],
    value: refused?.typed[field] ?? file[field] ?? "",
  });
  const languages = inOrder(
    USUAL_LANGUAGES.map((value) => ({ value, label: languageName(value, locale) })),
    ({ label }) => label,
    locale,
  );
  return (
    <Page
      title={<bdi>{title}</bdi>}
      width="text"
      back={{ href: `/entries/${file.entryId}/sections/${file.sectionKey}#slot.${file.questionKey}`, label: ui.back }}
    >
      <ErrorSummary errors={errors} />
      <Form>
        <Meanwhile standing={detailsFields(file)} codes={refused?.errors} errors={errors} />
        <TextArea
          {...held("caption")}
          label={t.caption}
          hint={ui.limit.characters(formatNumber(LONGEST_CAPTION, locale))}
          limit={{ count: LONGEST_CAPTION, unit: "characters" }}
          rows={4}
        />
        <TextInput {...held("credit")} label={t.credit} hint={t.creditHint} width="long" />
        <TextInput {...held("rights")} label={t.rights} hint={t.rightsHint} width="long" />
        <Select {...held("language")} label={t.language} options={languages} empty={t.noLanguage} />
        {file.others.length > 0 ? (
          <Select
            {...held("translationOf")}
            label={t.translationOf}
            hint={t.translationHint}
            options={file.others.map(({ id, name }) => ({ value: id, label: name }))}
            empty={t.noTranslation}
          />
        ) : null}
        <Buttons>
          <Button>{t.captionSave}</Button>
        </Buttons>
      </Form>
    </Page>
  );
}
