import { canonical } from "#app/domain/audit/rules.ts";
import { commit, type Record } from "#app/domain/commitment/rules.ts";
import { checkpointText, type NoteKey, signNote } from "#app/domain/commitment/note.ts";
import { consistencyProof, inclusionProof, leafHash, rootOf } from "#app/domain/commitment/tree.ts";
import { setRoot } from "#app/domain/proof/rules.ts";

type Opening = { salt: string; record: Record };
type Statement = { type: string; [member: string]: unknown };
export type Bundle = {
  v: number; checkpoints: string[]; consistency: string[][]; entries: string[]; openings: Opening[]; names: Opening[]; votes?: Opening[];
  statements: { json: string; index: number; checkpoint: number; proof: string[] }[];
};
export type Parts = { statements: Statement[]; entries: string[]; openings: Opening[]; names: Opening[]; votes: Opening[]; of(type: string): Statement };

const hashOf = (type: "review" | "vote", { salt, record }: Opening) => commit(type, { salt: Buffer.from(salt, "hex"), record });

/**
 * What somebody could do who holds the portal's key and its database: change anything, then commit, seal and sign all of it anew. What the
 * verifier must still notice is that the parts contradict each other, or what somebody kept from before.
 */
export function forge(bundle: string, key: NoteKey, change: (parts: Parts) => void, { recommit = true } = {}): string {
  const { v, entries, openings, names, votes, statements: shown } = JSON.parse(bundle) as Bundle;
  const statements = shown.map(({ json }) => JSON.parse(json) as Statement);
  const parts: Parts = { statements, entries, openings, names, votes: votes ?? [], of: (type) => statements.find((each) => each.type === type)! };
  change(parts);
  if (recommit) {
    parts.openings.sort((a, b) => Buffer.compare(hashOf("review", a), hashOf("review", b)));
    Object.assign(parts.of("freeze"), { reviews: parts.openings.length, root: setRoot(parts.openings.map((each) => hashOf("review", each))) });
    parts.votes.sort((a, b) => Buffer.compare(hashOf("vote", a), hashOf("vote", b)));
    if (parts.votes.length > 0 && parts.of("count")) Object.assign(parts.of("count"), { root: setRoot(parts.votes.map((each) => hashOf("vote", each))) });
    Object.assign(parts.of("seal"), { entries: parts.entries.length, root: setRoot(parts.entries.map((each) => Buffer.from(each, "hex"))) });
  }
  const at = (type: string) => parts.statements.findIndex((each) => each.type === type);
  if (at("freeze") >= 0) Object.assign(parts.of("freeze"), { rules: at("rules"), seal: at("seal") });
  if (at("result") >= 0) Object.assign(parts.of("result"), { freeze: at("freeze") });
  for (const [type, to, about] of [["ballot", "freeze", "freeze"], ["count", "ballot", "ballot"], ["result", "count", "count"]] as const) if (at(type) >= 0 && at(about) >= 0) Object.assign(parts.of(type), { [to]: at(about) });
  const written = parts.statements.map(canonical);
  const tree = written.map((json) => leafHash(Buffer.from(json)));
  const base64 = (proof: Buffer[]) => proof.map((each) => each.toString("base64"));
  return canonical({
    v, entries: parts.entries, openings: parts.openings, names: parts.names, ...(votes ? { votes } : {}),
    checkpoints: tree.map((_leaf, index) => signNote(checkpointText(key.name, index + 1, rootOf(tree.slice(0, index + 1))), key)),
    consistency: tree.slice(1).map((_leaf, index) => base64(consistencyProof(tree.slice(0, index + 2), index + 1))),
    statements: written.map((json, index) => ({ json, index, checkpoint: index, proof: base64(inclusionProof(tree.slice(0, index + 1), index)) })),
  });
}

/** Every leaf of a JSON value changed, one at a time. */
export function* changes(whole: unknown): Generator<[string, unknown]> {
  const walk = function* (value: unknown, path: (string | number)[]): Generator<(string | number)[]> {
    if (value !== null && typeof value === "object") for (const key of Object.keys(value)) yield* walk((value as { [key: string]: unknown })[key], [...path, Array.isArray(value) ? Number(key) : key]);
    else yield path;
  };
  for (const path of walk(whole, [])) {
    const copy = structuredClone(whole);
    const holder = path.slice(0, -1).reduce<unknown>((at, key) => (at as { [key: string | number]: unknown })[key], copy) as { [key: string | number]: unknown };
    holder[path.at(-1)!] = other(holder[path.at(-1)!]);
    yield [path.join("."), copy];
  }
}

function other(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value !== "string") return "x";
  const at = Math.floor(value.length / 2);
  return `${value.slice(0, at)}${value[at] === "a" ? "b" : "a"}${value.slice(at + 1)}`;
}
