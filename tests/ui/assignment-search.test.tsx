import { expect, it } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Brought } from "#app/ui/assignment-brought.tsx";
import { Stopped } from "#app/ui/assignment-search.tsx";
import { render, words } from "./render.tsx";

it.each(LOCALES)(
  "a search that failed is not told as one that somebody stopped, in %s, and may be asked for again",
  (locale) => {
    const t = textsOf(locale).assignment.searching;
    const [failed, stopped] = [
      render(<Stopped why="failed" again={true} />, locale),
      render(<Stopped why="stopped" again={true} />, locale),
    ];
    for (const [page, said, other] of [
      [failed, t.failed, t.stopped],
      [stopped, t.stopped, t.failed],
    ] as const) {
      expect(words(page)).toContain(said);
      expect(words(page)).not.toContain(other);
      expect(words(page)).toContain(t.resume);
      expect(page).toContain('action="balanced/search"');
    }
  },
);

it.each(LOCALES)(
  "the certificate of a plan that was brought says whether the search for the best one failed, in %s",
  (locale) => {
    const t = textsOf(locale).assignment.certificate.brought;
    const given = { missing: 0, broken: 0, over: 0, least: 1, most: 1 };
    const told = (failed: boolean) =>
      words(
        render(
          <Brought
            brought={{ given, best: null, ...(failed ? { failed } : {}) }}
            worth={{ total: 1, floor: 1 }}
            weighted={false}
          />,
          locale,
        ),
      );
    expect(told(true)).toContain(t.bestFailed);
    expect(told(true)).not.toContain(t.noBest);
    expect(told(false)).toContain(t.noBest);
  },
);
