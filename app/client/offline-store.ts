import type { Records } from "./offline-records.ts";
import { keyFrom, seal, sealJson, type Sealed, unseal, unsealJson } from "./offline-vault.ts";
import type { Kept } from "./saver.ts";

/** An entry that went along: the addresses of its sheet's files. */
type Entry = string[];
/** What is written openly: who took along which assignments, by identifiers that say nothing of them. */
/** `window`: when the round was scored as its pages were copied. */
type TakenRound = { at: number; window?: string; entries: Record<string, Entry> };
export type Luggage = {
  person: string;
  salt: Uint8Array<ArrayBuffer>;
  check: Sealed;
  rounds: Record<string, TakenRound>;
};

/** Words of a field that took another way than to the server, or are newer than the page that was taken along. */
export type KeptWords = Kept & {
  /** Where they go. */
  url: string;
  /** What the field says, for people: of which entry, which question, and the words or labels chosen. */
  entry: string;
  field: string;
  text: string;
  /** Why the server did not take them; null while they only wait for a line. */
  refusal: string | null;
  /** By this device's clock, for the order alone. */
  at: number;
};

type Copy = { head: Sealed; body: Sealed };
type KeptRecord = { sealed: Sealed; isUnsent: boolean };

const LUGGAGE = "luggage";
const COPY = "copy:";
const KEPT = "kept:";
/** What a copy needs of an answer's head; how it was packed on the line is over. */
const HEAD = [
  "content-type",
  "cache-control",
  "content-disposition",
  "content-security-policy",
  "x-content-type-options",
  "referrer-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
];

export const sheetOf = (assignmentId: string): string => `/judging/assignments/${assignmentId}`;
export const luggage = (records: Records): Promise<Luggage | undefined> => records.get<Luggage>(LUGGAGE);
export const writeLuggage = (records: Records, value: Luggage): Promise<void> => records.put(LUGGAGE, value);

/** Begins a store that this passphrase opens. */
export async function begin(records: Records, person: string, passphrase: string): Promise<CryptoKey> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await keyFrom(passphrase, salt);
  await writeLuggage(records, { person, salt, check: await sealJson(key, LUGGAGE, person), rounds: {} });
  return key;
}

/** The key, or null where this is not the passphrase. */
export async function unlock(records: Records, passphrase: string): Promise<CryptoKey | null> {
  const found = await luggage(records);
  if (!found) return null;
  const key = await keyFrom(passphrase, found.salt);
  return unsealJson(key, LUGGAGE, found.check).then(
    () => key,
    () => null,
  );
}

/** Keeps an answer of the portal under its address. */
export async function putCopy(
  records: Records,
  key: CryptoKey,
  path: string,
  head: Headers,
  body: BufferSource,
): Promise<void> {
  const name = COPY + path;
  const kept = HEAD.flatMap((each) => (head.has(each) ? [[each, head.get(each)!]] : []));
  await records.put(name, {
    head: await sealJson(key, `${name} head`, kept),
    body: await seal(key, name, body),
  } satisfies Copy);
}

export async function getCopy(
  records: Records,
  key: CryptoKey,
  path: string,
): Promise<{ head: Headers; body: ArrayBuffer } | null> {
  const name = COPY + path;
  const copy = await records.get<Copy>(name);
  if (!copy) return null;
  return {
    head: new Headers(await unsealJson<[string, string][]>(key, `${name} head`, copy.head)),
    body: await unseal(key, name, copy.body),
  };
}

export const hasCopy = async (records: Records, path: string): Promise<boolean> =>
  (await records.get(COPY + path)) !== undefined;

/** Forgets an entry's sheet and files. Words kept for it stay: they are the reviewer's own. */
export async function dropEntry(records: Records, assignmentId: string): Promise<void> {
  const found = await luggage(records);
  const files = Object.values(found?.rounds ?? {}).flatMap(({ entries }) => entries[assignmentId] ?? []);
  for (const path of [sheetOf(assignmentId), ...files]) await records.drop(COPY + path);
}

export async function keep(records: Records, key: CryptoKey, words: KeptWords): Promise<void> {
  const name = KEPT + words.url;
  await records.put(name, { sealed: await sealJson(key, name, words), isUnsent: words.isUnsent } satisfies KeptRecord);
}

/** Whether nothing of it waits any more, for the server or for somebody to choose between two texts. */
export const isSettled = ({ isUnsent, earlier }: Pick<KeptWords, "isUnsent" | "earlier">): boolean =>
  !isUnsent && !earlier;

export const forget = (records: Records, url: string): Promise<void> => records.drop(KEPT + url);

/** Words kept for addresses that begin so, the oldest first. */
export async function keptFor(records: Records, key: CryptoKey, prefix = ""): Promise<KeptWords[]> {
  const names = await records.names(KEPT + prefix);
  const found = await Promise.all(
    names.map(async (name) => unsealJson<KeptWords>(key, name, (await records.get<KeptRecord>(name))!.sealed)),
  );
  return found.sort((a, b) => a.at - b.at);
}

/** How many changes the server has not got yet. Needs no key. */
export async function countUnsent(records: Records): Promise<number> {
  const found = await Promise.all((await records.names(KEPT)).map((name) => records.get<KeptRecord>(name)));
  return found.filter((record) => record?.isUnsent).length;
}
