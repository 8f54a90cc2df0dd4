import type { Locale } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { say } from "#app/i18n/localised.ts";
import type { Finding } from "#db/schema/screening.ts";
import { type CheckPoint, closesAtFor, isLate } from "../cycle/rules.ts";
import type { EntryState } from "../entry/rules.ts";

export type { Finding };

export type ScreeningFacts = {
  submitted: boolean;
  withdrawn: boolean;
  cycle: { closesAt: Date };
  closesAt: Date | null;
  /** Somebody reviews it already. */
  assigned: boolean;
  /** `inOffice`: whoever said so may still say it. */
  screening: { outcome: "valid" | "ineligible"; by: string; confirmedAt: Date | null; inOffice: boolean } | null;
};

/** Where a cycle has no checklist of its own, one question stands for all conditions. */
const ALL_CONDITIONS: CheckPoint[] = [
  {
    key: "conditions",
    text: {
      en: "Meets all conditions of the call",
      "zh-Hans": "符合征集的全部条件",
      fr: "Remplit toutes les conditions de l’appel",
      es: "Cumple todas las condiciones de la convocatoria",
      ar: "تستوفي جميع شروط الدعوة",
    },
  },
];

export const checklistOf = ({ checklist }: { checklist: CheckPoint[] }): CheckPoint[] =>
  checklist.length > 0 ? checklist : ALL_CONDITIONS;

/** What follows from the findings: one "fail" makes an entry ineligible; otherwise one "ask" keeps it open. */
export function outcomeOf(findings: readonly Finding[]): "valid" | "ineligible" | "open" {
  if (findings.some(({ finding }) => finding === "fail")) return "ineligible";
  return findings.some(({ finding }) => finding === "ask") ? "open" : "valid";
}

/** Every point found to be in order. */
export const allPass = (points: readonly CheckPoint[]): Finding[] =>
  points.map(({ key }) => ({ key, finding: "pass", reason: "" }));

/** Why an entry is ineligible, a line for each point that fails, as its team will read it. */
export function reasonsOf(findings: readonly Finding[], points: readonly CheckPoint[], locale: Locale): string {
  return findings
    .filter(({ finding }) => finding === "fail")
    .map(({ key, reason }) => {
      const point = points.find((each) => each.key === key);
      return point ? `${say(point.text, locale)}${textsOf(locale).ui.colon}${reason}` : reason;
    })
    .join("\n");
}

/** Content opens to staff once the call has closed for this entry, so that nobody reads what may still change. */
export function isReadable(
  entry: { submitted: boolean; cycle: { closesAt: Date }; closesAt: Date | null },
  now: Date,
): boolean {
  return entry.submitted && isLate(now, closesAtFor(entry.cycle, entry));
}

export type StateCounts = Record<EntryState, number> & { withdrawnDrafts: number };

export const NO_ENTRIES: StateCounts = {
  draft: 0,
  received: 0,
  valid: 0,
  ineligible: 0,
  withdrawn: 0,
  withdrawnDrafts: 0,
};

/** Entries that ever arrived: sent, whatever became of them afterwards. */
export function receivedInAll(counts: StateCounts): number {
  return counts.received + counts.valid + counts.ineligible + counts.withdrawn - counts.withdrawnDrafts;
}

/** A line of the secretariat's list. Without a title while the content is not theirs to read. */
export type ListedEntry = {
  id: string;
  code: string;
  title: string | null;
  /** Empty where none is named, or the content is not theirs to read. */
  framework: string;
  cityName: string;
  country: string;
  savedAt: string;
  state: EntryState;
  outcome: "valid" | "ineligible" | null;
  /** Somebody went through the checklist and a question is open. */
  asked: boolean;
  /** Required questions, and how many of them have an answer. */
  required: number;
  answered: number;
};

const DAY = 86_400_000;

/**
 * Days with what arrived on each, those without anything included, from the first to the last or to the close. Days are
 * "2027-03-31".
 */
export function everyDay(
  days: readonly { day: string; entries: number }[],
  closes: string,
): { day: string; entries: number }[] {
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  if (!first || !last) return [];
  const count = Math.round((Date.parse(last > closes ? last : closes) - Date.parse(first)) / DAY) + 1;
  const arrived = new Map(days.map(({ day, entries }) => [day, entries]));
  return Array.from({ length: Math.min(Math.max(count, 1), 400) }, (_none, index) =>
    new Date(Date.parse(first) + index * DAY).toISOString().slice(0, 10),
  ).map((day) => ({ day, entries: arrived.get(day) ?? 0 }));
}
