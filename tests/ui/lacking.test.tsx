import { expect, it } from "vitest";
import type { Lack } from "#app/domain/ranking/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { useLackText } from "#app/ui/lacking.ts";
import { useProposalText } from "#app/ui/selection-table.tsx";
import { render, words } from "./render.tsx";

const lacks: Lack = { unread: [{ en: "Means" }], unscored: [{ en: "Results" }] };
const Lacking = () => useLackText()(lacks);
const Proposed = () => useProposalText([])({ proposal: { kind: "no-reviews" }, lacks });

it.each(LOCALES)("a criterion that nobody reads and one without a score are told apart, in %s", (locale) => {
  const t = textsOf(locale).ranking.lacks;
  for (const told of [words(render(<Lacking />, locale)), words(render(<Proposed />, locale))])
    expect(told).toBe(t.unread("Means") + t.unscored("Results"));
});
