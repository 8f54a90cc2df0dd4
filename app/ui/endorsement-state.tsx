import type { EndorsementState } from "#app/domain/endorsement/rules.ts";
import type { LastEndorsement, SealedEndorsement, SealedLetter } from "#app/domain/entry/sealed.ts";
import { formatBytes, formatMoment } from "#app/i18n/format.ts";
import { Notice, type Tone } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Labelled, Sentences } from "./wording.tsx";

export type EndorsementFacts = {
  state: EndorsementState;
  last: LastEndorsement | null;
  rule: "off" | "optional" | "required";
};

export const ENDORSEMENT_TONES: Record<EndorsementState, Tone> = {
  none: "neutral",
  asked: "progress",
  "asked-changed": "warning",
  expired: "warning",
  declined: "danger",
  endorsed: "done",
  "endorsed-changed": "warning",
  "letter-infected": "danger",
};

/** Who was asked or has signed, and whether that still holds. `open`: as long as somebody can be asked again. */
export function EndorsementNotice({
  state,
  last,
  rule,
  open,
  zone,
  href,
}: EndorsementFacts & { open: boolean; zone: string; href?: string }) {
  const [t, locale] = [useTexts().endorsement, useLocale()];
  const link = href ? (
    <p>
      <a href={href}>{state === "none" ? t.ask : t.title}</a>
    </p>
  ) : null;
  if (!last)
    return rule === "required" ? (
      <Notice kind="warning" title={t.needed}>
        {link}
      </Notice>
    ) : null;
  const { name, office, askedAt, answeredAt, expiresAt, reason, letter } = last;
  const at = formatMoment(answeredAt ?? askedAt, locale, zone);
  const said = letter ? t.letter.signed : last.endorsed ? t.signed : last.endorsed === false ? t.declined : t.asked;
  const changed = <Sentences>{[t.changed, open ? t.forNewText : ""]}</Sentences>;
  const more = {
    none: "",
    asked: expiresAt ? t.until(formatMoment(expiresAt, locale, zone)) : "",
    "asked-changed": changed,
    expired: t.expired,
    declined: "",
    endorsed: t.resend,
    "endorsed-changed": changed,
    "letter-infected": t.letter.infected,
  }[state];
  return (
    <Notice
      kind={state === "endorsed" ? "success" : state === "asked" ? "info" : "warning"}
      title={<bdi>{said(name, office, at)}</bdi>}
    >
      {more ? <p>{more}</p> : null}
      {letter && letter.scan !== "infected" ? <LetterLink letter={letter} /> : null}
      {reason ? (
        <p>
          <Labelled label={t.reason}>
            <bdi>{reason}</bdi>
          </Labelled>
        </p>
      ) : null}
      {link}
    </Notice>
  );
}

/** Who signed what was sealed, and in which of the two ways. */
export function SealedSignOff({ name, office, at, letter, zone }: SealedEndorsement & { zone: string }) {
  const [t, locale] = [useTexts().endorsement, useLocale()];
  return (
    <>
      <bdi>{(letter ? t.letter.signed : t.signed)(name, office, formatMoment(at, locale, zone))}</bdi>
      {letter ? <LetterLink letter={letter} /> : <p className="hint">{t.throughLink}</p>}
    </>
  );
}

function LetterLink({ letter: { attachmentId, name, size, scan } }: { letter: SealedLetter }) {
  const [t, locale] = [useTexts(), useLocale()];
  return (
    <p>
      <a href={`/attachments/${attachmentId}`}>
        <bdi>{name}</bdi>
      </a>
      {t.ui.comma}
      {formatBytes(size, locale)}
      {scan === "off" ? (
        <>
          {t.ui.comma}
          {t.ui.files.notScanned}
        </>
      ) : null}
    </p>
  );
}
