import type { CycleSettings } from "../cycle/rules.ts";
import type { FormDefinition } from "../question/rules.ts";
import type { RoundSettings } from "../round/rules.ts";
import type { NewRubric } from "../rubric/rules.ts";

/** Presets that ship with the portal. */
export const PRESETS = ["guangzhou-2023"] as const;
export type PresetKey = (typeof PRESETS)[number];

/**
 * A round to be: its window counts from the close of the call, in days, and its rubric is one of the blueprint's by
 * position.
 */
export type BlueprintRound = Omit<RoundSettings, "opensAt" | "closesAt" | "rubricId"> & {
  opensAfter: number;
  closesAfter: number;
  rubric: number;
};

/** Everything a new cycle begins with, but its name and dates. */
export type Blueprint = CycleSettings & {
  graceSeconds?: number;
  reminderDays?: number[];
  autoSubmit?: boolean;
  entryLimit?: number | null;
  frameworkLimit?: number | null;
  form: FormDefinition;
  rubrics: NewRubric[];
  rounds: BlueprintRound[];
};

/** What a new cycle is made from: a preset, or a cycle whose form, rubrics, rounds and texts it copies. */
export type Source = { preset: PresetKey } | { cycleId: string };

const DAY = 86_400_000;

/** So many days after a moment, by the day of 24 hours. */
export const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY);

/**
 * How many days lie between two moments; fractions are kept, so that a copied window ends at the same second of its
 * day.
 */
export const daysBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / DAY;
