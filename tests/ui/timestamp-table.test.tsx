import { expect, it } from "vitest";
import { textsOf } from "#app/i18n/texts.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { Timestamps } from "#app/ui/timestamp-table.tsx";
import { render, words } from "./render.tsx";

const stamp = {
  id: "7d7f4b0e-0000-4000-8000-000000000001",
  size: 12,
  authority: "Example <Time>",
  stampedAt: "2026-11-28T09:22:10Z",
};

it("time stamps of the log are listed with their authority and files, and how they are checked", () => {
  const t = textsOf("en").proof.timestamps;
  const markup = render(<Timestamps timestamps={[stamp]} />);
  for (const part of [t.text, "Example <Time>", "12", t.hint, "--tsa root.pem", t.by, "--result-by"])
    expect(words(markup)).toContain(part.replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
  expect(markup).toContain(`href="/log/timestamps/${stamp.id}" download="checkpoint-12.tsr"`);
  expect(markup).toContain('href="/log/checkpoints/12" download="checkpoint-12.txt"');
  expect(words(render(<Timestamps timestamps={[]} />))).toContain(t.none);
});

it("what they are is said in every language", () => {
  expect(new Set(LOCALES.map((locale) => textsOf(locale).proof.timestamps.text)).size).toBe(5);
});
