import type { Adjustment } from "#app/domain/ranking/adjusted.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { SummaryList } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Bracketed } from "./wording.tsx";

/**
 * How many decimals the figures of a formula need, so that whoever redoes it arrives at the second decimal of the
 * score.
 */
const WORKING = { minimumFractionDigits: 4, maximumFractionDigits: 4 };

/** Such a figure as readers write it. */
export function useWorking(): (value: number) => string {
  const locale = useLocale();
  return (value) => formatNumber(value, locale, WORKING);
}

/** How whoever reads the table redoes a score, in one line with the middle of this round. */
export function HowToRedo({ intercept }: Pick<Adjustment, "intercept">) {
  const [t, figure] = [useTexts().ranking, useWorking()];
  return <p>{t.redo(figure(intercept))}</p>;
}

/** What the correction is and the figures it rests on, so that anyone can redo it. */
export function AdjustmentWorkings({
  adjustment: { intercept, variance },
}: {
  adjustment: Omit<Adjustment, "entries">;
}) {
  const [t, figure] = [useTexts().ranking.workings, useWorking()];
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
      <p className="hint">{t.method}</p>
    </Section>
  );
}
