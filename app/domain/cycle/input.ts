import { z } from "zod";
import type { Localised } from "#app/i18n/localised.ts";
import {
  bothLanguages,
  choice,
  cleanText,
  type InputProblem,
  optionalText,
  optionalWholeNumber,
  requiredText,
  wholeNumber,
  problem,
} from "../input.ts";
import { type CycleChange, localParts, LONGEST, momentIn, readLines, writeLines } from "./rules.ts";

type Problems = Record<string, InputProblem>;

/** A calendar day and a clock time as typed; what moment they mean depends on the cycle's zone. */
export const dayField = requiredText(10).pipe(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, problem("not-a-date")));
const clockField = requiredText(8).pipe(
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/, problem("not-a-time")),
);

/** How a call closes. The window for bytes under way is in seconds. */
const MOST_REMINDERS = 6;
/** "14, 3, 1": days before the close, the earliest first; empty for none. */
const reminderDays = optionalText(40)
  .transform((text) => [...new Set(text.split(/[\s,;،、，]+/).filter(Boolean))])
  .refine((days) => days.every((day) => /^\d{1,3}$/.test(day) && Number(day) > 0), problem("not-whole"))
  .refine((days) => days.length <= MOST_REMINDERS, problem("too-many"))
  .transform((days) => days.map(Number).sort((a, b) => b - a));

/** How many of something a call takes; empty for any number. */
const mostOf = optionalWholeNumber(1, 1_000);

export const enteringInput = z.object({
  reminderDays,
  graceSeconds: wholeNumber(0, 3_600),
  autoSubmit: choice(["yes", "no"]).transform((answer) => answer === "yes"),
  entryLimit: mostOf,
  frameworkLimit: mostOf,
});
export type EnteringRules = z.output<typeof enteringInput>;

/** A new closing moment for everybody. */
export const deadlineInput = z.object({ date: dayField, time: clockField, reason: requiredText(1000) });

/** When something opens and closes. */
export const windowShape = { opensDate: dayField, opensTime: clockField, closesDate: dayField, closesTime: clockField };
type TypedWindow = { [field in keyof typeof windowShape]: string };

/** The moments that a typed window means in a zone, or what is wrong with which field. */
export function readWindow(
  given: TypedWindow,
  zone: string,
): { ok: true; value: { opensAt: Date; closesAt: Date } } | { ok: false; errors: Problems } {
  const opensAt = momentIn(zone, given.opensDate, given.opensTime);
  const closesAt = momentIn(zone, given.closesDate, given.closesTime);
  if (opensAt && closesAt && opensAt < closesAt) return { ok: true, value: { opensAt, closesAt } };
  const errors: Problems = {
    ...(opensAt ? {} : { opensDate: "not-a-date" }),
    ...(closesAt ? {} : { closesDate: "not-a-date" }),
  };
  return { ok: false, errors: opensAt && closesAt ? { closesDate: "wrong-order" } : errors };
}

/** A list of lines; not sent is not the same as empty. */
const list = cleanText.pipe(z.string().max(8000, problem("too-long"))).optional();

/** The settings page of a cycle. What is locked is not on the page, so it may be missing here. */
export const settingsInput = z.object({
  name: requiredText(LONGEST.name),
  "name-zh": optionalText(LONGEST.name),
  call: requiredText(LONGEST.call),
  "call-zh": optionalText(LONGEST.call),
  prize: optionalText(LONGEST.prize),
  "prize-zh": optionalText(LONGEST.prize),
  opensDate: dayField.optional(),
  opensTime: clockField.optional(),
  closesDate: dayField.optional(),
  closesTime: clockField.optional(),
  resultsDate: z.union([z.literal(""), dayField]).default(""),
  earlyDate: z.union([z.literal(""), dayField]).optional(),
  themes: list,
  levels: list,
  checklist: list,
  endorsement: choice(["off", "optional", "required"]).optional(),
});

/** The cycle that a settings page describes; what was not sent stays as it is. */
export function readSettings(
  given: z.output<typeof settingsInput>,
  standing: CycleChange & { timeZone: string },
): { ok: true; value: CycleChange } | { ok: false; errors: Problems } {
  const { opensDate, opensTime, closesDate, closesTime } = given;
  const sent = opensDate && opensTime && closesDate && closesTime;
  const window = sent
    ? readWindow({ opensDate, opensTime, closesDate, closesTime }, standing.timeZone)
    : { ok: true as const, value: { opensAt: standing.opensAt, closesAt: standing.closesAt } };
  if (!window.ok) return window;
  const resultsExpectedAt =
    given.resultsDate === "" ? null : momentIn(standing.timeZone, given.resultsDate, "23:59:59");
  if (given.resultsDate !== "" && !resultsExpectedAt) return { ok: false, errors: { resultsDate: "not-a-date" } };
  const earlyAt =
    given.earlyDate === undefined
      ? standing.earlyAt
      : given.earlyDate === ""
        ? null
        : momentIn(standing.timeZone, given.earlyDate, "23:59:59");
  if (given.earlyDate && !earlyAt) return { ok: false, errors: { earlyDate: "not-a-date" } };
  return {
    ok: true,
    value: {
      name: bothLanguages(given.name, given["name-zh"]),
      call: bothLanguages(given.call, given["call-zh"]),
      prize: given.prize ? bothLanguages(given.prize, given["prize-zh"]) : null,
      ...window.value,
      earlyAt,
      resultsExpectedAt,
      endorsement: given.endorsement ?? standing.endorsement,
      themes: given.themes === undefined ? standing.themes : readLines(given.themes, standing.themes),
      levels: given.levels === undefined ? standing.levels : readLines(given.levels, standing.levels),
      checklist:
        given.checklist === undefined
          ? standing.checklist
          : readLines(
              given.checklist,
              standing.checklist.map(({ key, text }) => ({ key, name: text })),
            ).map(({ key, name }) => ({ key, text: name })),
    },
  };
}

/** What stands in the fields of the settings page before anybody types. */
export function settingsFields(cycle: CycleChange & { timeZone: string }): Record<string, string> {
  const both = (name: string, text: Localised | null) => ({
    [name]: text?.en ?? "",
    [`${name}-zh`]: text?.["zh-Hans"] ?? "",
  });
  const [opens, closes] = [localParts(cycle.opensAt, cycle.timeZone), localParts(cycle.closesAt, cycle.timeZone)];
  return {
    ...both("name", cycle.name),
    ...both("call", cycle.call),
    ...both("prize", cycle.prize),
    endorsement: cycle.endorsement,
    opensDate: opens.date,
    opensTime: opens.time,
    closesDate: closes.date,
    closesTime: closes.time,
    earlyDate: cycle.earlyAt ? localParts(cycle.earlyAt, cycle.timeZone).date : "",
    resultsDate: cycle.resultsExpectedAt ? localParts(cycle.resultsExpectedAt, cycle.timeZone).date : "",
    themes: writeLines(cycle.themes),
    levels: writeLines(cycle.levels),
    checklist: writeLines(cycle.checklist.map(({ key, text }) => ({ key, name: text }))),
  };
}
