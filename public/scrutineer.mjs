#!/usr/bin/env node
// Signs the result of a round of an award as its scrutineer, or for its secretariat, once everything holds.
//   node scrutineer.mjs key scrutineer.example/nadia LOGKEY [ROUND]
//     makes your key, for the award whose log signs with the public key in the printed rules. Prints its public half,
//     which you tell to others than the portal, and what shows that the key is yours, for your page of the round alone.
//     Enter that there before the scores are frozen. With the number of the round, as its page shows it until the round
//     begins, it also commits to your seed of its lots: the draws between equals, which then nobody can choose alone.
//     Where the rules also print the key that is to follow the log's, put it behind LOGKEY; where they print one that
//     was revoked, before it, with the number of leaves until which it counts: REVOKEDKEY:117 LOGKEY.
//   node scrutineer.mjs follow NEXTKEY
//     takes from now on what this key of the log signs, too: the log was given a new one. Get it in another way than
//     from the portal. follow REVOKEDKEY:117 takes what an earlier one signed, until the log had so many leaves
//   node scrutineer.mjs state [ROUND]
//     prints the same again, for another round
//   node scrutineer.mjs seed ROUND
//     prints that seed. Enter it on your page when scoring is over, before the scores are frozen, and not before. It
//     follows from your key, so there is nothing more to keep.
//   node scrutineer.mjs sign bundle.json openings.json
//     runs the verifier on both, prints what holds, and signs the result if all of it does. Enter the last lines, which
//     are the signature, on your page of the round. It also prints whose keys were stated for the round: compare them
//     with what their holders tell you in another way. Where your seed of the lots is missing it signs nothing, unless
//     you add --although-seed-is-missing because you did not hand it in.
//   node scrutineer.mjs countersign bundle.json
//     the same for somebody of the secretariat, who has no openings: signs the list that it prints as the award's own
// Needs Node.js 20 and verify.mjs beside it, and nothing of the portal. Your key, and which results you signed, are in
// scrutineer.json: keep it safe and to yourself. What does not hold is refused with a sentence and exit status 1.
// Format: C2SP signed-note, with Ed25519.
import crypto from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import {
  countersignatureText,
  keyStatement,
  newKey,
  printable,
  readKey,
  scrutinyText,
  seedCommitment,
  verify,
} from "./verify.mjs";

class Refusal extends Error {}

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

/** A seed of lots in a round that nobody knows who does not have the secret key. */
const seedOf = ({ log, key }, round) =>
  crypto
    .createHmac("sha256", Buffer.from(key.d, "base64url"))
    .update(`award portal tie seed v1\n${log}\n${round}\n`)
    .digest("hex");

function printSeed(round, memoryFile, out) {
  const seed = seedOf(memoryIn(memoryFile), round);
  out.log(
    "Your seed of the lots, for your page of the round once scoring is over, and before the scores are frozen:\n",
  );
  out.log(seed);
}

/**
 * The keys of the log that are trusted, each behind the one that it followed: `log` is the first she was given, by which
 * the log is called for good, `next` follow it. One that was revoked keeps its place between them, or comes before.
 */
async function keysOfLog({ log, next = [], revoked = [] }) {
  const followed = [log, ...next].slice(0, -1);
  const before = revoked.map(({ key }) => key).filter((key) => !followed.includes(key));
  const keys = [...new Set([...before, log, ...next])];
  const names = await Promise.all(keys.map(async (each) => (await readKey(each)).name));
  if (names.some((name) => name !== names[0]))
    throw new Refusal("These are keys of two logs. A log keeps its name when its key changes.");
  return { keys, revoked };
}

/** The memory with these keys, too: of one that was revoked the number of leaves stands behind it. */
async function withKeys(memory, given) {
  const ends = given.map((each) => /^(.+):(0|[1-9]\d{0,14})$/.exec(each));
  const [log, ...next] = new Set([memory.log ?? [], memory.next ?? [], given.filter((_, at) => !ends[at])].flat());
  if (log === undefined) throw new Refusal("Give the key of the log that signs for it now, too.");
  const revoked = [
    ...(memory.revoked ?? []),
    ...ends.flatMap((end) => (end ? [{ key: end[1], size: Number(end[2]) }] : [])),
  ];
  const whole = {
    ...memory,
    log,
    ...(next.length > 0 ? { next } : {}),
    ...(revoked.length > 0 ? { revoked: revoked.sort((a, b) => a.size - b.size) } : {}),
  };
  await keysOfLog(whole);
  return whole;
}

async function follow(key, memoryFile) {
  keep(memoryFile, await withKeys(memoryIn(memoryFile), [key]));
  return `What ${key} signs is taken from now on.`;
}

async function makeKey(name, given, memoryFile) {
  const { log, ...more } = await withKeys({}, given);
  if (existsSync(memoryFile))
    throw new Refusal(
      `${memoryFile} is here already, and one key does for all rounds. Make another in another folder.`,
    );
  const { written, secret } = await newKey(name, 1);
  keep(memoryFile, { written, log, ...more, key: secret, signed: {} });
}

/** The public key, and what shows the portal that whoever enters it has it. */
async function state(memoryFile, round, out) {
  const memory = memoryIn(memoryFile);
  const { written, log, key } = memory;
  const seed = round && (await seedCommitment({ key: written, round, seed: seedOf(memory, round) }));
  if (round) keep(memoryFile, { ...memory, seeded: [...new Set([...(memory.seeded ?? []), round])] });
  out.log(written);
  out.log("\nThat is your public key: tell it to others. For your page of the round alone, from here to the end:\n");
  out.log(signNote(keyStatement({ log, key: written, round, seed }), { written, key }));
}

function signNote(text, { written, key }) {
  const [name, id] = written.split("+");
  const signature = crypto.sign(null, Buffer.from(text), crypto.createPrivateKey({ key, format: "jwk" }));
  return `${text}\n— ${name} ${Buffer.concat([Buffer.from(id, "hex"), signature]).toString("base64")}`;
}

function keep(memoryFile, memory) {
  writeFileSync(`${memoryFile}.new`, JSON.stringify(memory, null, 1), { mode: 0o600, flush: true });
  renameSync(`${memoryFile}.new`, memoryFile);
}

/** What the verifier finds, told line by line; stops where something does not hold. */
async function checked(bundle, openings, memory, out) {
  const verdict = await verify(read(bundle), await keysOfLog(memory), { openings, signing: true });
  for (const line of verdict.lines) out.log(`ok  ${line}`);
  if (verdict.otherKey)
    throw new Refusal(
      `NO  ${verdict.failure}\nNothing signed. If the log was given a new key, or had an earlier one, its rules and the other scrutineers tell you: compare, then run: node scrutineer.mjs follow NEWKEY, or for one that was revoked, with the number of leaves until which it counts: node scrutineer.mjs follow REVOKEDKEY:117`,
    );
  if (!verdict.ok)
    throw new Refusal(`NO  ${verdict.failure}\nNothing signed. Keep what you checked, and show it to others.`);
  return verdict;
}

/**
 * Remembers which result of a round is signed before anybody gets the signature: a crash must not let them sign two. A
 * corrected list is signed anew, where what was signed before is shown to be a version whose place it took.
 */
function remember({ named, earlier }, memory, memoryFile) {
  const of = ({ result, sha256 }) => `${result} ${sha256}`;
  const [result, before] = [of(named), memory.signed[named.round]];
  if (before !== undefined && ![named, ...earlier].some((each) => of(each) === before))
    throw new Refusal(
      "Nothing signed: you signed another result of this round before. One of the two is false: tell others.",
    );
  keep(memoryFile, { ...memory, signed: { ...memory.signed, [named.round]: result } });
}

const moment = (now) => new Date(now * 1000).toISOString().replace(".000Z", "Z");

/** What is wrong with a scrutineer's own seed of the lots, as the log has it; null where nothing is. */
async function seedLacking({ scrutineers, named: { round } }, memory) {
  const { seed, commitment } = scrutineers.find(({ key }) => key === memory.written);
  if (commitment === null)
    return memory.seeded?.includes(round)
      ? "your key stands in the log without the seed of the lots that it committed to. If the portal took what you entered with the number of the round, tell others."
      : null;
  if (commitment !== (await seedCommitment({ key: memory.written, round, seed: seedOf(memory, round) })))
    return "your key stands in the log with a seed of the lots that is not yours: tell others.";
  return seed === "missing"
    ? "your seed of the lots was not opened before the scores were frozen. If you had entered it, it was left out: tell others."
    : null;
}

const ALTHOUGH = "--although-seed-is-missing";

async function sign([bundle, openings, although], memoryFile, now, out) {
  const memory = memoryIn(memoryFile);
  const { written } = memory;
  const file = read(openings);
  const verdict = await checked(bundle, file, memory, out);
  for (const line of keysTold(verdict.scrutineers, written)) out.log(line);
  if (!verdict.scrutineers.some((stated) => stated.key === written))
    throw new Refusal(
      "Nothing signed: your key was not stated before the scores were frozen. If you had entered it before, another was put in its place: tell others.",
    );
  const lacking = await seedLacking(verdict, memory);
  if (lacking && although !== ALTHOUGH)
    throw new Refusal(`Nothing signed: ${lacking} If you did not hand it in, add ${ALTHOUGH}.`);
  if (lacking) out.log(`Signed although ${lacking}`);
  const text = scrutinyText({
    ...verdict.named,
    openings: crypto.createHash("sha256").update(file.trim()).digest("hex"),
    checked: moment(now),
  });
  remember(verdict, memory, memoryFile);
  return signNote(text, memory);
}

async function countersign([bundle], memoryFile, now, out) {
  const memory = memoryIn(memoryFile);
  const verdict = await checked(bundle, null, memory, out);
  if (verdict.scrutineers.some(({ key }) => key === memory.written))
    throw new Refusal(
      "Nothing signed: this key is stated as a scrutineer's. Whoever runs the award does not check it.",
    );
  out.log("Is this the list that two of you signed? If not, do not hand in what follows: tell others.");
  remember(verdict, memory, memoryFile);
  return signNote(countersignatureText({ ...verdict.named, key: memory.written, signed: moment(now) }), memory);
}

/** Whose keys stand in the log for the round, for one who can ask the others. */
function keysTold(stated, own) {
  if (stated.length === 0) return ["No key of a scrutineer was stated for this round before the scores were frozen."];
  return [
    "Keys of scrutineers that were stated for this round before the scores were frozen. Compare them with what their holders tell you in another way than through the portal; if one is nobody's, tell others.",
    ...stated.map(({ key, checked }) => {
      const standing = checked === null ? "has not signed" : `has signed, checked on ${checked}`;
      return `    ${key} (${key === own ? "yours" : standing})`;
    }),
  ];
}

const isSigning = (what, args) => what === "sign" && (args.length === 2 || (args.length === 3 && args[2] === ALTHOUGH));

/** Runs as a command: arguments to exit status. `now` in seconds. */
export async function main(
  [what, ...args],
  { out = console, memoryFile = "scrutineer.json", now = Math.floor(Date.now() / 1000) } = {},
) {
  const print = { log: (text) => out.log(printable(text)), error: (text) => out.error(printable(text)) };
  try {
    const [name, log, ...further] = args;
    const [more, rounds] = [true, false].map((isKey) => further.filter((each) => each.includes("+") === isKey));
    if (what === "key" && log !== undefined && rounds.length <= 1) {
      await makeKey(name, [log, ...more], memoryFile);
      await state(memoryFile, rounds[0], print);
    } else if (what === "follow" && args.length === 1) print.log(await follow(name, memoryFile));
    else if (what === "state" && args.length <= 1) await state(memoryFile, args[0], print);
    else if (what === "seed" && args.length === 1) printSeed(args[0], memoryFile, print);
    else if (isSigning(what, args) || (what === "countersign" && args.length === 1)) {
      const signature = await (what === "sign" ? sign : countersign)(args, memoryFile, now, print);
      print.log("Everything holds. Your signature, from here to the end:\n");
      print.log(signature);
    } else
      throw new Refusal(
        "Usage: node scrutineer.mjs key NAME [REVOKEDKEY:LEAVES]... LOGKEY [NEXTKEY] [ROUND] | node scrutineer.mjs follow NEXTKEY | node scrutineer.mjs follow REVOKEDKEY:LEAVES | node scrutineer.mjs state [ROUND] | node scrutineer.mjs seed ROUND | node scrutineer.mjs sign BUNDLE OPENINGS [--although-seed-is-missing] | node scrutineer.mjs countersign BUNDLE",
      );
    return 0;
  } catch (error) {
    print.error(error.message);
    return 1;
  }
}

if (globalThis.process?.argv?.[1]?.endsWith("scrutineer.mjs")) process.exitCode = await main(process.argv.slice(2));
