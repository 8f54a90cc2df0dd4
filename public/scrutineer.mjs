#!/usr/bin/env node
// Signs the result of a round of an award as its scrutineer, once everything holds.
//   node scrutineer.mjs key scrutineer.example/nadia LOGKEY
//     makes your key, for the award whose log signs with the public key in the printed rules; prints yours. Enter it on
//     your page of the round before the scores are frozen, and tell it to others than the portal.
//   node scrutineer.mjs sign bundle.json openings.json
//     runs the verifier on both, prints what holds, and signs the result if all of it does. Enter the last lines, which
//     are the signature, on your page of the round.
// Needs Node.js 20 and verify.mjs beside it, and nothing of the portal. Your key, and which results you signed, are in
// scrutineer.json: keep it safe and to yourself. What does not hold is refused with a sentence and exit status 1. Format:
// C2SP signed-note, with Ed25519.
import crypto from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { readKey, scrutinyText, verify } from "./verify.mjs";

class Refusal extends Error {}

async function makeKey([name, log], memoryFile) {
  if (!/^[^\s+]+$/.test(name ?? ""))
    throw new Refusal(
      "Give your key a name without spaces, best the address of a page of yours: scrutineer.example/nadia",
    );
  await readKey(log);
  if (existsSync(memoryFile))
    throw new Refusal(
      `${memoryFile} is here already, and one key does for all rounds. Make another in another folder.`,
    );
  const pair = crypto.generateKeyPairSync("ed25519");
  const typed = Buffer.concat([Uint8Array.of(1), Buffer.from(pair.publicKey.export({ format: "jwk" }).x, "base64url")]);
  const id = crypto.createHash("sha256").update(`${name}\n`).update(typed).digest("hex").slice(0, 8);
  const written = `${name}+${id}+${typed.toString("base64")}`;
  keep(memoryFile, { written, log, key: pair.privateKey.export({ format: "jwk" }), signed: {} });
  return written;
}

function keep(memoryFile, memory) {
  writeFileSync(`${memoryFile}.new`, JSON.stringify(memory, null, 1), { mode: 0o600, flush: true });
  renameSync(`${memoryFile}.new`, memoryFile);
}

async function sign([bundle, openings], memoryFile, now, out) {
  const memory = JSON.parse(readFileSync(memoryFile, "utf8"));
  const { written, log, key, signed } = memory;
  const file = readFileSync(openings, "utf8");
  const verdict = await verify(readFileSync(bundle, "utf8"), { keys: [log] }, { openings: file });
  // That hers is not there yet she need not be told.
  const [name, id] = written.split("+");
  for (const line of verdict.lines)
    if (!line.startsWith(`no signature of the scrutineer ${name},`)) out.log(`ok  ${line}`);
  if (!verdict.ok)
    throw new Refusal(`NO  ${verdict.failure}\nNothing signed. Keep both files, and show them to others.`);
  const { named, scrutineers } = verdict;
  if (!scrutineers.includes(written))
    throw new Refusal(
      `Nothing signed: your key was not stated before the scores were frozen. Stated ${scrutineers.length === 0 ? "is none" : `are ${scrutineers.join(", ")}`}. If you had entered yours before, another was put in its place: tell others.`,
    );
  const result = `${named.result} ${named.sha256}`;
  if ((signed[named.round] ?? result) !== result)
    throw new Refusal(
      "Nothing signed: you signed another result of this round before. One of the two is false: tell others.",
    );
  const text = scrutinyText({
    ...named,
    openings: crypto.createHash("sha256").update(file.trim()).digest("hex"),
    checked: new Date(now * 1000).toISOString().replace(".000Z", "Z"),
  });
  // Remembered before anybody gets the signature: a crash must not let her sign two results.
  keep(memoryFile, { ...memory, signed: { ...signed, [named.round]: result } });
  const signature = crypto.sign(null, Buffer.from(text), crypto.createPrivateKey({ key, format: "jwk" }));
  return `${text}\n— ${name} ${Buffer.concat([Buffer.from(id, "hex"), signature]).toString("base64")}`;
}

/** Runs as a command: arguments to exit status. `now` in seconds. */
export async function main(
  [what, ...args],
  { out = console, memoryFile = "scrutineer.json", now = Math.floor(Date.now() / 1000) } = {},
) {
  try {
    if (what === "key" && args.length === 2) out.log(await makeKey(args, memoryFile));
    else if (what === "sign" && args.length === 2) {
      const signature = await sign(args, memoryFile, now, out);
      out.log("Everything holds. Your signature, from here to the end:\n");
      out.log(signature);
    } else throw new Refusal("Usage: node scrutineer.mjs key NAME LOGKEY | node scrutineer.mjs sign BUNDLE OPENINGS");
    return 0;
  } catch (error) {
    out.error(error.message);
    return 1;
  }
}

if (globalThis.process?.argv?.[1]?.endsWith("scrutineer.mjs")) process.exitCode = await main(process.argv.slice(2));
