import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { changeableFile } from "#app/domain/attachment/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { Button, Buttons, Form, LinkButton } from "#app/ui/form.tsx";
import { useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const file = await changeableFile(ctx, id("attachmentId"));
  return { file, title: t.attachment.removal.title(file.name) };
});

export const action = signedIn(async ({ ctx, id, visit }) => {
  const { entryId, sectionKey, questionKey, freed } = await removeAttachment(ctx, id("attachmentId"));
  await visit.services.files.remove(freed);
  return redirect(`/entries/${entryId}/sections/${sectionKey}?removed#slot.${questionKey}`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function RemovalPage() {
  const { file, title } = useLoaderData<typeof loader>();
  const { removal: t } = useTexts().attachment;
  const page = `/entries/${file.entryId}/sections/${file.sectionKey}`;
  return (
    <Page title={<bdi>{title}</bdi>} lede={file.submitted ? t.submitted : t.gone} width="text">
      <Form>
        <Buttons>
          <Button kind="danger">{t.button}</Button>
          <LinkButton kind="secondary" href={page}>
            {t.keep}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}
