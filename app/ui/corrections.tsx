import { type Changed, isNew, isOff } from "#app/domain/result/rules.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";

type Change = Omit<Changed, "resultId" | "cityName"> & { cityName: string | null };

/** What became of each entry that a correction gave another level, or other honours. */
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
  const place = (level: string | null, honours: readonly Localised[] = []) =>
    [...(level === null ? [] : [name(level)]), ...honours.map((honour) => say(honour, locale))].join(ui.comma);
  const became = (change: Change) => {
    const [from, to] = [place(change.from, change.honours?.from), place(change.to, change.honours?.to)];
    return isNew(change) ? t.on(to) : isOff(change) ? t.off(from) : t.moved(from, to);
  };
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
