import type { Plan, PlanInput, Progress } from "#app/domain/assignment/rules.ts";
import type { CutFigures, CutInput } from "#app/domain/ranking/cut.ts";
import type { Diagnosis } from "#app/domain/ranking/diagnostics.ts";
import type { PooledInput } from "#app/domain/ranking/pooled.ts";
import type { Balanced, BalanceInput } from "#app/domain/shortlist/balance.ts";
import type { Score } from "#app/domain/ranking/severity.ts";
import { bearsCode } from "../failure.ts";
import type { Queues } from "../queue.ts";

/**
 * What takes long enough that nobody else should wait for it: what goes in, what comes out and what is told on the way,
 * all plain data.
 */
export type Calculations = {
  assignment: [PlanInput, Plan, Progress];
  cut: [CutInput, CutFigures, never];
  balance: [BalanceInput, Balanced, never];
  diagnosis: [readonly Score[], Diagnosis, never];
  pooled: [PooledInput, string[] | null, never];
};
type What = keyof Calculations;

export type Calculate = <W extends What>(what: W, input: Calculations[W][0]) => Promise<Calculations[W][1]>;

/**
 * An answer; or how far the work has got: the last that was told of it (null: nothing yet) and for how many
 * milliseconds it has gone on; or that somebody stopped it, that it failed, and whether nobody was told so before, or
 * that it is yet to be begun.
 */
export type Standing<W extends What> =
  | { answer: Calculations[W][1] }
  | { told: Calculations[W][2] | null; milliseconds: number }
  | { stopped: true }
  | { failure: unknown; isNews: boolean }
  | { begun: false };

/** Calculates beside the server; the same question is worked out once. */
export type Calculation = {
  run: Calculate;
  /**
   * Where the work stands that somebody has begun: once it is done, or after `patience` milliseconds. Looking begins
   * nothing: work that was stopped or that failed stays so until it is begun again.
   */
  within<W extends What>(patience: number, what: W, input: Calculations[W][0]): Promise<Standing<W>>;
  /**
   * An answer that is there within `patience` milliseconds. Null otherwise, and where it was stopped; the work is then
   * given up, unless somebody else has asked for it.
   */
  attempt<W extends What>(patience: number, what: W, input: Calculations[W][0]): Promise<Calculations[W][1] | null>;
  /**
   * Gives up the work that is under way and meant, without disturbing any other; whether there was any. Whoever waits
   * for it gets GivenUp.
   */
  giveUp<W extends What>(what: W, isMeant: (input: Calculations[W][0]) => boolean): boolean;
  /**
   * What gives it up, so that it is told as stopped until it is begun again; null where nothing of it is under way.
   * Nothing happens before what is returned is called: whoever records it does so first.
   */
  stopping<W extends What>(what: W, isMeant: (input: Calculations[W][0]) => boolean): (() => void) | null;
  /**
   * What begins it, also where it was stopped or has failed; null where it is under way or done. Nothing happens before
   * it is called.
   */
  beginning<W extends What>(what: W, input: Calculations[W][0]): (() => void) | null;
  /** Beginning and stopping, one act on the same search after the other: the next finds what the last has changed. */
  inTurn: Queues;
  close(): void;
};

/** The calculation was given up before there was an answer. */
export class GivenUp extends Error {
  readonly code = "GIVEN_UP";
}

/** The calculation failed. */
export class CalculationFailed extends Error {
  override readonly name = "CalculationFailed";
}

/** The thread ended that was at it: for want of memory, as a rule. */
export class ThreadGone extends CalculationFailed {
  readonly code = "THREAD_GONE";
}

export const isGivenUp = (error: unknown): boolean => bearsCode(error, "GIVEN_UP");
export const isThreadGone = (error: unknown): boolean => bearsCode(error, "THREAD_GONE");
