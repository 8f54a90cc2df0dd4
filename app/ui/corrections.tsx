import type { Localised } from "#app/i18n/localised.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";

type Change = { title: string; cityName: string | null; from: string | null; to: string | null };

/** What became of each entry that a correction gave another level. */
export function Changes({
  changes,
  levels,
}: {
  changes: readonly Change[];
  levels: readonly { key: string; name: Localised }[];
}) {
  const [{ correction: t, result, ui }, locale] = [useTexts(), useLocale()];
  const name = (key: string) => {
    const level = levels.find((each) => each.key === key);
    return level ? say(level.name, locale) : key;
  };
  const became = ({ from, to }: Change) =>
    from === null ? t.on(name(to ?? "")) : to === null ? t.off(name(from)) : t.moved(name(from), name(to));
  return changes.length === 0 ? null : (
    <ul>
      {changes.map((change, at) => (
        <li key={at}>
          <bdi>{change.title || result.untitled}</bdi>
          {change.cityName ? (
            <>
              {ui.comma}
              <bdi>{change.cityName}</bdi>
            </>
          ) : null}
          {ui.colon}
          {became(change)}
        </li>
      ))}
    </ul>
  );
}
