import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { takePictureOff } from "#app/domain/result/commands.server.ts";
import { pictureRemovalInput } from "#app/domain/result/input.ts";
import { publicPicture } from "#app/domain/result/publishing.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Picture } from "#app/ui/pictures.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, picture } = await publicPicture(ctx, id("roundId"), id("pictureId"));
  return { round, picture, title: t.publication.pictures.removeTitle };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const { round, picture } = await publicPicture(ctx, id("roundId"), id("pictureId"));
  const sent = await form();
  const given = parse(sent, pictureRemovalInput);
  if (!given.ok) return failed(sent, given.errors);
  const off = { roundId: round.id, pictureId: picture.id, reason: given.value.reason };
  const drawings = await takePictureOff(ctx, off);
  // What stays now, the sweep removes.
  await visit.services.files.remove(drawings).catch(() => null);
  return redirect(`/rounds/${round.id}/publication`, 303);
});

export default function PictureRemovalPage() {
  const { round, picture } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ publication: t }, locale] = [useTexts(), useLocale()];
  const errors = useFieldErrors(refused?.errors, t);
  const publication = `/rounds/${round.id}/publication`;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.pictures.removeTitle}
      lede={t.pictures.removeLede}
      width="text"
      back={{ href: publication, label: t.published }}
    >
      <ErrorSummary errors={errors} />
      <Picture of={picture} src={`/attachments/${picture.id}/preview`} soon />
      <Form>
        <TextArea
          name="reason"
          label={t.reason}
          hint={t.pictures.reasonHint}
          rows={3}
          value={refused?.typed["reason"]}
          error={errors["reason"]}
        />
        <Buttons>
          <Button kind="danger">{t.pictures.removeButton}</Button>
          <LinkButton kind="secondary" href={publication}>
            {t.pictures.keep}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
