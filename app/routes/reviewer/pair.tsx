import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { isUuid } from "#app/domain/input.ts";
import { ownScores, pairOf } from "#app/domain/review/own-scores.server.ts";
import { getJudging } from "#app/domain/review/tasks.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { EntryPair } from "#app/ui/entry-pair.tsx";
import { Button, Buttons, Form } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

/** Two of one's own entries beside each other: `?first=…&second=…` name their assignments. */
export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const round = await getJudging(ctx, id("roundId"));
  const opened = (await ownScores(ctx, round.id)).rows
    .filter((row) => row.opened)
    .map(({ id: value, code, title }) => ({ value, label: `${code} ${title || t.entry.untitled}` }));
  const [first, second] = [url.searchParams.get("first") ?? "", url.searchParams.get("second") ?? ""];
  const chosen = first !== "" && second !== "";
  if (chosen && !(isUuid(first) && isUuid(second))) throw new NotFound();
  const pair = chosen && first !== second ? await pairOf(ctx, round.id, [first, second]) : null;
  return {
    round: { id: round.id, name: round.name },
    opened,
    first,
    second,
    same: chosen && first === second,
    pair,
    title: t.review.pair.title,
  };
});

export default function PairPage() {
  const { round, opened, first, second, same, pair, title } = useLoaderData<typeof loader>();
  const [
    {
      review: { pair: t, finish },
    },
    locale,
  ] = [useTexts(), useLocale()];
  return (
    <Page
      eyebrow={say(round.name, locale)}
      title={title}
      width="full"
      back={{ href: `/judging/rounds/${round.id}/finish`, label: finish.title }}
    >
      <Form method="get">
        <Select name="first" label={t.first} options={opened} value={first} />
        <Select name="second" label={t.second} options={opened} value={second} error={same ? t.different : undefined} />
        <Buttons>
          <Button kind={pair ? "secondary" : "primary"}>{t.button}</Button>
        </Buttons>
      </Form>
      {pair ? <EntryPair {...pair} /> : null}
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
