import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { takeable } from "#app/domain/dossier/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Sentences } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, opened, waiting, taking } = await takeable(ctx, id("roundId"));
  return { round: { id: round.id, name: round.name }, opened: opened.length, waiting, taking, title: t.dossier.title };
});

export default function DossierPage() {
  const { round, opened, waiting, taking, title } = useLoaderData<typeof loader>();
  const [{ dossier: t }, locale] = [useTexts(), useLocale()];
  const here = `/judging/rounds/${round.id}`;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={title}
      lede={t.lede}
      width="text"
      back={{ href: here, label: say(round.name, locale) }}
    >
      <p>
        <Sentences>
          {t.holds(opened, formatNumber(opened, locale))}
          {t.marked}
        </Sentences>
      </p>
      {waiting > 0 ? <Notice kind="info">{t.waiting(waiting, formatNumber(waiting, locale))}</Notice> : null}
      <Form action={`${here}/dossier/copy`}>
        <Buttons>
          <Button name="format" value="pdf" verdict={taking}>
            {t.pdf}
          </Button>
          <Button name="format" value="zip" kind="secondary" verdict={taking}>
            {t.zip}
          </Button>
        </Buttons>
      </Form>
      <p className="muted">{t.pace}</p>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
