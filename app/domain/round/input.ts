import { z } from "zod";
import { deadlineInput, readWindow, windowShape } from "../cycle/input.ts";
import { bothLanguages, choice, type InputProblem, optionalText, requiredText, wholeNumber } from "../input.ts";
import type { Disclosure } from "#db/schema/round.ts";
import { CONFLICT_SETTINGS, LONGEST, type RoundSettings, TIE_RULES, type TieRule } from "./rules.ts";

const rule = choice(CONFLICT_SETTINGS);
/** What breaks a tie at one place of the order; empty for nothing. */
const tieRule = z.union([z.literal(""), choice(TIE_RULES)]).default("");

/** The settings page of a round. Places per level are read by `readPlaces`, because levels are data. */
export const roundInput = z.object({
  name: requiredText(LONGEST.name),
  "name-zh": optionalText(LONGEST.name),
  ...windowShape,
  rubricId: z.uuid("not-a-choice" satisfies InputProblem),
  reading: choice(["all", "some"]),
  reviewsPerEntry: optionalText(3),
  peersVisible: choice(["never", "after-own"]),
  discussion: choice(["off", "after-own", "after-freeze"]).default("off"),
  blind: optionalText(3),
  method: choice(["mean", "adjusted"]),
  "ties-1": tieRule,
  "ties-2": tieRule,
  "ties-3": tieRule,
  "ties-4": tieRule,
  divided: optionalText(3),
  disclosure: choice(["0", "1", "2"]).default("1"),
  country: rule,
  city: rule,
  organisation: rule,
  /** Why the window of a round that has begun changes. */
  reason: optionalText(1000),
});

export const lockInput = deadlineInput.pick({ reason: true });

/** One field for each place of the order in which ties are broken. */
export const TIE_FIELDS = ["ties-1", "ties-2", "ties-3", "ties-4"] as const;

type Problems = Record<string, InputProblem>;

/**
 * What a settings page means in the zone of its cycle, or what is wrong with which field. `places` are texts by level
 * key; empty = not awarded.
 */
export function readRound(
  given: Omit<z.output<typeof roundInput>, "reason">,
  places: Record<string, string>,
  zone: string,
): { ok: true; value: RoundSettings } | { ok: false; errors: Problems } {
  const window = readWindow(given, zone);
  const errors: Problems = window.ok ? {} : { ...window.errors };
  const reviewsPerEntry =
    given.reading === "all" ? null : numberIn(given.reviewsPerEntry, 1, 50, "reviewsPerEntry", errors);
  const levels = Object.entries(places).flatMap(([levelKey, text]) => {
    const count = text.trim() === "" ? 0 : numberIn(text.trim(), 0, 1000, `places-${levelKey}`, errors);
    return count ? [{ levelKey, places: count }] : [];
  });
  for (const [at, field] of TIE_FIELDS.entries())
    if (given[field] !== "" && TIE_FIELDS.slice(0, at).some((earlier) => given[earlier] === given[field]))
      errors[field] = "repeated";
  if (Object.keys(errors).length > 0 || !window.ok) return { ok: false, errors };
  const ties = TIE_FIELDS.map((field) => given[field]).filter((given): given is TieRule => given !== "");
  const name = bothLanguages(given.name, given["name-zh"]);
  const { rubricId, peersVisible, discussion, method, country, city, organisation } = given;
  return {
    ok: true,
    value: {
      name,
      ...window.value,
      rubricId,
      reviewsPerEntry,
      peersVisible,
      discussion,
      blind: given.blind === "yes",
      method,
      ties,
      divided: given.divided === "yes",
      disclosure: Number(given.disclosure) as Disclosure,
      conflictRules: { country, city, organisation },
      levels,
    },
  };
}

function numberIn(text: string, min: number, max: number, field: string, errors: Problems): number | null {
  const parsed = wholeNumber(min, max).safeParse(text);
  if (!parsed.success)
    errors[field] = (text === "" ? "required" : (parsed.error.issues[0]?.message ?? "not-whole")) as InputProblem;
  return parsed.success ? parsed.data : null;
}
