import type { CheckPoint, Theme } from "#db/schema/cycle.ts";
import type { Localised } from "#app/i18n/localised.ts";

export type { CheckPoint };

/** The most characters of its texts, in every language. */
export const LONGEST = { name: 200, call: 20_000, prize: 2000 } as const;

/** A result level of a cycle; position 1 is the highest. */
export type Level = { key: string; name: Localised; position: number };

export type CycleState = "upcoming" | "open" | "closed";
type Window = { opensAt: Date; closesAt: Date };

/** Where a cycle stands. The closing moment itself still belongs to the call; the millisecond after it does not. */
export function cycleState({ opensAt, closesAt }: Window, now: Date): CycleState {
  if (now < opensAt) return "upcoming";
  return isLate(now, closesAt) ? "closed" : "open";
}

/** Whether what reached the portal at a moment came after the bell. */
export const isLate = (at: Date, closesAt: Date): boolean => at > closesAt;

/**
 * So long a form may take to arrive, in seconds: a poor line sends its megabyte in time. One whose head came before the
 * bell counts, so nothing that rests on what was entered is settled earlier.
 */
export const FORM_SECONDS = 300;
/** Whoever has sent the whole of a form or a file is waited for so long, in seconds: until it is written. */
export const SLACK_SECONDS = 60;
/** What cannot be submitted or decided about is waited for so long after that, in seconds. */
export const TRIED_SECONDS = 3600;

/** The closing moment that holds for one entry: an extension of its own can only add time. */
export function closesAtFor(cycle: { closesAt: Date }, entry: { closesAt: Date | null }): Date {
  return entry.closesAt && entry.closesAt > cycle.closesAt ? entry.closesAt : cycle.closesAt;
}

/** "2027-03-31" and "23:59:59" as people of a zone would write a moment. */
export function localParts(at: Date, zone: string): { date: string; time: string } {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    date: `${part["year"]}-${part["month"]}-${part["day"]}`,
    time: `${part["hour"]}:${part["minute"]}:${part["second"]}`,
  };
}

/**
 * The moment that a date and a time ("23:59" or "23:59:59") mean in a zone; null for one that no calendar or clock
 * there shows. Where the clock is put back and shows a time twice, the first is meant.
 */
export function momentIn(zone: string, date: string, time: string): Date | null {
  const clock = /^\d{2}:\d{2}$/.test(time) ? `${time}:00` : time;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}:\d{2}$/.test(clock)) return null;
  const asUtc = Date.parse(`${date}T${clock}Z`);
  if (Number.isNaN(asUtc)) return null;
  const candidates = [asUtc - offset(zone, asUtc - DAY), asUtc - offset(zone, asUtc + DAY)].sort((a, b) => a - b);
  const shown = candidates.find((moment) => {
    const parts = localParts(new Date(moment), zone);
    return parts.date === date && parts.time === clock;
  });
  return shown === undefined ? null : new Date(shown);
}

const DAY = 86_400_000;

function offset(zone: string, moment: number): number {
  const { date, time } = localParts(new Date(moment), zone);
  return Date.parse(`${date}T${time}Z`) - moment;
}

/** What the secretariat decides of a cycle besides its name and dates. Levels are best first. */
export type CycleSettings = {
  call: Localised;
  prize: Localised | null;
  themes: Theme[];
  checklist: CheckPoint[];
  levels: { key: string; name: Localised }[];
  endorsement: "off" | "optional" | "required";
};

/** What must not change any more, each for its own reason. */
export type CycleLocks = {
  /** The call was published: its address and the prefix of its codes are quoted. */
  published: boolean;
  /** The call has opened: the form is being answered. */
  opened: boolean;
  /** Entries have chosen themes, and were promised levels. */
  entered: boolean;
  /** Entries were checked against the list. */
  checked: boolean;
  /** The early date has passed: the secretariat reads what was sent by then. */
  early: boolean;
};

/** What a call still lacks before it can be published. */
export type CallGap = "form" | "levels" | "themes" | "call" | "dates";

/** What this call lacks, in the order in which it is told; empty = it can be published. */
export function callGaps(
  {
    call,
    levels,
    themes,
    opensAt,
    closesAt,
    form,
  }: {
    call: Localised;
    levels: readonly unknown[];
    themes: readonly unknown[];
    opensAt: Date;
    closesAt: Date;
    form: { questions: number; asksThemes: boolean };
  },
  now: Date,
): CallGap[] {
  const gaps: [CallGap, boolean][] = [
    ["call", call.en.trim() === ""],
    ["form", form.questions === 0],
    ["levels", levels.length === 0],
    ["themes", form.asksThemes && themes.length === 0],
    ["dates", closesAt <= now || opensAt >= closesAt],
  ];
  return gaps.filter(([, lacks]) => lacks).map(([gap]) => gap);
}

export type Named = { key: string; name: Localised };

/** One thing a line, "English | 中文", as people edit lists. */
export function writeLines(list: readonly Named[]): string {
  return list.map(({ name }) => (name["zh-Hans"] ? `${name.en} | ${name["zh-Hans"]}` : name.en)).join("\n");
}

/**
 * The opposite of `writeLines`. Lines whose English stands already keep their key; others get one made of their words,
 * or of their place.
 */
export function readLines(text: string, standing: readonly Named[] = []): Named[] {
  const taken = new Set<string>();
  return text.split("\n").flatMap((line) => {
    const [en = "", zh = ""] = line.split(/\|(.*)/s, 2).map((part) => part.trim());
    if (en === "") return [];
    const key = freeKey(standing.find(({ name }) => name.en === en)?.key ?? (keyOf(en) || "line"), taken);
    taken.add(key);
    return [{ key, name: zh ? { en, "zh-Hans": zh } : { en } }];
  });
}

/** As much of a key as is made of words, in characters: fields of forms have it in their names. */
const LONGEST_KEY = 60;

/**
 * "Smart cities and digital technologies" → "smart-cities-and-digital-technologies": how themes, levels and questions
 * are kept.
 */
export function keyOf(words: string): string {
  const key = words
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return [...key].slice(0, LONGEST_KEY).join("").replace(/-$/, "");
}

/** The key itself, or with a number where somebody has it. */
export function freeKey(key: string, taken: ReadonlySet<string>): string {
  if (!taken.has(key)) return key;
  let number = 2;
  while (taken.has(`${key}-${number}`)) number++;
  return `${key}-${number}`;
}

/** What the settings page of a cycle can change. */
export type CycleChange = CycleSettings & {
  name: Localised;
  opensAt: Date;
  closesAt: Date;
  earlyAt: Date | null;
  resultsExpectedAt: Date | null;
};

/** What keeps a part of a cycle from being changed. */
export type CycleLock = "published" | "entered" | "checked" | "early";

/** Which lock a change runs into, or null. Texts and the announced day of the results may always change. */
export function changesLocked(standing: CycleChange, wanted: CycleChange, locks: CycleLocks): CycleLock | null {
  const changed = changedParts(standing, wanted);
  const touches = (...parts: string[]) => changed.some((part) => parts.includes(part));
  if (locks.published && touches("opensAt", "closesAt")) return "published";
  if (locks.entered && touches("themes", "levels", "endorsement")) return "entered";
  if (locks.early && touches("earlyAt")) return "early";
  return locks.checked && touches("checklist") ? "checked" : null;
}

const PARTS = [
  "name",
  "call",
  "prize",
  "themes",
  "checklist",
  "levels",
  "endorsement",
  "opensAt",
  "closesAt",
  "earlyAt",
  "resultsExpectedAt",
] as const satisfies readonly (keyof CycleChange)[];

/** The parts of a cycle in which two versions differ. */
export function changedParts(standing: CycleChange, wanted: CycleChange): string[] {
  const plain = (of: CycleChange, part: (typeof PARTS)[number]) =>
    JSON.stringify(part === "levels" ? of.levels.map(({ key, name }) => ({ key, name })) : of[part]);
  return PARTS.filter((part) => plain(standing, part) !== plain(wanted, part));
}

/** Whether a new close takes time away from teams and leaves them less than a day: that is asked once more. */
export const isSudden = (closesAt: Date, standing: { closesAt: Date }, now: Date): boolean =>
  closesAt < standing.closesAt && closesAt.getTime() - now.getTime() < DAY;

/**
 * The last second of the day in a zone that a moment belongs to; shortly after midnight belongs to the day before, as
 * where clocks were put forward since somebody counted days.
 */
export function endOfDay(zone: string, at: Date): Date {
  const { date } = localParts(new Date(at.getTime() - 90 * 60_000), zone);
  return momentIn(zone, date, "23:59:59") ?? at;
}
