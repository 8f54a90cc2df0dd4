import type { Adjusted, Adjustment } from "#app/domain/ranking/adjusted.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { SummaryList } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Bracketed, Sentences } from "./wording.tsx";

/**
 * How many decimals the figures of a formula need, so that whoever redoes it arrives at the second decimal of the
 * score.
 */
const WORKING = { minimumFractionDigits: 2, maximumFractionDigits: 4 };

/** An adjusted score that opens to the formula with the entry's own figures. */
export function AdjustedScore({ billionths, mean, correction, shrinkage, middle }: Adjusted & { middle: number }) {
  const locale = useLocale();
  const figure = (value: number) => formatNumber(value, locale, WORKING);
  return (
    <details className="working">
      <summary>
        {formatNumber(billionths / 1e9, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}
      </summary>
      <bdi dir="ltr">
        {figure(middle)} + {figure(shrinkage)} × ({figure(mean)} {correction < 0 ? "−" : "+"}{" "}
        {figure(Math.abs(correction))} − {figure(middle)})
      </bdi>
    </details>
  );
}

/** What the correction is and the figures it rests on, so that anyone can redo it. */
export function AdjustmentWorkings({
  adjustment: { intercept, variance },
}: {
  adjustment: Omit<Adjustment, "entries">;
}) {
  const [t, locale] = [useTexts().ranking.workings, useLocale()];
  const figure = (value: number) => formatNumber(value, locale, WORKING);
  const variances = (["entry", "residual", "reviewer"] as const).map((key) => ({
    key,
    label: t[key],
    value: figure(variance![key]),
  }));
  return (
    <Section title={t.title}>
      <p>{t.text}</p>
      <p>
        <strong>{t.formula}</strong>
      </p>
      <SummaryList
        rows={[
          {
            key: "middle",
            label: t.middle,
            value: (
              <>
                {figure(intercept)}
                <Bracketed>{t.middleText}</Bracketed>
              </>
            ),
          },
          { key: "share", label: t.share, value: t.shareText },
          ...variances,
        ]}
      />
      <p className="hint">
        <Sentences>
          {t.method}
          {t.detail}
        </Sentences>
      </p>
    </Section>
  );
}
