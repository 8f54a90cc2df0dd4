import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { arrangeForm } from "#app/domain/question/commands.server.ts";
import { arrangementFrom } from "#app/domain/question/editing.ts";
import { canChangeForm } from "#app/domain/question/policy.ts";
import { formFacts, formWithAside } from "#app/domain/question/queries.server.ts";
import { decidingBefore, ELIGIBILITY } from "#app/domain/question/rules.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { onlyIf } from "#app/domain/question/answer-text.ts";
import { say } from "#app/i18n/localised.ts";
import { Empty, Notice } from "#app/ui/feedback.tsx";
import { Button, Form, LinkButton } from "#app/ui/form.tsx";
import { FormTable } from "#app/ui/form-table.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { OtherLanguages } from "#app/ui/other-languages.tsx";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  authorise(canSetUpCycle(ctx.actor));
  const cycle = await getCycle(ctx, id("cycleId"));
  return {
    id: cycle.id,
    name: cycle.name,
    form: await formWithAside(ctx, cycle.id),
    change: canChangeForm(ctx.actor, await formFacts(ctx, cycle)),
    saved: url.searchParams.has("saved"),
    title: t.question.editor.title,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const standing = await formWithAside(ctx, id("cycleId"));
  await arrangeForm(
    ctx,
    id("cycleId"),
    arrangementFrom(standing, (name) => sent.get(name)),
  );
  return redirect(`/secretariat/cycles/${id("cycleId")}/form?saved`, 303);
});

export default function FormPage() {
  const { id, name, form, change, saved } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().question.editor, useLocale()];
  const here = `/secretariat/cycles/${id}/form`;
  return (
    <Page
      title={t.title}
      lede={t.lede}
      width="full"
      back={{ href: `/secretariat/cycles/${id}`, label: say(name, locale) }}
    >
      {saved ? <Notice kind="success" title={t.saved} /> : null}
      {form.length === 0 ? (
        <Empty title={t.none} />
      ) : (
        <Form>
          {form.map((section) => (
            <Section key={section.key} title={say(section.title, locale)}>
              <OtherLanguages cycleId={id} group={`form.${section.key}`} />
              {section.when ? <p>{onlyIf(section.when, form, locale)}</p> : null}
              <FormTable section={section} form={form} here={here} mayChange={change.allowed} />
              {change.allowed && section.key !== ELIGIBILITY ? (
                <p>
                  {decidingBefore(form, { section: section.key }).length > 0 ? (
                    <LinkButton kind="quiet" href={`${here}/sections/${encodeURIComponent(section.key)}`}>
                      {t.askedOf}
                    </LinkButton>
                  ) : null}{" "}
                  <LinkButton kind="quiet" href={`${here}/questions/new?section=${encodeURIComponent(section.key)}`}>
                    {t.add}
                  </LinkButton>
                </p>
              ) : null}
            </Section>
          ))}
          <Button verdict={change}>{t.button}</Button>
        </Form>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
