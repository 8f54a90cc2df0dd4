import { expect, it } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Brought } from "#app/ui/assignment-brought.tsx";
import { NotSearching } from "#app/ui/assignment-search.tsx";
import { render, words } from "./render.tsx";

it.each(LOCALES)("a search that failed, was stopped or that nobody asked for is told as just that, in %s", (locale) => {
  const t = textsOf(locale).assignment.searching;
  const page = (search: Parameters<typeof NotSearching>[0]["search"]) =>
    render(<NotSearching search={search} again={true} />, locale);
  const failed = page({ ended: "failed", why: "fault", words: "no such row" });
  for (const [shown, said, button] of [
    [failed, t.failed, t.resume],
    [page({ ended: "stopped" }), t.stopped, t.resume],
    [page({ ended: "unbegun" }), t.unbegun, t.begin],
  ] as const) {
    for (const title of [t.failed, t.stopped, t.unbegun])
      expect([title, words(shown).includes(title)]).toEqual([title, title === said]);
    expect(words(shown)).toContain(button);
    expect(shown).toContain('action="balanced/search"');
    expect(shown).toContain('method="post"');
  }
  expect(words(failed)).toContain(t.why.fault);
  expect(failed).toContain('<bdi lang="en" dir="ltr">no such row</bdi>');
  const gone = page({ ended: "failed", why: "ended", words: null });
  expect(words(gone)).toContain(t.why.ended);
  expect(gone).not.toContain("<bdi");
});

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
