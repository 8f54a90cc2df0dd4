import { sha256 } from "#app/domain/audit/rules.ts";
import type { InputProblem } from "#app/domain/input.ts";
import type { Form } from "./form.server.ts";

/** What the fields of a page hold, by name: a text, or what is ticked. */
export type Held = Readonly<Record<string, string | readonly string[]>>;

/** The hidden field in which a page of settings says what its fields held when it was shown. */
export const SHOWN = "shown";

/** Its value: a hash for each field. */
export const shownOf = (fields: Held): string =>
  new URLSearchParams(Object.entries(fields).map(([name, held]) => [name, hashOf(held)])).toString();

function hashOf(held: string | readonly string[]): string {
  const text = typeof held === "string" ? held.replace(/\r\n?/g, "\n").trim() : held.toSorted().join("\n");
  return sha256(text).slice(0, 12);
}

/** Whether a field was left as the page showed it. */
export const isAsShown = (sent: Form, name: string): boolean =>
  new URLSearchParams(sent.get(SHOWN)).get(name) === hashOf(sent.get(name));

/**
 * A form as its writer meant it: a field left as the page showed it holds what stands now, whoever has written that
 * meanwhile. Fields that both have changed are errors, so that the later writer is asked. Fields that were not sent, or
 * on no page, are left alone; of boxes, nothing sent means that none is ticked.
 */
export function asMeant(sent: Form, standing: Held): { meant: Form; clashes: Record<string, InputProblem> | null } {
  const [kept, clashes] = [new Map<string, string | readonly string[]>(), {} as Record<string, InputProblem>];
  const shown = new URLSearchParams(sent.get(SHOWN));
  for (const name of sent.has(SHOWN) ? new Set([...shown.keys(), ...Object.keys(standing)]) : []) {
    const stands = Object.hasOwn(standing, name) ? standing[name]! : "";
    const isTyped = typeof stands === "string";
    if (isTyped && sent.all(name).length !== 1) continue;
    const [was, now] = [shown.get(name) ?? hashOf(""), hashOf(stands)];
    const mine = hashOf(isTyped ? sent.get(name) : sent.all(name));
    if (was === now || mine === now) continue;
    if (mine === was) kept.set(name, stands);
    else clashes[name] = "changed-meanwhile";
  }
  return { meant: sent.with(kept), clashes: Object.keys(clashes).length > 0 ? clashes : null };
}
