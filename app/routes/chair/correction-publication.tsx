import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { publishCorrection } from "#app/domain/correction/commands.server.ts";
import { correctionToPublish } from "#app/domain/correction/queries.server.ts";
import { readPublication } from "#app/http/publication.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Changes } from "#app/ui/corrections.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { ErrorSummary } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { PublicationForm } from "#app/ui/publication-form.tsx";

export const handle = { enhanced: true };

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await correctionToPublish(ctx, id("roundId"))),
  title: t.correction.publish,
}));

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const { round } = await correctionToPublish(ctx, id("roundId"));
  const given = readPublication(await form(), round.cycle.timeZone, ctx.now);
  if (!given.ok) return given.refused;
  await publishCorrection(ctx, {
    roundId: round.id,
    at: given.at,
    pictures: given.pictures,
    publicUrl: visit.services.config.publicUrl,
  });
  return redirect(`/rounds/${round.id}/correction`, 303);
});

export default function CorrectionPublicationPage() {
  const { round, correction, changes, initiatives } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ correction: t, publication }, locale] = [useTexts(), useLocale()];
  const errors = useFieldErrors(refused?.errors, publication);
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.publish}
      lede={t.publishLede}
      width="text"
      back={{ href: `/rounds/${round.id}/correction`, label: t.page }}
    >
      <ErrorSummary errors={errors} />
      <Paragraphs text={correction.reason} />
      <Section title={t.changes}>
        <Changes changes={changes} levels={round.levels.map(({ levelKey, name }) => ({ key: levelKey, name }))} />
      </Section>
      <PublicationForm
        initiatives={initiatives}
        zone={round.cycle.timeZone}
        refused={refused}
        errors={errors}
        cancel={`/rounds/${round.id}/correction`}
      />
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
