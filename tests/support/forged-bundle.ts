import { canonical, type JsonObject } from "#app/domain/audit/rules.ts";
import { commit, type CommitmentType } from "#app/domain/commitment/rules.ts";
import { checkpointText, type NoteKey, signNote } from "#app/domain/commitment/note.ts";
import { consistencyProof, inclusionProof, leafHash, peaksOf, rootOf } from "#app/domain/commitment/tree.ts";
import { setRoot } from "#app/domain/proof/rules.ts";

type Opening = { salt: string; record: JsonObject };
type Statement = { type: string; [member: string]: unknown };
export type Bundle = {
  v: number;
  checkpoints: string[];
  consistency: string[][];
  entries: string[];
  openings: Opening[];
  names: (Opening & { name?: Opening })[];
  votes?: Opening[];
  /** Of departures, where the result commits to them. */
  reasons?: Opening[];
  signatures?: string[];
  statements: { json: string; index: number; checkpoint: number; proof: string[] }[];
};
export type Parts = {
  /** The version of the bundle. */
  v: number;
  statements: Statement[];
  entries: string[];
  openings: Opening[];
  names: Opening[];
  votes: Opening[];
  /** What opens the reasons of departures, in a bundle whose result commits to them. */
  reasons: Opening[] | undefined;
  /** What scrutineers signed, in a bundle that has room for it. */
  signatures: string[] | undefined;
  of(type: string): Statement;
  /** What was frozen, where it is not disclosed. */
  frozen?: Opening[];
  /** What entered the log right before the freeze. */
  before?: Buffer[];
};
export type Openings = {
  v: number;
  round: string;
  log: { size: number; peaks: string[]; audit: string };
  events: (Opening & { slot: string | null; why: string | null })[];
  entries: { id: string; entry: string; sealed: (Opening & { number: Opening }) | null }[];
  reviews: Opening[];
  adjusted: Opening | null;
  attestations: (Opening & { log: { index: number; proof: string[] } | null })[];
  /** Where the round commits to who was given what. */
  assignments?: Opening[];
  recusals?: Opening[];
};

/** The commitment that an opening opens. */
export const hashOf = (type: CommitmentType, { salt, record }: Opening) =>
  commit(type, { salt: Buffer.from(salt, "hex"), record });

/**
 * What somebody could do who holds the portal's key and its database: change anything, then commit, seal and sign all
 * of it anew. What the verifier must still notice is that the parts contradict each other, or what somebody kept from
 * before.
 */
export function forge(bundle: string, key: NoteKey, change: (parts: Parts) => void, { recommit = true } = {}): string {
  const { v, entries, openings, names, votes, reasons, signatures, statements: shown } = JSON.parse(bundle) as Bundle;
  const statements = shown.map(({ json }) => JSON.parse(json) as Statement);
  const keyOf = new Map(
    statements.flatMap((each) => {
      const place = shown.findIndex(({ index }) => each.type === "seed" && index === each["scrutineer"]);
      return place < 0 ? [] : [[each, statements[place]!] as const];
    }),
  );
  const parts: Parts = {
    v,
    statements,
    entries,
    openings,
    names,
    votes: votes ?? [],
    reasons,
    signatures,
    of: (type) => statements.find((each) => each.type === type)!,
  };
  change(parts);
  if (recommit) {
    const frozen = (parts.frozen ?? parts.openings).sort((a, b) =>
      Buffer.compare(hashOf("review", a), hashOf("review", b)),
    );
    Object.assign(parts.of("freeze"), {
      reviews: frozen.length,
      root: setRoot(frozen.map((each) => hashOf("review", each))),
    });
    parts.votes.sort((a, b) => Buffer.compare(hashOf("vote", a), hashOf("vote", b)));
    if (parts.votes.length > 0 && parts.of("count"))
      Object.assign(parts.of("count"), { root: setRoot(parts.votes.map((each) => hashOf("vote", each))) });
    Object.assign(parts.of("seal"), {
      entries: parts.entries.length,
      root: setRoot(parts.entries.map((each) => Buffer.from(each, "hex"))),
    });
  }
  const before = parts.before ?? [];
  const freezeAt = parts.statements.findIndex(({ type }) => type === "freeze");
  const indexOf = (place: number) => place + (place >= freezeAt ? before.length : 0);
  const at = (type: string) => {
    const place = parts.statements.findIndex((each) => each.type === type);
    return place < 0 ? place : indexOf(place);
  };
  if (at("freeze") >= 0)
    Object.assign(parts.of("freeze"), {
      rules: at("rules"),
      seal: indexOf(parts.statements.findLastIndex(({ type }) => type === "seal")),
    });
  if (recommit && parts.of("freeze")["scrutineers"])
    Object.assign(parts.of("freeze"), {
      scrutineers: parts.statements.flatMap(({ type }, place) => (type === "scrutineer" ? [indexOf(place)] : [])),
    });
  for (const [seed, key] of keyOf) seed["scrutineer"] = indexOf(parts.statements.indexOf(key));
  if (recommit && parts.of("freeze")["opened"])
    Object.assign(parts.of("freeze"), {
      opened: parts.statements.flatMap(({ type }, place) => (type === "seed" ? [indexOf(place)] : [])),
    });
  if (at("result") >= 0) Object.assign(parts.of("result"), { freeze: at("freeze") });
  for (const [type, to, about] of [
    ["ballot", "freeze", "freeze"],
    ["count", "ballot", "ballot"],
    ["result", "count", "count"],
  ] as const)
    if (at(type) >= 0 && at(about) >= 0) Object.assign(parts.of(type), { [to]: at(about) });
  const written = parts.statements.map(canonical);
  const leaves = written.map((json) => leafHash(Buffer.from(json)));
  const tree = [...leaves.slice(0, freezeAt), ...before.map(leafHash), ...leaves.slice(freezeAt)];
  const sizes = written.map((_json, place) => indexOf(place) + 1);
  const base64 = (proof: Buffer[]) => proof.map((each) => each.toString("base64"));
  return canonical({
    v: parts.v,
    entries: parts.entries,
    openings: parts.openings,
    names: parts.names,
    ...(votes ? { votes } : {}),
    ...(parts.reasons ? { reasons: parts.reasons } : {}),
    ...(parts.signatures ? { signatures: parts.signatures } : {}),
    checkpoints: sizes.map((size) => signNote(checkpointText(key.name, size, rootOf(tree.slice(0, size))), key)),
    consistency: sizes.slice(1).map((size, place) => base64(consistencyProof(tree.slice(0, size), sizes[place]!))),
    statements: written.map((json, place) => ({
      json,
      index: indexOf(place),
      checkpoint: place,
      proof: base64(inclusionProof(tree.slice(0, sizes[place]), indexOf(place))),
    })),
  });
}

/** The same of a bundle with its openings: everything is handed in, frozen and stated anew as the openings then say. */
export function forgeOpened(
  { bundle, openings }: { bundle: string; openings: string },
  key: NoteKey,
  change: (file: Openings, parts: Parts) => void,
): { bundle: string; openings: string } {
  const file = JSON.parse(openings) as Openings;
  const forged = forge(bundle, key, (parts) => {
    change(file, parts);
    const before = (
      [
        ["score-event", file.events],
        ["assignment", file.assignments ?? []],
        ["recusal", file.recusals ?? []],
      ] as const
    ).flatMap(([type, list]) => {
      list.sort((a, b) => Buffer.compare(hashOf(type, a), hashOf(type, b)));
      return list.map((each) => hashOf(type, each));
    });
    if (parts.openings.length > 0) parts.openings = file.reviews;
    else parts.frozen = file.reviews;
    if (file.adjusted)
      Object.assign(parts.of("result"), { adjusted: hashOf("adjusted", file.adjusted).toString("hex") });
    parts.before = [...before.sort(Buffer.compare), Buffer.from(file.log.audit, "hex")];
  });
  const { statements } = JSON.parse(forged) as Bundle;
  const earlier = statements
    .filter(({ json }) => (JSON.parse(json) as Statement).type !== "freeze")
    .slice(
      0,
      statements.findIndex(({ json }) => (JSON.parse(json) as Statement).type === "freeze"),
    );
  file.log = {
    ...file.log,
    size: earlier.length,
    peaks: peaksOf(earlier.map(({ json }) => leafHash(Buffer.from(json)))).map((peak) => peak.toString("hex")),
  };
  return { bundle: forged, openings: canonical(file) };
}

/** Every leaf of a JSON value changed, one at a time. */
export function* changes(whole: unknown, change = other): Generator<[string, unknown]> {
  const walk = function* (value: unknown, path: (string | number)[]): Generator<(string | number)[]> {
    if (value !== null && typeof value === "object")
      for (const key of Object.keys(value))
        yield* walk((value as { [key: string]: unknown })[key], [...path, Array.isArray(value) ? Number(key) : key]);
    else yield path;
  };
  for (const path of walk(whole, [])) {
    const copy = structuredClone(whole);
    const holder = path
      .slice(0, -1)
      .reduce<unknown>((at, key) => (at as { [key: string | number]: unknown })[key], copy) as {
      [key: string | number]: unknown;
    };
    holder[path.at(-1)!] = change(holder[path.at(-1)!]);
    yield [path.join("."), copy];
  }
}

function other(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value !== "string") return "x";
  const at = Math.floor(value.length / 2);
  return `${value.slice(0, at)}${value[at] === "a" ? "b" : "a"}${value.slice(at + 1)}`;
}

export type Departure = {
  entry: string;
  because: string;
  from: string | null;
  to: string | null;
  reason: string | null;
};

/** Gives a departure another reason, sealed anew as the portal would. */
export function giveReason({ reasons, of }: Parts, departure: Departure, reason: string): void {
  const opening = {
    salt: "5a".repeat(32),
    record: { round: of("result")["round"] as string, entry: departure.entry, reason },
  };
  const at = reasons!.findIndex(({ record }) => record["entry"] === departure.entry);
  if (at >= 0) reasons![at] = opening;
  else if (departure.to !== null) reasons!.push(opening);
  departure.reason = hashOf("reason", opening).toString("hex");
}

/** The result as it was stated before reasons were sealed: their words in it, but of entries without a level. */
export function asBefore(parts: Parts): void {
  const result = parts.of("result");
  const words = new Map(parts.reasons!.map(({ record }) => [record["entry"], record["reason"]]));
  Object.assign(result, {
    v: (result["v"] as number) - 4,
    deviations: (result["deviations"] as Departure[]).map(({ reason, ...departure }) =>
      words.has(departure.entry)
        ? { ...departure, reason: words.get(departure.entry), sealedReason: null }
        : { ...departure, reason: null, sealedReason: reason },
    ),
  });
  parts.reasons = undefined;
}
