import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { canPublishCall } from "#app/domain/cycle/policy.ts";
import { publishCall } from "#app/domain/question/commands.server.ts";
import { callToPublish } from "#app/domain/question/queries.server.ts";
import { missingTexts } from "#app/domain/translation/queries.server.ts";
import { LANGUAGES } from "#app/domain/translation/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { languageName } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { cycle, gaps, telling } = await callToPublish(ctx, id("cycleId"));
  const { slug, name, call, opensAt, closesAt, timeZone } = cycle;
  return {
    id: cycle.id,
    cycle: { slug, name, call, opensAt, closesAt, timeZone },
    gaps,
    telling,
    untranslated: await missingTexts(ctx, cycle.id),
    publish: canPublishCall(ctx.actor, cycle, gaps, telling),
    title: t.cycle.publish.title,
  };
});

export const action = signedIn(async ({ ctx, id }) => {
  await publishCall(ctx, id("cycleId"));
  return redirect(`/secretariat/cycles/${id("cycleId")}?published`, 303);
});

export default function CallPage() {
  const { id, cycle, publish } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().cycle.publish, useLocale()];
  return (
    <Page
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/secretariat/cycles/${id}`, label: say(cycle.name, locale) }}
    >
      <Gaps />
      <Telling />
      <Untranslated />
      <Section title={say(cycle.name, locale)}>
        <p>
          <Labelled label={t.address}>
            <code>/cycles/{cycle.slug}</code>
          </Labelled>
        </p>
        <p>
          <Labelled label={t.opens}>
            <Moment at={cycle.opensAt} zone={cycle.timeZone} />
          </Labelled>
        </p>
        <p>
          <Labelled label={t.closes}>
            <Moment at={cycle.closesAt} zone={cycle.timeZone} />
          </Labelled>
        </p>
        <Paragraphs text={say(cycle.call, locale)} />
      </Section>
      <Section title={t.afterwards}>
        <ul>
          {t.fixed.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Section>
      <Form>
        <Button verdict={publish}>{t.button}</Button>
      </Form>
    </Page>
  );
}

/** What the call still needs. */
function Gaps() {
  const { id, gaps } = useLoaderData<typeof loader>();
  const t = useTexts().cycle.publish;
  return gaps.length > 0 ? (
    <Notice kind="warning" title={t.missing}>
      <ul>
        {gaps.map((gap) => (
          <li key={gap}>
            <a href={`/secretariat/cycles/${id}/${gap === "form" ? "form" : "settings"}`}>{t.gaps[gap]}</a>
          </li>
        ))}
      </ul>
    </Notice>
  ) : null;
}

/** Questions that tell what their readers may not see. */
function Telling() {
  const { id, telling } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().cycle.publish, useLocale()];
  return telling.length > 0 ? (
    <Notice kind="warning" title={t.telling}>
      <p>{t.tellingHint}</p>
      <ul>
        {telling.map(({ key, label }) => (
          <li key={key}>
            <a href={`/secretariat/cycles/${id}/form/questions/${key}`}>{say(label, locale)}</a>
          </li>
        ))}
      </ul>
    </Notice>
  ) : null;
}

/** Languages in which something would be read in English. */
function Untranslated() {
  const { id, untranslated } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().translation, useLocale()];
  const incomplete = LANGUAGES.filter((language) => untranslated[language] > 0);
  return incomplete.length > 0 ? (
    <Notice kind="info" title={t.gaps}>
      <ul>
        {incomplete.map((language) => (
          <li key={language}>
            <a href={`/secretariat/cycles/${id}/translations?language=${language}`}>
              {t.gap(untranslated[language], languageName(language, locale))}
            </a>
          </li>
        ))}
      </ul>
      <p>{t.gapsHint}</p>
    </Notice>
  ) : null;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
