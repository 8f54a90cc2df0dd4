import type { Refusal } from "#app/domain/errors.ts";
import type { CutLine, Variation } from "#app/domain/ranking/cut.ts";
import { percentOf } from "#app/domain/ranking/rules.ts";
import { levelName } from "#app/domain/round/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { Bar, DataTable, Facts, Num, Th } from "./data.tsx";
import { Notice, Tag } from "./feedback.tsx";
import { Button, Form, Hidden, TextInput } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { About, EntryName, EntryTitle, Sentences, Titled } from "./wording.tsx";

type Rows = Record<string, { code: string; title: string; reviews: number; given: number; assigned: number }>;

/** Where the line runs: a number to change, and the lines of the round. */
export function LineForm({
  line,
  most,
  lines,
  levels,
}: {
  line: number;
  most: number;
  lines: { after: number; levelKey: string }[];
  levels: { levelKey: string; name: Localised }[];
}) {
  const [t, locale] = [useTexts().cut, useLocale()];
  const nameOf = (key: string) => levelName(levels, key, locale);
  return (
    <>
      <Form method="get">
        <TextInput
          name="line"
          label={t.lineLabel}
          hint={t.lineHint(most)}
          value={String(line)}
          width="short"
          inputMode="numeric"
        />
        <Button kind="secondary">{t.move}</Button>
      </Form>
      {lines.length > 0 ? (
        <ul className="run">
          {lines.map(({ after, levelKey }) => (
            <li key={levelKey}>
              <a href={`?line=${after}`} aria-current={after === line ? "true" : undefined}>
                {t.lineOf(nameOf(levelKey), after)}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

/** One sentence, and how many entries are sure, open and out. */
export function CutFacts({ line, hits, entries }: { line: number; hits: number; entries: CutLine["entries"] }) {
  const [t, locale] = [useTexts().cut, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  const count = (band: CutLine["entries"][number]["band"]) =>
    number(entries.filter((entry) => entry.band === band).length);
  return (
    <>
      <p>{line === 1 ? t.hitsOne(hits >= 0.5) : t.hits(line, number(Math.round(hits)))}</p>
      <Facts
        items={(["sure", "near-tie", "out"] as const).map((band) => ({
          label: t.bands[band],
          value: count(band),
          note: t.bandNotes[band],
        }))}
      />
      <p className="hint">{t.chanceNote}</p>
    </>
  );
}

type CutTableProps = Record<"reviews" | "all", boolean> & {
  roundId: string;
  line: number;
  entries: CutLine["entries"];
  rows: Rows;
};

/** Every entry that is not clearly out, or all, with the chance that it belongs above the line. */
export function CutTable({ roundId, line, entries, rows, reviews, all }: CutTableProps) {
  const [t, locale] = [useTexts().cut, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  const percent = (share: number) => formatNumber(share, locale, { style: "percent" });
  const shown = entries.filter(({ band, place }) => all || band !== "out" || place <= line);
  return (
    <Section title={t.table}>
      <DataTable
        stacked
        caption={t.table}
        captionHidden
        head={
          <>
            <Th numeric>{t.place}</Th>
            <Th>{t.entry}</Th>
            <Th numeric>{t.chance}</Th>
            <Th>{t.band}</Th>
            <Th numeric>{t.ranks}</Th>
            <Th numeric>{t.reviews}</Th>
          </>
        }
      >
        {shown.map(({ id, place, chance, low, high, band }) => (
          <tr key={id} className={place === line ? "cut" : undefined}>
            <Num>{number(place)}</Num>
            <th scope="row">
              <Titled of={rows[id]} href={reviews ? `/rounds/${roundId}/entries/${id}` : undefined} />
            </th>
            <Num>
              {percent(percentOf(chance) / 100)}
              <Bar share={chance} />
            </Num>
            <td>
              <Tag tone={band === "sure" ? "done" : band === "near-tie" ? "warning" : "neutral"}>{t.bands[band]}</Tag>
            </td>
            <Num>{t.rankRange(number(low), number(high))}</Num>
            <Num>{number(rows[id]?.reviews ?? 0)}</Num>
          </tr>
        ))}
      </DataTable>
      <p className="hint">
        <Sentences>
          {t.rest(entries.length - shown.length)}
          {shown.length < entries.length ? <a href={`?line=${line}&all=yes`}>{t.showAll(entries.length)}</a> : null}
        </Sentences>
      </p>
    </Section>
  );
}

/** Where one more review tells most, who could give it, and how many are in of those that were asked for. */
export function CutReads({
  roundId,
  line,
  extra,
  rows,
  refused,
}: {
  roundId: string;
  line: number;
  refused: Refusal | null;
  extra: { entryId: string; reviewer: { id: string; name: string } | null }[];
  rows: Rows;
}) {
  const [
    {
      cut: { extra: t, reviews },
      ranking,
      refusals,
    },
    locale,
  ] = [useTexts(), useLocale()];
  const number = (of: number | undefined) => formatNumber(of ?? 0, locale);
  if (extra.length === 0) return null;
  return (
    <Section title={t.title}>
      <p>{t.text}</p>
      {refused ? <Notice kind="info">{refusals[refused]}</Notice> : null}
      <DataTable
        stacked
        caption={t.title}
        captionHidden
        head={
          <>
            <Th>{t.entry}</Th>
            <Th numeric>{reviews}</Th>
            <Th>{t.reviewer}</Th>
            {refused ? null : <Th unseen>{t.button}</Th>}
          </>
        }
      >
        {extra.map(({ entryId, reviewer }) => (
          <tr key={entryId}>
            <th scope="row">
              <Titled of={rows[entryId]} />
            </th>
            <Num>{ranking.reviewsOf(number(rows[entryId]?.given), number(rows[entryId]?.assigned))}</Num>
            <td>{reviewer ? <bdi>{reviewer.name}</bdi> : t.nobody}</td>
            {refused ? null : (
              <td>
                {reviewer ? (
                  <Form action={`/rounds/${roundId}/cut/reads`}>
                    <Hidden name="entryId" value={entryId} />
                    <Hidden name="reviewerId" value={reviewer.id} />
                    <Hidden name="line" value={String(line)} />
                    <Button kind="secondary">
                      {t.button}
                      <About>
                        <EntryTitle title={rows[entryId]?.title} />
                      </About>
                    </Button>
                  </Form>
                ) : null}
              </td>
            )}
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

/** What would be different if one thing were: a reviewer less, a weight more or less, another method. */
export function CutChanges({
  changes,
  unchanged,
  rows,
  names,
  criteria,
}: {
  changes: CutLine["changes"];
  unchanged: number;
  rows: Rows;
  names: Record<string, string>;
  criteria: Localised[];
}) {
  const [t, described] = [useTexts().cut.changes, useDescribed(names, criteria)];
  return (
    <Section title={t.title}>
      <p>
        <Sentences>
          {t.text}
          {t.unchanged(unchanged)}
        </Sentences>
      </p>
      {changes.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <DataTable
          stacked
          caption={t.title}
          captionHidden
          head={
            <>
              <Th>{t.variation}</Th>
              <Th>{t.in}</Th>
              <Th>{t.out}</Th>
            </>
          }
        >
          {changes.map((change) => (
            <tr key={JSON.stringify(change.variation)}>
              <th scope="row">{described(change.variation)}</th>
              <td>
                <EntryNames ids={change.in} rows={rows} />
              </td>
              <td>
                <EntryNames ids={change.out} rows={rows} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}

/** Entries one after another, or that there is none. */
function EntryNames({ ids, rows }: { ids: string[]; rows: Rows }) {
  const t = useTexts().cut.changes;
  if (ids.length === 0) return <>{t.nobody}</>;
  return (
    <ul className="run">
      {ids.map((id) => (
        <li key={id}>{rows[id] ? <EntryName of={rows[id]} /> : null}</li>
      ))}
    </ul>
  );
}

/** What would be different, in words. */
function useDescribed(names: Record<string, string>, criteria: Localised[]): (variation: Variation) => string {
  const [t, locale] = [useTexts().cut.changes, useLocale()];
  return (variation) => {
    switch (variation.kind) {
      case "weight":
        return t.weight(say(criteria[variation.criterion]!, locale), variation.percent);
      case "method":
        return t.methods[variation.method];
      case "consistency":
        return t.consistency(variation.trusted);
      case "pooled":
        return t.pooled;
      case "without-reviewer": {
        const name = names[variation.reviewer];
        return name ? t.without(name) : t.withoutOne;
      }
    }
  };
}
