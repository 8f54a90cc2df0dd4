import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { setRules } from "#app/domain/assignment/commands.server.ts";
import { readRules, rulesInput } from "#app/domain/assignment/input.ts";
import { canAssign } from "#app/domain/assignment/policy.ts";
import { sideRules } from "#app/domain/assignment/planning.server.ts";
import { panelOf } from "#app/domain/panel/queries.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { RulesForm } from "#app/ui/assignment-rules.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { id: roundId, name, state, divided } = await getRound(ctx, id("roundId"));
  authorise(canAssign(ctx.actor, { id: roundId, state }));
  const reviewers = (await panelOf(ctx, roundId))
    .filter(({ roles }) => roles.includes("reviewer"))
    .map(({ accountId, name: person }) => ({ id: accountId, name: person }));
  return {
    round: { id: roundId, name, divided },
    rules: await sideRules(ctx, roundId),
    reviewers,
    title: t.assignment.rules.title,
  };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const sent = await form();
  const fields = parse(sent, rulesInput);
  if (!fields.ok) return failed(sent, fields.errors);
  const given = readRules(fields.value, sent.all("apart"), sent.all("soft"));
  const errors = given.ok ? await errorsOf(setRules(ctx, id("roundId"), given.rules)) : given.errors;
  return errors ? failed(sent, errors) : redirect(`/rounds/${id("roundId")}/assignments/rules`, 303);
});

export default function AssignmentRulesPage() {
  const { round, rules, reviewers } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ assignment: texts }, locale] = [useTexts(), useLocale()];
  const t = texts.rules;
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      width="text"
      back={{ href: `/rounds/${round.id}/assignments`, label: texts.title }}
    >
      {round.divided ? <p className="hint">{t.divided}</p> : null}
      <RulesForm rules={rules} reviewers={reviewers} refused={refused} />
      <p>
        <LinkButton kind="secondary" href={`/rounds/${round.id}/assignments/balanced`}>
          {t.plan}
        </LinkButton>
      </p>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
