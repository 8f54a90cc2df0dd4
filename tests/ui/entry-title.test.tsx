import type { ReactElement } from "react";
import { expect, it } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { EntryName, EntryTitle, Titled, Within } from "#app/ui/wording.tsx";
import { render, words } from "./render.tsx";

it.each(LOCALES)("an entry that was sent without a title is told, and led to, by words in %s", (locale) => {
  const { untitled } = textsOf(locale).entry;
  const said = (of: ReactElement) => words(render(of, locale)).trim();
  const of = { code: "AB-1", title: "" };
  expect(said(<EntryTitle title="" />)).toBe(untitled);
  expect(said(<Titled of={of} href="/x" />)).toContain(untitled);
  expect(said(<EntryName of={of} />)).toContain(untitled);
  expect(said(<Within title="">AB-1</Within>)).toContain(untitled);
  expect(said(<EntryName of={{ code: "AB-1", title: null }} />)).toBe("AB-1"); // one that may not be read yet
});
