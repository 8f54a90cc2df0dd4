#!/usr/bin/env node
// Witnesses the public log of an award: remembers the last state of it that you saw, and signs a newer one only if that
// takes nothing back.
//   node witness.mjs key witness.example/anna LOGKEY [NEXTKEY]
//     makes your key, for the log whose public key stands in the printed rules, and the key that is to follow it, where
//     one is printed there; prints yours
//   node witness.mjs follow NEXTKEY
//     takes from now on what this key signs, too: the log was given a new one, or tells which is to follow. Get it in
//     another way than from the portal. Once a state that it signed is seen, the keys before it sign no later one
//   node witness.mjs cosign https://award.example
//     asks the portal for the newest state, signs it and hands the cosignature in: daily, say
//   node witness.mjs cosign state.txt
//     the same from a file that came by mail (what /log/consistency/OLD/NEW answers); prints the cosignature
// Needs Node.js 20 and verify.mjs beside it, and nothing of the portal. Key and memory are in witness.json: keep it
// safe and to yourself. What does not hold is refused with a sentence and exit status 1; two states that contradict
// each other are kept in a file evidence-….txt to show to others. Formats: C2SP tlog-witness, tlog-cosignature
// (Ed25519) and signed-note.
import crypto from "node:crypto";
import { existsSync, readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import {
  cosignaturesApart,
  cosignedText,
  extendsTree,
  isOtherKey,
  newKey,
  printable,
  readCheckpoint,
  readKey,
} from "./verify.mjs";

class Refusal extends Error {}
/** What can be held against whoever showed it. An older state, a proof from elsewhere, or no answer shows nothing. */
class Contradiction extends Error {}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Refusal(`${file} is not here, or cannot be read.`);
  }
}

/** What the folder remembers. */
function memoryIn(file) {
  try {
    return JSON.parse(read(file));
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(`${file} is not what this program wrote.`);
  }
}

async function makeKey([name, log, ...next], memoryFile) {
  await keysOfLog({ log, next });
  const { id, written, secret } = await newKey(name, 4);
  const memory = { name, id, log, ...(next.length > 0 ? { next } : {}), key: secret, last: null };
  if (existsSync(memoryFile))
    throw new Refusal(
      `${memoryFile} is here already. A new key would forget what the old one saw: make it in another folder.`,
    );
  writeFileSync(memoryFile, JSON.stringify(memory, null, 1), { mode: 0o600, flag: "wx" });
  return written;
}

/** The keys of the log, one after the other: `log` is the first, `next` are those that follow it. */
async function keysOfLog({ log, next = [] }) {
  const keys = await Promise.all([log, ...next].map((each) => readKey(each)));
  if (keys.some(({ name }) => name !== keys[0].name))
    throw new Refusal("These are keys of two logs. A log keeps its name when its key changes.");
  if (new Set(keys.map(({ bare }) => bare)).size < keys.length) throw new Refusal("That key is known already.");
  return keys;
}

async function follow(key, memoryFile) {
  const memory = memoryIn(memoryFile);
  const next = [...(memory.next ?? []), key];
  await keysOfLog({ log: memory.log, next });
  keep(memoryFile, { ...memory, next });
  return `What ${key} signs is taken from now on.`;
}

function keep(memoryFile, memory) {
  writeFileSync(`${memoryFile}.new`, JSON.stringify(memory, null, 1), { mode: 0o600, flush: true });
  renameSync(`${memoryFile}.new`, memoryFile);
}

/** What this state says, and which of the log's keys signed it. */
async function opened(note, keys, what) {
  for (const [at, key] of keys.entries()) {
    const state = await readCheckpoint(note, [key], what).catch(() => null);
    if (state) return { ...state, at };
  }
  return { ...(await readCheckpoint(note, keys, what)), at: 0 };
}

/**
 * The body that C2SP tlog-witness sends to a witness: a size, a consistency proof from it, an empty line, a checkpoint.
 */
function readOffer(text) {
  const [, from, proof, note] = /^old (0|[1-9]\d{0,14})\n((?:\S+\n){0,63})\n([\s\S]+)$/.exec(text) ?? [];
  if (!note) throw new Refusal("This is not a state of a log with the proof that it follows from an earlier one.");
  return {
    from: Number(from),
    proof: proof
      .split("\n")
      .filter(Boolean)
      .map((line) => Buffer.from(line, "base64")),
    note,
  };
}

async function send(address, request = {}) {
  return fetch(address, { ...request, signal: AbortSignal.timeout(60_000) }).catch(() => {
    throw new Refusal(`${address} does not answer.`);
  });
}

async function ask(address) {
  const answer = await send(address);
  if (answer.ok) return answer.text();
  throw new Refusal(
    `${address} answers ${answer.status}: nothing signed.${answer.status === 404 ? " Try again later; if that stays so, ask whoever runs the portal, and others who hold checkpoints." : ""}`,
  );
}

/**
 * Whether the state that is shown may be signed after the one remembered; throws a sentence where it may not.
 * `offer(from, to)` gets the proof between two sizes.
 */
async function follows(memory, note, offer) {
  const keys = await keysOfLog(memory);
  const last = memory.last && (await opened(memory.last, keys, "The state you saw last"));
  const seen = await opened(note, keys, "This state").catch((error) => {
    if (isOtherKey(error))
      throw new Refusal(
        `This state is signed by a key of the log that you do not have: nothing signed. If the log was given a new key, its rules and others who watch it tell you: compare, then run: node witness.mjs follow NEWKEY\n${error.message}.`,
      );
    throw new Contradiction(error.message);
  });
  if (!last) return;
  if (seen.size < last.size)
    throw new Refusal(
      `This state, of ${seen.size} leaves, is older than what you saw, of ${last.size}: nothing signed. A portal's answer may come from a cache, and mail may come late: try again later.`,
    );
  const [by, since] = [keys[seen.at], keys[last.at]];
  if (seen.at < last.at)
    throw new Contradiction(
      `This state, of ${seen.size} leaves, is signed by ${by.name}+${by.id}, and ${since.name}+${since.id} had taken that key's place in what you saw, of ${last.size}: whoever signs with the old one has stolen it.`,
    );
  const { from, proof } = seen.size === last.size ? { from: last.size, proof: [] } : await offer(last.size, seen.size);
  if (from !== last.size)
    throw new Refusal(
      `This proof begins at ${from} leaves: nothing signed. Ask for one from the ${last.size} that you saw last.`,
    );
  if (!(await extendsTree({ size1: last.size, root1: last.root, size2: seen.size, root2: seen.root, proof })))
    throw new Contradiction(
      `The log was forked or rewritten: its ${seen.size} leaves do not go on from the ${last.size} that you saw.`,
    );
}

async function cosign(source, memoryFile, now) {
  const memory = memoryIn(memoryFile);
  const address = /^https?:/.test(source) ? source.replace(/\/+$/, "") : null;
  const offered = address ? null : readOffer(read(source));
  const note = cosignaturesApart(offered?.note ?? (await ask(`${address}/log/checkpoint`))).signed;
  try {
    await follows(
      memory,
      note,
      async (from, to) => offered ?? readOffer(await ask(`${address}/log/consistency/${from}/${to}`)),
    );
  } catch (refused) {
    if (!(refused instanceof Contradiction)) throw refused;
    const evidence = memoryFile.replace(/witness\.json$/, `evidence-${now}.txt`);
    writeFileSync(
      evidence,
      `${refused.message}\n\nSeen before:\n\n${memory.last ?? "nothing\n"}\nShown now:\n\n${note}`,
    );
    throw new Refusal(
      `${refused.message}\nNot signed. Both states are in ${evidence}: show it to others who hold checkpoints or receipts.`,
    );
  }
  const { text } = cosignaturesApart(note);
  const signature = crypto.sign(
    null,
    Buffer.from(cosignedText(text, now)),
    crypto.createPrivateKey({ key: memory.key, format: "jwk" }),
  );
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(now));
  const cosigned = `${text}\n— ${memory.name} ${Buffer.concat([Buffer.from(memory.id, "hex"), time, signature]).toString("base64")}\n`;
  // Remembered before anybody gets the signature: a power cut must not let her sign two histories.
  keep(memoryFile, { ...memory, last: note });
  if (!address) return cosigned;
  const answer = await send(`${address}/log/cosignatures`, {
    method: "POST",
    headers: { "content-type": "text/plain; charset=utf-8", origin: new URL(address).origin },
    body: cosigned,
  });
  if (!answer.ok) {
    const said = answer.headers.get("content-type")?.startsWith("text/plain")
      ? `: ${(await answer.text()).trim()}`
      : ".";
    throw new Refusal(
      `Signed, but the portal did not take it and answers ${answer.status}${said}\nThe cosignature:\n\n${cosigned}`,
    );
  }
  return `Signed and handed in: ${text.split("\n")[1]} leaves.`;
}

/** The work alone with the memory: two at once could read one state and sign two that go on from it. */
async function alone(memoryFile, work) {
  const lock = `${memoryFile}.lock`;
  try {
    writeFileSync(lock, "", { flag: "wx" });
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    throw new Refusal(
      `${lock} is here: another run is signing, and two at once could sign two histories. Wait for it. If none is running, a crash left the file: delete it, and run this again.`,
    );
  }
  try {
    return await work();
  } finally {
    unlinkSync(lock);
  }
}

/** Runs as a command: arguments to exit status. `now` in seconds. */
export async function main(
  [what, ...args],
  { out = console, memoryFile = "witness.json", now = Math.floor(Date.now() / 1000) } = {},
) {
  const print = { log: (text) => out.log(printable(text)), error: (text) => out.error(printable(text)) };
  try {
    if (what === "key" && (args.length === 2 || args.length === 3)) print.log(await makeKey(args, memoryFile));
    else if (what === "follow" && args.length === 1)
      print.log(await alone(memoryFile, () => follow(args[0], memoryFile)));
    else if (what === "cosign" && args.length === 1)
      print.log(await alone(memoryFile, () => cosign(args[0], memoryFile, now)));
    else
      throw new Refusal(
        "Usage: node witness.mjs key NAME LOGKEY [NEXTKEY] | node witness.mjs follow NEXTKEY | node witness.mjs cosign ADDRESS-OR-FILE",
      );
    return 0;
  } catch (error) {
    print.error(error.message);
    return 1;
  }
}

if (globalThis.process?.argv?.[1]?.endsWith("witness.mjs")) process.exitCode = await main(process.argv.slice(2));
