import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { recordBalance } from "#app/domain/shortlist/commands.server.ts";
import { balanceFields, balanceInput, namedInput, readBalance } from "#app/domain/shortlist/input.ts";
import { balanceOf, mayBalance } from "#app/domain/shortlist/balancing.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { BalanceForm } from "#app/ui/selection-balance-form.tsx";
import { BalanceReport, BalanceUnmet } from "#app/ui/selection-balance.tsx";
import { ListComposition } from "#app/ui/selection-composition.tsx";
import { Moment } from "#app/ui/time.tsx";
import { Sentences } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => ({
  ...(await balanceOf(ctx, id("roundId"))),
  title: t.balance.title,
}));

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  authorise(await mayBalance(ctx, id("roundId")));
  const sent = await form();
  const [fields, named] = [parse(sent, balanceInput), parse(sent, namedInput)];
  if (!fields.ok || !named.ok) return failed(sent, { ...problemsOf(fields), ...problemsOf(named) });
  const given = readBalance(fields.value, named.value);
  if (!given.ok) return failed(sent, given.errors);
  const { line, reach, reason } = fields.value;
  await recordBalance(ctx, visit.services.calculation.run, {
    roundId: id("roundId"),
    line,
    reach,
    reason,
    rules: given.rules,
  });
  return redirect(`/rounds/${id("roundId")}/balance`, 303);
});

const problemsOf = (read: { ok: true } | { ok: false; errors: Record<string, string> }) => (read.ok ? {} : read.errors);

export default function BalancePage() {
  const { round, partial, balancing, lines, names, latest, themes, groups, composition } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.balance;
  return (
    <Page
      width="full"
      eyebrow={say(round.name, locale)}
      title={t.title}
      lede={t.lede}
      back={{ href: `/rounds/${round.id}/selection`, label: texts.shortlist.title }}
    >
      {partial ? <Notice kind="warning">{texts.cut.partial}</Notice> : null}
      {composition ? <ListComposition composition={composition} themes={themes} /> : null}
      {latest ? (
        <>
          <p>
            <Sentences>
              {t.workedOut(latest.by)}
              <Moment at={latest.at} zone={round.cycle.timeZone} />
            </Sentences>
          </p>
          <p>
            <Sentences>
              {t.above(latest.line)}
              {t.reaches[latest.reach]}
            </Sentences>
          </p>
          {latest.reason ? (
            <p dir="auto" className="written">
              {latest.reason}
            </p>
          ) : null}
          {latest.outcome.feasible ? (
            <BalanceReport report={latest.outcome.report} names={names} line={latest.line} themes={themes} />
          ) : (
            <BalanceUnmet unmet={latest.outcome.unmet} themes={themes} />
          )}
        </>
      ) : null}
      {balancing.allowed ? (
        <BalanceForm
          roundId={round.id}
          lines={lines}
          levels={round.levels}
          groups={groups}
          themes={themes}
          adoptable={latest?.outcome.feasible ?? false}
          last={latest && balanceFields(latest)}
          refused={refused}
        />
      ) : partial ? null : (
        <Section title={t.rules}>
          <p>{texts.refusals[balancing.because]}</p>
        </Section>
      )}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
