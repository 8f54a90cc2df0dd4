import type { trustedKeys } from "#app/domain/commitment/note.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

type Keys = { now: string; next: string | null; trusted: ReturnType<typeof trustedKeys> };

/**
 * The key of the log, the one that is to follow, and those that signed before, without which no proof from their time
 * holds; where there are such, all of them for a reader's file.
 */
export function LogKeys({ now, next, trusted }: Keys) {
  const [t, locale] = [useTexts().proof.page, useLocale()];
  const { revoked = [] } = trusted;
  return (
    <Section title={t.key}>
      <p>
        <code className="hash">{now}</code>
      </p>
      <p className="hint">{t.keyHint}</p>
      {next ? (
        <>
          <p>
            {t.next}
            <br />
            <code className="hash">{next}</code>
          </p>
          <p className="hint">{t.nextHint}</p>
        </>
      ) : null}
      {revoked.map(({ key, size }) => (
        <p key={key}>
          {t.earlier(formatNumber(size, locale))}
          <br />
          <code className="hash">{key}</code>
        </p>
      ))}
      {revoked.length > 0 ? (
        <>
          <p className="hint">{t.earlierHint}</p>
          <pre className="receipt">{JSON.stringify(trusted, null, 1)}</pre>
        </>
      ) : null}
    </Section>
  );
}
