import type { WindowStep } from "#app/domain/round/rules.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { Buttons, LinkButton } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Moment } from "./time.tsx";
import { Labelled } from "./wording.tsx";

type Window = { opensAt: Date; closesAt: Date };
type Change = { id: string; step: WindowStep; at: Date; by: string; reason: string; from: Window; to: Window };

type RoundWindowProps = {
  round: Window & { id: string; state: string };
  zone: string;
  changes: readonly Change[];
  may: { lock: boolean; unlock: boolean };
  /** Why it stays closed for good, though nothing is frozen. */
  locked: "seed-is-open" | null;
};

/** When a round is scored, every change of that since it began, and what the reader may do about it. */
export function RoundWindow({ round, zone, changes, may, locked }: RoundWindowProps) {
  const [{ round: t, refusals }, locale] = [useTexts(), useLocale()];
  return (
    <>
      <p>
        <Labelled label={t.home.window}>
          <Span {...round} zone={zone} />
        </Labelled>
      </p>
      {changes.length === 0 ? null : (
        <ul>
          {changes.map(({ id, step, at, by, reason, from, to }) => (
            <li key={id}>
              <Labelled label={t.windowChanges[step](formatMoment(at, locale, zone), by)}>
                <bdi>{reason}</bdi>
              </Labelled>
              <br />
              <span className="hint">
                {from.opensAt.getTime() === to.opensAt.getTime() ? (
                  <Labelled label={t.windowChanges.endBefore}>
                    <Moment at={from.closesAt} zone={zone} />
                  </Labelled>
                ) : (
                  <Labelled label={t.windowChanges.before}>
                    <Span {...from} zone={zone} />
                  </Labelled>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {round.state === "frozen" ? <p className="hint">{t.windowChanges.frozen}</p> : null}
      {locked ? <p className="hint">{refusals[locked]}</p> : null}
      {may.lock || may.unlock ? (
        <Buttons>
          <LinkButton kind="secondary" href={`/rounds/${round.id}/${may.lock ? "lock" : "unlock"}`}>
            {may.lock ? t.lock.link : t.unlock.link}
          </LinkButton>
        </Buttons>
      ) : null}
    </>
  );
}

function Span({ opensAt, closesAt, zone }: Window & { zone: string }) {
  const t = useTexts().round.home;
  return (
    <>
      {t.from} <Moment at={opensAt} zone={zone} /> {t.to} <Moment at={closesAt} zone={zone} />
    </>
  );
}
