import type { Diagnosis, Habits, ReviewerDiagnosis } from "#app/domain/ranking/diagnostics.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Facts, Num, Th } from "./data.tsx";
import { Tag } from "./feedback.tsx";
import type { SpreadRow } from "./ranking-band.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Titled } from "./wording.tsx";

/** From here on infit and outfit are called distorting. */
const DISTORTS = 2;
const TWO = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** How far scores can be relied on. */
export function Reliability({ single, mean, adjusted }: NonNullable<Diagnosis["reliability"]>) {
  const [t, locale] = [useTexts().cut.diagnostics.reliability, useLocale()];
  return (
    <Section title={t.title}>
      <Facts
        items={[
          { label: t.single, value: formatNumber(single, locale, TWO) },
          { label: t.mean, value: formatNumber(mean, locale, TWO) },
          { label: t.adjusted, value: formatNumber(adjusted, locale, TWO) },
        ]}
      />
      <p className="hint">{t.note}</p>
    </Section>
  );
}

/** Who gives more and who less than the others, and how consistently. */
export function Severities({ reviewers }: { reviewers: (ReviewerDiagnosis & { name: string; habits: Habits })[] }) {
  const [t, locale] = [useTexts().cut.diagnostics.severity, useLocale()];
  const signed = (value: number) => formatNumber(value, locale, { ...TWO, signDisplay: "exceptZero" });
  const figure = (value: number) => formatNumber(value, locale, TWO);
  return (
    <Section title={t.title}>
      <p>{t.text}</p>
      <DataTable
        stacked
        caption={t.title}
        captionHidden
        head={
          <>
            <Th>{t.reviewer}</Th>
            <Th numeric>{t.reviews}</Th>
            <Th numeric>{t.severity}</Th>
            <Th numeric>{t.interval}</Th>
            <Th numeric>{t.fit}</Th>
            <Th numeric>{t.slope}</Th>
            <Th>{t.remarks}</Th>
          </>
        }
      >
        {reviewers.map(({ name, ...reviewer }) => (
          <tr key={reviewer.id}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <Num>{formatNumber(reviewer.reviews, locale)}</Num>
            <Num>{signed(reviewer.severity)}</Num>
            <Num>
              <bdi dir="ltr">{t.range(signed(reviewer.low), signed(reviewer.high))}</bdi>
            </Num>
            <Num>{figure(reviewer.infit)}</Num>
            <Num>{reviewer.slope === null ? "–" : figure(reviewer.slope)}</Num>
            <td>
              <Remarks of={reviewer} />
            </td>
          </tr>
        ))}
      </DataTable>
      <p className="hint">{t.note}</p>
      <p className="hint">{t.habits}</p>
    </Section>
  );
}

/** What stands out in how somebody uses the scale; nothing for most. */
function Remarks({ of }: { of: Omit<ReviewerDiagnosis, "id"> & { habits: Habits } }) {
  const t = useTexts().cut.diagnostics.severity;
  const remarks = [
    of.leaning && { text: t[of.leaning] },
    of.scatters && { text: t.scatters, tone: "warning" as const },
    Math.max(of.infit, of.outfit) > DISTORTS && !of.scatters && { text: t.strays },
    of.slope !== null && of.slope < 0.3 && { text: t.flat, tone: "warning" as const },
    of.habits.crowded && { text: t.crowded },
    of.habits.straight && { text: t.straight },
  ].filter((each) => each !== null && each !== false);
  return remarks.length === 0 ? null : (
    <ul>
      {remarks.map(({ text, tone }) => (
        <li key={text}>
          <Tag tone={tone}>{text}</Tag>
        </li>
      ))}
    </ul>
  );
}

/** What the picture of how reviewers used the scale shows, in figures. */
export function Spreads({ rows }: { rows: SpreadRow[] }) {
  const [{ spread: t, diagnostics }, locale] = [useTexts().cut, useLocale()];
  const figure = (value: number) => formatNumber(value, locale, TWO);
  return (
    <DataTable
      stacked
      caption={t.figures}
      head={
        <>
          <Th>{diagnostics.severity.reviewer}</Th>
          <Th numeric>{t.lowest}</Th>
          <Th numeric>{t.middle}</Th>
          <Th numeric>{t.median}</Th>
          <Th numeric>{t.highest}</Th>
        </>
      }
    >
      {rows.map(({ id, name, spread: [least, lower, median, upper, most] }) => (
        <tr key={id}>
          <th scope="row">
            <bdi>{name}</bdi>
          </th>
          <Num>{figure(least)}</Num>
          <Num>
            <bdi dir="ltr">{diagnostics.severity.range(figure(lower), figure(upper))}</bdi>
          </Num>
          <Num>{figure(median)}</Num>
          <Num>{figure(most)}</Num>
        </tr>
      ))}
    </DataTable>
  );
}

/** Entries to talk about. */
export function Disputed({
  roundId,
  entries,
}: {
  roundId: string;
  entries: { id: string; code: string; title: string; reviews: number; chance: number }[];
}) {
  const [t, locale] = [useTexts().cut.diagnostics.disputed, useLocale()];
  return (
    <Section title={t.title}>
      <p>{entries.length === 0 ? t.none : t.text}</p>
      {entries.length === 0 ? null : (
        <DataTable
          stacked
          caption={t.title}
          captionHidden
          head={
            <>
              <Th>{t.entry}</Th>
              <Th numeric>{t.reviews}</Th>
              <Th>{t.advice}</Th>
            </>
          }
        >
          {entries.map(({ id, code, title, reviews }) => (
            <tr key={id}>
              <th scope="row">
                <Titled of={{ code, title }} href={`/rounds/${roundId}/entries/${id}`} />
              </th>
              <Num>{formatNumber(reviews, locale)}</Num>
              <td>
                <Tag tone="warning">{t.discuss}</Tag>
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </Section>
  );
}
