import type { Verdict } from "#app/domain/verdict.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { Notice } from "./feedback.tsx";
import { Button, Buttons, Form } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

type Own = { verdict: Verdict; attested: boolean; receipt: string | null; contact: string };

/** Where a reviewer confirms that the frozen scores are theirs, or learns to whom to write; afterwards the receipt. */
export function ConfirmScores({ roundId, own }: { roundId: string; own: Own }) {
  const t = useTexts().proof.confirming;
  if (!own.verdict.allowed && !own.attested) return null;
  return (
    <Section title={t.title} id="confirm">
      {own.attested ? (
        <>
          <Notice kind="success" title={t.done}>
            {t.doneText}
          </Notice>
          <pre className="receipt" tabIndex={0}>
            {own.receipt}
          </pre>
        </>
      ) : (
        <>
          <p>{t.text}</p>
          <Form action={`/judging/rounds/${roundId}/attestation`}>
            <Buttons>
              <Button>{t.button}</Button>
            </Buttons>
          </Form>
        </>
      )}
      <p>
        {t.wrong} <a href={`mailto:${own.contact}`}>{own.contact}</a>
      </p>
    </Section>
  );
}

/** Who has not confirmed their scores yet, for those who follow the round. */
export function MissingConfirmations({
  given,
  of,
  missing,
}: {
  given: number;
  of: number;
  missing: readonly string[];
}) {
  const [t, locale] = [useTexts().proof.confirming, useLocale()];
  if (of === 0) return null;
  return (
    <Section title={t.follow} id="confirmations">
      <p>{t.counted(formatNumber(given, locale), formatNumber(of, locale))}</p>
      {missing.length === 0 ? null : (
        <>
          <p>{t.missing}</p>
          <ul>
            {missing.map((name, at) => (
              <li key={`${at} ${name}`}>
                <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
