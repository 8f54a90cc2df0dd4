import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Head, Trail } from "#app/domain/audit/rules.ts";
import { type LogKey, type LogMemory, type NoteKey, keysOfLog, signerOf } from "#app/domain/commitment/note.ts";
import { Refused } from "#app/domain/errors.ts";
import { keyRing, lostKey, newSecret, readSecret, writeWhole } from "./key-ring.server.ts";

/**
 * The key that signs receipts and the log. Made at the first start, for this user alone, beside the database and not in
 * it: whoever changes the database cannot sign what they made of it. It keeps the name it was made under, whatever
 * address the portal moves to. Where another key is put in its place, that one signs from then on, in every process.
 * `mayBeLost`: for the command that puts the one that was to follow in the place of one that is gone.
 */
export function openLogKey(dataDir: string, publicUrl: string, mayBeLost = false): LogKey {
  mkdirSync(dataDir, { recursive: true });
  const place = join(dataDir, "log-key");
  const lost = mayBeLost && !existsSync(place) ? lostKey(dataDir, refuse) : null;
  if (!lost) makeFirst(dataDir, place, publicUrl);
  let [key, seen, halted] = [lost ?? readSecret(place), stampOf(place), false];
  const held = (): NoteKey => {
    const stamp = stampOf(place);
    if (stamp !== null && stamp !== seen) [key, seen, halted] = [readSecret(place), stamp, false];
    return halted ? { ...key, sign: refuse } : key;
  };
  const log: LogKey = {
    held,
    get name() {
      return held().name;
    },
    get verifier() {
      return held().verifier;
    },
    get bare() {
      return held().bare;
    },
    get id() {
      return held().id;
    },
    sign: (text) => held().sign(text),
    ring: keyRing(dataDir, held, {
      isHalted: () => {
        held();
        return halted;
      },
      halt: (on) => {
        halted = on;
      },
    }),
  };
  log.memory = memoryIn(dataDir, log);
  return log;
}

/** Makes the log's first key, unless there is one. Refuses where one has signed that is gone. */
function makeFirst(dataDir: string, place: string, publicUrl: string): void {
  const [left] = OF_THE_LOG.map((name) => join(dataDir, name)).filter((each) => existsSync(each));
  if (left && !existsSync(place))
    throw new Error(
      `${place} is not here, and ${left} was left by a log that it signed: another key would be a stranger to that. ` +
        "Bring it back from the backup. One of before a change of the key will do: log change-key takes up the new. " +
        `If there is no backup, and you have the file of the key that was to follow: ${CHANGE_KEY}.`,
    );
  try {
    newSecret(place, `${new URL(publicUrl).host}/log`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

const CHANGE_KEY = 'npm run portal -- log change-key --reason "…" --with FILE';

/** By which a file is known for the one that was read. */
function stampOf(place: string): string | null {
  const found = statSync(place, { throwIfNoEntry: false });
  return found ? `${found.ino} ${found.mtimeMs}` : null;
}

function refuse(): never {
  throw new Refused("log-key-revoked", "to-nobody");
}

/** What was signed last, and where the audit trail stood when somebody looked last: two files beside the key. */
const memoryFiles = (dataDir: string) => ({ signed: join(dataDir, "log-signed"), trail: join(dataDir, "trail-seen") });

/** What lies beside a key only where it has signed a log. */
const OF_THE_LOG = ["log-signed", "log-keys-revoked", "log-key-next"];

/** Forgets what was signed and seen, where the database that it was in is emptied. */
export function forgetDatabase(dataDir: string): void {
  for (const name of [...OF_THE_LOG, "log-key-waiting", "trail-seen"]) rmSync(join(dataDir, name), { force: true });
}

function memoryIn(dataDir: string, key: LogKey): LogMemory {
  const { signed: place, trail } = memoryFiles(dataDir);
  return {
    last: () => {
      if (!existsSync(place)) return null;
      const note = readFileSync(place, "utf8");
      if (!/^\S+\n[1-9]\d{0,14}\n[A-Za-z0-9+/]{43}=\n\n/.test(note))
        throw new Error(`${place} is damaged. It holds the state of the log that was signed last: restore it.`);
      refuseForeign(place, note, key);
      return note;
    },
    keep: (note) => replace(dataDir, place, note),
    lastTrail: () => (existsSync(trail) ? readTrail(trail) : null),
    keepTrail: (seen) => replace(dataDir, trail, trailText(seen)),
  };
}

/** Another log's state would look like one that this log has lost, which only a public statement lifts. */
function refuseForeign(place: string, note: string, key: LogKey): void {
  if (signerOf(note, keysOfLog(key)) !== null) return;
  throw new Error(
    `${place} holds a state of the log “${note.split("\n", 1)[0]}” that the key of “${key.name}” beside it did not sign. ` +
      "Move it away if it was left by another portal, and start again; else bring back the log-key it belongs to, or, " +
      `where the log was given another key since: ${CHANGE_KEY}. Where that log-key is lost, and the one beside it was ` +
      "to follow, the same, once that is moved away from here.",
  );
}

/** The moment, the first event, what was accepted, then a line for each stream. */
const trailText = ({ at, first, accepted, heads }: Trail): string =>
  [at.toISOString(), first ? headText(first) : "-", accepted.join(" "), ...heads.map(headText), ""].join("\n");
const headText = ({ stream, seq, hash }: Head): string => `${stream} ${seq} ${hash.toString("hex")}`;

function readTrail(place: string): Trail {
  const [at, first, accepted, ...lines] = readFileSync(place, "utf8").split("\n");
  const heads = lines.slice(0, -1).map(readHead);
  if (
    Number.isNaN(Date.parse(at!)) ||
    (first !== "-" && !readHead(first!)) ||
    lines.at(-1) !== "" ||
    heads.includes(null)
  )
    throw new Error(`${place} is damaged. It holds where the audit trail stood when it was seen last: restore it.`);
  return {
    at: new Date(at!),
    first: readHead(first!),
    accepted: accepted!.split(" ").filter(Boolean),
    heads: heads as Head[],
  };
}

function readHead(line = ""): Head | null {
  const [, stream, seq, hash] = /^(\S+) ([1-9]\d{0,14}) ([0-9a-f]{64})$/.exec(line) ?? [];
  return hash ? { stream: stream!, seq: Number(seq), hash: Buffer.from(hash, "hex") } : null;
}

/** The file whole, and on the disk before anybody goes on. False where that cannot be, and says so. */
function replace(dataDir: string, place: string, content: string): boolean {
  try {
    writeWhole(dataDir, place, content);
    return true;
  } catch (error) {
    console.error(
      `${place} could not be written (${(error as NodeJS.ErrnoException).code}): until it is, a restore of an older copy ` +
        "of the database may go unnoticed. It is tried again each minute.",
    );
    return false;
  }
}
