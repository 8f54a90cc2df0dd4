import { type Localised, say } from "#app/i18n/localised.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { Notice } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Labelled, NamedEntry } from "./wording.tsx";

export type StartedFromProps = {
  entry: { id: string; code: string; title: string; cycle: Localised };
  /** Files that did not come along. */
  left: { name: string; because: keyof Texts["entry"]["again"]["because"] }[];
};

/** That an entry began with the answers of an earlier one, and what is left to do by hand. */
export function StartedFrom({ entry, left }: StartedFromProps) {
  const [t, locale] = [useTexts().entry.again, useLocale()];
  return (
    <Notice kind="info" title={t.title}>
      <p>
        <NamedEntry of={entry}>{say(entry.cycle, locale)}</NamedEntry>
      </p>
      <p>{t.note}</p>
      {left.length > 0 ? (
        <>
          <p>{t.left}</p>
          <ul>
            {left.map(({ name, because }, index) => (
              <li key={index}>
                <Labelled label={<bdi>{name}</bdi>}>{t.because[because]}</Labelled>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Notice>
  );
}
