import { data } from "@remix-run/node";
import { Invalid, NotFound, Refused } from "#app/domain/errors.ts";
import { bearsCode } from "#app/outside/failure.ts";
import type { Form } from "./form.server.ts";

/** The answer to a form that cannot be accepted: codes by field, and everything typed but secrets. */
export const failed = (form: Form, errors: Record<string, string>, status: 409 | 422 | 429 = 422) =>
  data({ errors, typed: form.typed(), lists: form.lists() }, { status });

/** The status that tells of a refusal. */
export const statusOf = ({ how }: Refused): 403 | 409 | 429 | 503 =>
  (({ never: 403, "not-now": 409, "too-often": 429, "to-nobody": 503 }) as const)[how];

/** The work's result, or "busy" when too many passwords are being compared at this moment. */
export async function unlessBusy<T>(work: Promise<T>): Promise<T | "busy"> {
  try {
    return await work;
  } catch (error) {
    if (bearsCode(error, "BUSY")) return "busy";
    throw error;
  }
}

/** Errors by field that only the command could find, or null when the work was accepted. */
export async function errorsOf(work: Promise<unknown>): Promise<Record<string, string> | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Invalid) return error.fields;
    throw error;
  }
}

/** What a link leads to, or null when it leads nowhere any more, for pages that say so in their own words. */
export async function orNothing<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/** Takes at least so many milliseconds, so that the time does not tell whether there was something to do. */
export async function evenly<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const [result] = await Promise.all([work, new Promise((resolve) => setTimeout(resolve, milliseconds))]);
  return result;
}

/**
 * What the work answers, or why it is not possible now, for pages that show that beside what was typed. "Never" is
 * thrown on.
 */
export async function orRefusal<T>(work: Promise<T>): Promise<T | Refused> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refused && error.how === "not-now") return error;
    throw error;
  }
}
