import type { EndorsementState } from "#app/domain/endorsement/rules.ts";
import type { LastEndorsement } from "#app/domain/entry/rules.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { Notice, type Tone } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";

export type EndorsementFacts = { state: EndorsementState; last: LastEndorsement | null; rule: "off" | "optional" | "required" };

export const ENDORSEMENT_TONES: Record<EndorsementState, Tone> = { none: "neutral", asked: "progress", "asked-changed": "warning", expired: "warning", declined: "danger", endorsed: "done", "endorsed-changed": "warning" };

/** Who was asked or has signed, and whether that still holds. */
export function EndorsementNotice({ state, last, rule, zone, href }: EndorsementFacts & { zone: string; href?: string }) {
  const [t, locale] = [useTexts().endorsement, useLocale()];
  const link = href ? <p><a href={href}>{state === "none" ? t.ask : t.title}</a></p> : null;
  if (!last) return rule === "required" ? <Notice kind="warning" title={t.needed}>{link}</Notice> : null;
  const { name, office, askedAt, answeredAt, expiresAt, reason } = last;
  const at = formatMoment(answeredAt ?? askedAt, locale, zone);
  const said = last.endorsed ? t.signed : last.endorsed === false ? t.declined : t.asked;
  const more = { none: "", asked: t.until(formatMoment(expiresAt, locale, zone)), "asked-changed": t.changed, expired: t.expired, declined: "", endorsed: t.resend, "endorsed-changed": t.changed }[state];
  return (
    <Notice kind={state === "endorsed" ? "success" : state === "asked" ? "info" : "warning"} title={<bdi>{said(name, office, at)}</bdi>}>
      {more ? <p>{more}</p> : null}
      {reason ? <p>{t.reason}: <bdi>{reason}</bdi></p> : null}
      {link}
    </Notice>
  );
}
