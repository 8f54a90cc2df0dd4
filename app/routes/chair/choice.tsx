import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { select } from "#app/domain/shortlist/commands.server.ts";
import { NO_LEVEL, selectionInput } from "#app/domain/shortlist/input.ts";
import { maySelect } from "#app/domain/shortlist/policy.ts";
import { getChoice } from "#app/domain/shortlist/queries.server.ts";
import { levelOf } from "#app/domain/shortlist/rules.ts";
import { authorise } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, Form, LinkButton, TextArea } from "#app/ui/form.tsx";
import { Radios } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";
import { Rank, useMeans } from "#app/ui/ranking-table.tsx";
import { useProposalText } from "#app/ui/selection-table.tsx";
import { Code } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, t }) => {
  const { round, line, facts, proposed } = await getChoice(ctx, id("roundId"), id("entryId"));
  authorise(maySelect(ctx.actor, facts));
  return { round, line, proposed, title: t.shortlist.choice.title(line.title || t.entry.untitled) };
});

export const action = signedIn(async ({ ctx, id, form }) => {
  const [roundId, entryId] = [id("roundId"), id("entryId")];
  const sent = await form();
  const given = parse(sent, selectionInput);
  if (!given.ok) return failed(sent, given.errors);
  const errors = await errorsOf(
    select(ctx, { roundId, entryId, levelKey: given.value.level, reason: given.value.reason }),
  );
  return errors ? failed(sent, errors) : redirect(`/rounds/${roundId}/selection`, 303);
});

export default function ChoicePage() {
  const { round, line, proposed, title } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [{ shortlist: t, honour }, locale] = [useTexts(), useLocale()];
  const [proposalText, meanText] = [useProposalText(round.levels), useMeans([line])];
  const errors = useFieldErrors(refused?.errors, t.choice);
  const standing = levelOf(line);
  const selection = `/rounds/${round.id}/selection`;
  const options = [
    ...round.levels.map(({ levelKey, name }) => ({ value: levelKey, label: say(name, locale) })),
    { value: NO_LEVEL, label: t.noLevel },
  ];
  return (
    <Page eyebrow={<Code>{line.code}</Code>} title={title} width="text" back={{ href: selection, label: t.title }}>
      <ErrorSummary errors={errors} />
      {proposed ? <Notice kind="warning">{t.choice.void}</Notice> : null}
      <SummaryList
        rows={[
          line.rank !== null && { key: "rank", label: t.rank, value: <Rank of={line} /> },
          { key: "mean", label: t.mean, value: meanText(line) },
          { key: "proposal", label: t.choice.proposal, value: proposalText(line) },
          line.honours.length > 0 && {
            key: "honours",
            label: honour.link,
            value: line.honours.map(({ name }) => say(name, locale)).join("\n"),
          },
        ]}
      />
      <p>
        <a href={`${selection}/${line.entryId}/honours`}>{honour.change}</a>
      </p>
      <Form>
        <Radios
          name="level"
          legend={t.choice.level}
          options={options}
          value={refused?.typed["level"] ?? (standing === undefined ? null : (standing ?? NO_LEVEL))}
          error={errors["level"]}
        />
        <TextArea
          name="reason"
          label={t.choice.reason}
          hint={t.choice.reasonHint}
          rows={4}
          value={refused?.typed["reason"] ?? line.chosen?.reason}
          error={errors["reason"]}
        />
        <Buttons>
          <Button>{t.choice.button}</Button>
          <LinkButton kind="secondary" href={selection}>
            {t.choice.cancel}
          </LinkButton>
        </Buttons>
      </Form>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
