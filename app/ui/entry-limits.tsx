import { fitsLimits } from "#app/domain/submission/policy.ts";
import type { Limits, Taken } from "#app/domain/submission/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { Notice } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Labelled } from "./wording.tsx";

/** How much of a call's limits the city has used, and why an entry would be refused by them. */
export function EntryLimits({ limits }: { limits: Limits }) {
  const [{ entry, refusals }, locale] = [useTexts(), useLocale()];
  const { ofCity, ofFramework } = limits;
  if (!ofCity && !ofFramework) return null;
  const fits = fitsLimits(limits);
  const used = ({ taken, most }: Taken) => entry.limits.of(formatNumber(taken, locale), formatNumber(most, locale));
  const lines = (
    <>
      {ofCity ? (
        <p>
          <Labelled label={entry.limits.city}>{used(ofCity)}</Labelled>
        </p>
      ) : null}
      {ofFramework ? (
        <p>
          <Labelled label={entry.limits.framework}>
            {used(ofFramework)} · <bdi>{ofFramework.name}</bdi>
          </Labelled>
        </p>
      ) : null}
    </>
  );
  return fits.allowed ? (
    lines
  ) : (
    <Notice kind="warning">
      <p>{refusals[fits.because]}</p>
      {lines}
    </Notice>
  );
}

/** The limits of a call, for whoever has not begun yet. */
export function CallLimits({ of }: { of: { entryLimit: number | null; frameworkLimit: number | null } }) {
  const [{ cycle }, locale] = [useTexts(), useLocale()];
  return (["entryLimit", "frameworkLimit"] as const).map((limit) =>
    of[limit] ? (
      <p key={limit}>
        <Labelled label={cycle.entering[limit]}>{formatNumber(of[limit], locale)}</Labelled>
      </p>
    ) : null,
  );
}
