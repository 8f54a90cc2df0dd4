import type { Instance } from "#app/domain/assignment/solution.ts";
import { RULES, type Rule } from "#app/domain/assignment/problem.ts";

const MEMBERS = [
  "entries",
  "reviewers",
  "affinity",
  "forbidden",
  "fixed",
  "held",
  "expert",
  "fluent",
  "regionLimit",
  "apart",
  "even",
  "soft",
];

/**
 * Reads a problem file. Needed are `entries` ({id, reviews}), `reviewers` ({id}, with min = 0, max = no limit and
 * region = none unless given)
 * and `affinity` (by entry, then reviewer; from 0 to 1, 0 where missing). May be left out:
 *   forbidden    [entry, reviewer] pairs that are never planned
 *   fixed, held  pairs that stand: fixed ones stay, held ones may move at a price of 0.001 each
 *   expert, fluent   by entry: of these reviewers at least one
 *   regionLimit  the most readers of one entry from one region: a number for all, or by entry
 *   apart        [reviewer, reviewer] pairs who never read the same entry
 *   even         true: loads as alike as can be
 *   soft         rules that may give way, with their order from 1 (gives way last): reviews, max, min, expert, fluent,
 *   region, apart, even
 * Other members are named in `ignored`. Throws a sentence that names the line or the field at fault.
 */
export function readProblem(text: string): Instance & { ignored: string[] } {
  const file = object(parseJson(text), "The file");
  const entries = list(file["entries"], "entries").map(readEntry);
  const reviewers = list(file["reviewers"], "reviewers").map((each, at) => readReviewer(each, at, entries.length));
  const ids = idsOf(entries, reviewers);
  const affinity = readAffinity(file["affinity"], ids);
  const forbidden = new Map<string, Set<string>>(entries.map((entry) => [entry.id, new Set()]));
  for (const [entry, reviewer] of readPairs(file, "forbidden", ids)) forbidden.get(entry)!.add(reviewer);
  const isForbidden = (entry: string, reviewer: string) => forbidden.get(entry)!.has(reviewer);
  const apart = readPairs(file, "apart", ids, "reviewer");
  const alone = apart.findIndex(([a, b]) => a === b);
  if (alone >= 0) fail(`apart[${alone}]`, "names one reviewer twice");
  const [expert, fluent] = [readNeeds(file, "expert", ids), readNeeds(file, "fluent", ids)];
  const limit = limits(file["regionLimit"], ids);
  return {
    entries: entries.map((entry) => ({
      ...entry,
      expert: expert.get(entry.id),
      fluent: fluent.get(entry.id),
      regionLimit: limit(entry.id),
    })),
    reviewers,
    fixed: readStanding(file, "fixed", ids, isForbidden),
    held: readStanding(file, "held", ids, isForbidden),
    apart,
    even: flag(file["even"], "even"),
    soft: softened(file["soft"]),
    isForbidden,
    affinity: (entry, reviewer) => {
      const row = affinity.get(entry);
      return row && Object.hasOwn(row, reviewer) ? (row[reviewer] as number) : 0;
    },
    ignored: Object.keys(file).filter((member) => !MEMBERS.includes(member)),
  };
}

function readEntry(given: unknown, at: number): { id: string; reviews: number } {
  const entry = object(given, `entries[${at}]`);
  return { id: id(entry["id"], `entries[${at}].id`), reviews: whole(entry["reviews"], `entries[${at}].reviews`) };
}

function readReviewer(given: unknown, at: number, entries: number): Instance["reviewers"][number] {
  const reviewer = object(given, `reviewers[${at}]`);
  const min = reviewer["min"] === undefined ? 0 : whole(reviewer["min"], `reviewers[${at}].min`);
  const max = reviewer["max"] === undefined ? entries : whole(reviewer["max"], `reviewers[${at}].max`);
  if (min > max)
    fail(
      `reviewers[${at}].min`,
      `is ${min}, more than ${reviewer["max"] === undefined ? "there are entries" : "max"}, ${max}`,
    );
  return {
    id: id(reviewer["id"], `reviewers[${at}].id`),
    min,
    max,
    ...(reviewer["region"] === undefined ? {} : { region: id(reviewer["region"], `reviewers[${at}].region`) }),
  };
}

type Kind = "entry" | "reviewer";
type Ids = { isKnown(kind: Kind, id: string): boolean; known(kind: Kind, given: unknown, field: string): string };

/** The ids that the lists of a file name, each once. */
function idsOf(entries: readonly { id: string }[], reviewers: readonly { id: string }[]): Ids {
  const all = { entry: unique(entries, "entries"), reviewer: unique(reviewers, "reviewers") };
  return {
    isKnown: (kind, id) => all[kind].has(id),
    known(kind, given, field) {
      const found = id(given, field);
      if (!all[kind].has(found)) fail(field, `names ${kind} ${JSON.stringify(found)}, which is not in the list`);
      return found;
    },
  };
}

type File = Record<string, unknown>;

function readPairs(file: File, member: string, ids: Ids, first: Kind = "entry"): [string, string][] {
  return list(file[member] ?? [], member).map((each, at): [string, string] => {
    const pair = list(each, `${member}[${at}]`);
    if (pair.length !== 2) fail(`${member}[${at}]`, "must be a pair of two ids");
    return [ids.known(first, pair[0], `${member}[${at}][0]`), ids.known("reviewer", pair[1], `${member}[${at}][1]`)];
  });
}

function readStanding(
  file: File,
  member: "fixed" | "held",
  ids: Ids,
  isForbidden: (entry: string, reviewer: string) => boolean,
): [string, string][] {
  const found = readPairs(file, member, ids);
  const at = found.findIndex(([entry, reviewer]) => isForbidden(entry, reviewer));
  if (at >= 0) fail(`${member}[${at}]`, "is forbidden, too");
  return found;
}

function readNeeds(file: File, member: "expert" | "fluent", ids: Ids): Map<string, string[]> {
  return new Map(
    Object.entries(object(file[member] ?? {}, member)).map(([entry, reviewers]) => [
      ids.known("entry", entry, member),
      list(reviewers, `${member}.${entry}`).map((each, at) => ids.known("reviewer", each, `${member}.${entry}[${at}]`)),
    ]),
  );
}

function readAffinity(given: unknown, ids: Ids): Map<string, Record<string, unknown>> {
  const affinity = new Map<string, Record<string, unknown>>();
  for (const [entry, value] of Object.entries(object(given, "affinity"))) {
    ids.known("entry", entry, "affinity");
    const row = object(value, `affinity.${entry}`);
    affinity.set(entry, row);
    for (const [reviewer, value] of Object.entries(row)) {
      if (!ids.isKnown("reviewer", reviewer))
        fail(`affinity.${entry}`, `names reviewer ${JSON.stringify(reviewer)}, which is not in the list`);
      if (typeof value !== "number" || !(value >= 0 && value <= 1))
        fail(`affinity.${entry}.${reviewer}`, `is ${shown(value)}, and must be a number from 0 to 1`);
    }
  }
  return affinity;
}

function fail(field: string, what: string): never {
  throw new Error(`${field} ${what}.`);
}

const shown = (value: unknown): string =>
  value === undefined ? "missing" : (JSON.stringify(value) ?? "").slice(0, 60);

function object(value: unknown, field: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    fail(field, `is ${shown(value)}, and must be an object`);
  return value as Record<string, unknown>;
}

function list(value: unknown, field: string): unknown[] {
  if (!Array.isArray(value)) fail(field, `is ${shown(value)}, and must be a list`);
  return value;
}

function id(value: unknown, field: string): string {
  if (typeof value !== "string" || value === "") fail(field, `is ${shown(value)}, and must be text`);
  return value;
}

function whole(value: unknown, field: string): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > 1_000_000)
    fail(field, `is ${shown(value)}, and must be a whole number from 0`);
  return value as number;
}

function flag(value: unknown, field: string): boolean {
  if (value !== undefined && typeof value !== "boolean") fail(field, `is ${shown(value)}, and must be true or false`);
  return value === true;
}

function unique(items: readonly { id: string }[], field: string): Set<string> {
  const seen = new Set<string>();
  for (const [at, item] of items.entries()) {
    if (seen.has(item.id)) fail(`${field}[${at}].id`, `is ${JSON.stringify(item.id)}, which comes twice`);
    seen.add(item.id);
  }
  return seen;
}

function limits(given: unknown, ids: Ids): (entry: string) => number | undefined {
  if (given === undefined) return () => undefined;
  if (typeof given === "number") {
    const limit = whole(given, "regionLimit");
    return () => limit;
  }
  const byEntry = new Map(
    Object.entries(object(given, "regionLimit")).map(([entry, limit]) => [
      ids.known("entry", entry, "regionLimit"),
      whole(limit, `regionLimit.${entry}`),
    ]),
  );
  return (entry) => byEntry.get(entry);
}

function softened(given: unknown): Partial<Record<Rule, number>> {
  const soft: Partial<Record<Rule, number>> = {};
  for (const [rule, priority] of Object.entries(object(given ?? {}, "soft"))) {
    if (!(RULES as readonly string[]).includes(rule)) fail(`soft.${rule}`, `is no rule: there are ${RULES.join(", ")}`);
    if (whole(priority, `soft.${rule}`) === 0) fail(`soft.${rule}`, "must be a whole number from 1");
    soft[rule as Rule] = priority as number;
  }
  return soft;
}

function parseJson(text: string): unknown {
  const body = text.startsWith("\ufeff") ? text.slice(1) : text;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    const at = faultIn(body);
    throw new Error(
      `Line ${body.slice(0, at).split("\n").length}: not JSON${at < body.length ? ` from ${JSON.stringify(body.slice(at, at + 20))}` : ", it ends too soon"}.`,
    );
  }
}

/** Where a text stops being JSON: the engine does not always say. */
function faultIn(text: string): number {
  const token =
    /[ \t\r\n]*(?:([[{])|([\]}])|([,:])|("(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/uy;
  const open: string[] = [];
  let expect: "value" | "first" | "key" | "colon" | "next" = "value";
  for (let at = 0; ; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text);
    const begin = at + /^[ \t\r\n]*/.exec(text.slice(at, at + 1000))![0].length;
    if (!found || (open.length === 0 && expect === "next")) return begin;
    const [, opening, closing, mark, value] = found;
    const inObject = open.at(-1) === "{";
    if (opening && (expect === "value" || (expect === "first" && !inObject))) {
      open.push(opening);
      expect = "first";
    } else if (closing && (expect === "next" || expect === "first") && closing === (inObject ? "}" : "]")) {
      open.pop();
      expect = "next";
    } else if (mark === ":" && expect === "colon") expect = "value";
    else if (mark === "," && expect === "next") expect = inObject ? "key" : "value";
    else if (value?.startsWith('"') && inObject && (expect === "key" || expect === "first")) expect = "colon";
    else if (value && (expect === "value" || (expect === "first" && !inObject))) expect = "next";
    else return begin;
  }
}
