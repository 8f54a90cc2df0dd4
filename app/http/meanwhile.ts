import { sha256 } from "#app/domain/audit/rules.ts";
import type { InputProblem } from "#app/domain/input.ts";
import type { Form } from "./form.server.ts";

type Fields = Readonly<Record<string, string>>;

/** The hidden field in which a page of settings says what its fields held when it was shown. */
export const SHOWN = "shown";

/** Its value: a hash for each field. */
export const shownOf = (fields: Fields): string =>
  new URLSearchParams(Object.entries(fields).map(([name, text]) => [name, hashOf(text)])).toString();
const hashOf = (text: string) => sha256(text.replace(/\r\n?/g, "\n").trim()).slice(0, 12);

/**
 * A form as its writer meant it: a field left as the page showed it holds what stands now, whoever has written that
 * meanwhile. Fields that both have changed are errors, so that the later writer is asked. Fields that were not sent, or
 * on no page, are left alone.
 */
export function asMeant(sent: Form, standing: Fields): { meant: Form; clashes: Record<string, InputProblem> | null } {
  const [kept, clashes] = [new Map<string, string>(), {} as Record<string, InputProblem>];
  const shown = new URLSearchParams(sent.get(SHOWN));
  for (const name of sent.has(SHOWN) ? new Set([...shown.keys(), ...Object.keys(standing)]) : []) {
    if (sent.all(name).length !== 1) continue;
    const stands = Object.hasOwn(standing, name) ? standing[name]! : "";
    const [was, now, mine] = [shown.get(name) ?? hashOf(""), hashOf(stands), hashOf(sent.get(name))];
    if (was === now || mine === now) continue;
    if (mine === was) kept.set(name, stands);
    else clashes[name] = "changed-meanwhile";
  }
  return { meant: sent.with(kept), clashes: Object.keys(clashes).length > 0 ? clashes : null };
}
