import { describe, expect, it } from "vitest";
import { canonical } from "#app/domain/audit/rules.ts";
import { noteKey } from "#app/domain/commitment/note.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Bundle, changes, forge, type Parts } from "#tests/support/forged-bundle.ts";
import { asBeforeSeeds } from "#tests/support/older-rules.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { aScrutinySignature, CHECKED } from "#tests/support/scrutiny.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const [nadia, omar, stranger] = [77, 78, 79].map((seed, at) =>
  noteKey(`scrutineer.example/${["nadia", "omar", "stranger"][at]}`, Buffer.alloc(32, seed)),
) as [typeof KEY, typeof KEY, typeof KEY];
const given = { against: false, entries: 10 } as const;
const { bundle } = await aProvedRound(db, { ...given, scrutineers: [nadia, omar] });
const other = (await aProvedRound(db, { ...given, scrutineers: [nadia] })).bundle;
const keyless = (await aProvedRound(db, given)).bundle;

const withSignatures = (...signatures: string[]) => canonical({ ...(JSON.parse(bundle) as Bundle), signatures });
const signature = await aScrutinySignature(bundle, nadia);
const signed = withSignatures(signature);
const refusal = async (text: string, trust: Parameters<typeof verify>[1] = TRUST) => {
  const verdict = await verify(text, trust);
  return verdict.ok ? "accepted" : verdict.failure;
};
const numbered = ({ name, id }: typeof KEY) => `${name}+${id.toString("hex")}`;
const asking = (...keys: (typeof KEY)[]) => ({ ...TRUST, scrutineers: keys.map(({ verifier }) => verifier) });

const WRONG: [string, string, string][] = [
  ["a word of it changed", signature.replace(CHECKED, "2026-07-02T12:00:00Z"), "is wrong"],
  [
    "another key of the same name",
    await aScrutinySignature(bundle, noteKey(nadia.name, Buffer.alloc(32, 80))),
    "was not stated before",
  ],
  ["the key of somebody who scrutinises nothing", await aScrutinySignature(bundle, stranger), "was not stated before"],
  ["the log's own key", await aScrutinySignature(bundle, KEY), "was not stated before"],
  ["one from another round", await aScrutinySignature(other, nadia), "under another result"],
  [
    "another result of this round",
    await aScrutinySignature(bundle, nadia, { sha256: "a".repeat(64) }),
    "under another result",
  ],
  ["another place of the result", await aScrutinySignature(bundle, nadia, { result: 1 }), "under another result"],
  [
    "another state of the log",
    await aScrutinySignature(bundle, nadia, { root: `${"A".repeat(43)}=` }),
    "under another result",
  ],
  ["another log", await aScrutinySignature(bundle, nadia, { log: "other.example/log" }), "under another result"],
  ["another cycle", await aScrutinySignature(bundle, nadia, { cycle: "another" }), "under another result"],
  ["no openings named", await aScrutinySignature(bundle, nadia, { openings: "" }), "does not say which openings"],
  ["no time", await aScrutinySignature(bundle, nadia, { checked: "today" }), "does not say which openings"],
  [
    "two lines of signature",
    signature + signature.split("\n").slice(-2).join("\n"),
    "is not a note with one signature",
  ],
  ["nothing signed", signature.split("\n— ")[0]!, "is not a note with one signature"],
];

describe("a result that a scrutineer signed", () => {
  it("is accepted, and says who signed, when, and who did not", async () => {
    const verdict = await verify(signed, asking(nadia));
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines).toEqual(
      expect.arrayContaining([
        `the scrutineer ${numbered(nadia)}, whom you ask for, whose key was stated before the scores were frozen, has checked and signed this result on ${CHECKED}`,
        `no signature of the scrutineer ${numbered(omar)}, not one you asked for, whose key was stated before the scores were frozen: ask them what they found`,
      ]),
    );
    const both = withSignatures(signature, await aScrutinySignature(bundle, omar));
    expect(await refusal(both, asking(nadia, omar))).toBe("accepted");
  });

  it("is accepted without a signature that nobody asks for, and so is a round without any key", async () => {
    expect(await refusal(bundle)).toBe("accepted");
    expect(await verify(keyless, TRUST)).toMatchObject({
      ok: true,
      lines: expect.arrayContaining([expect.stringMatching(/^no scrutineer's signature: no key/)]) as string[],
    });
  });

  it("is refused after any one value in it is changed", async () => {
    const found: string[] = [];
    for (const [path, changed] of changes(JSON.parse(signed) as Bundle))
      if ((await verify(canonical(changed), TRUST)).ok) found.push(path);
    expect(found).toEqual([]);
  });

  it("in a round without a scrutineer's key has no member for signatures, and no key is named", () => {
    const { statements, ...rest } = JSON.parse(keyless) as Bundle;
    expect(rest).not.toHaveProperty("signatures");
    expect(statements.map(({ json }) => json).join()).not.toContain('"type":"scrutineer"');
    expect(statements.map(({ json }) => json).join()).toContain('"scrutineers":[]');
  });

  it.each(WRONG)("is refused with %s", async (_what, note, why) =>
    expect(await refusal(withSignatures(note))).toContain(why),
  );

  it("is refused with two signatures of one scrutineer", async () =>
    expect(
      await refusal(
        withSignatures(signature, await aScrutinySignature(bundle, nadia, { checked: "2026-07-03T12:00:00Z" })),
      ),
    ).toContain("is the second by"));
});

it("what a bundle or a trust file says moves no cursor and turns no direction of writing on a screen", async () => {
  const hostile = "log\u001b[1A\u001b[2K\u202e\nok  Everything holds.";
  expect(await refusal(bundle, { keys: [hostile] })).toBe(
    '"log\ufffd[1A\ufffd[2K\ufffd\ufffdok  Everything holds." is not a public key',
  );
  const corrected = forge(bundle, KEY, (parts) => {
    Object.assign(parts.of("rules"), { cycle: hostile });
  });
  expect((await verify(corrected, TRUST)).lines.join("")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

describe("a reader who asks for a scrutineer's signature", () => {
  it.each<[string, string, Parameters<typeof verify>[1], string]>([
    [
      "that was taken out of the bundle",
      bundle,
      asking(nadia),
      `the scrutineer ${numbered(nadia)}, whom you ask for, has not signed`,
    ],
    [
      "of somebody else who scrutinises the round",
      signed,
      asking(omar),
      `the scrutineer ${numbered(omar)}, whom you ask for, has not signed`,
    ],
    ["by a key that was never stated", signed, asking(nadia, stranger), "was not stated before the scores were frozen"],
    ["in a round without any", keyless, asking(nadia), "was not stated before the scores were frozen"],
    ["by what is no key", signed, { ...TRUST, scrutineers: ["nadia"] }, "is not a public key"],
    [
      "and names no list",
      signed,
      { ...TRUST, scrutineers: nadia.verifier as unknown as string[] },
      "scrutineers is not a list",
    ],
  ])("%s: refuses", async (_what, text, trust, why) => expect(await refusal(text, trust)).toContain(why));
});

describe("whoever holds the log's key and", () => {
  const keyOf = (parts: Parts) => parts.of("scrutineer");
  const freezeAt = ({ statements }: Parts) => statements.findIndex(({ type }) => type === "freeze");
  const forged = (change: (parts: Parts) => void, recommit = true) => forge(bundle, KEY, change, { recommit });

  it("changes nothing, forges what is accepted: the attacks below fail for what they do", async () =>
    expect(await refusal(forged(() => undefined))).toBe("accepted"));

  it.each<[string, (parts: Parts) => void, string]>([
    [
      "states a key after the freeze",
      (p) => {
        const [stated] = p.statements.splice(p.statements.indexOf(keyOf(p)), 1);
        p.statements.splice(freezeAt(p) + 1, 0, stated!);
      },
      "not signed before the scores were frozen",
    ],
    [
      "leaves a key out that the freeze names",
      (p) => {
        p.statements.splice(p.statements.indexOf(keyOf(p)), 1);
        Object.assign(p.of("freeze"), { scrutineers: [p.statements.indexOf(keyOf(p)), 99] });
      },
      "are not those that were stated",
    ],
    [
      "leaves the freeze without the keys",
      (p) => {
        asBeforeSeeds(p);
        delete p.of("freeze")["scrutineers"];
        Object.assign(p.of("freeze"), { v: 1 });
      },
      "are not those that were stated",
    ],
    [
      "leaves all keys that the freeze names and the signatures out, as if there never were any",
      (p) => {
        p.statements.splice(0, p.statements.length, ...p.statements.filter(({ type }) => type !== "scrutineer"));
        p.signatures = undefined;
      },
      "are not those that were stated",
    ],
    [
      "leaves out the member for signatures",
      (p) => {
        p.signatures = undefined;
      },
      "are not those that were stated",
    ],
    [
      "states one key twice",
      (p) => {
        Object.assign(p.statements.filter(({ type }) => type === "scrutineer")[1]!, { key: nadia.verifier });
      },
      "one key is stated for two scrutineers",
    ],
    [
      "states a key of its own beside hers, under her name",
      (p) => {
        const phantom = noteKey(nadia.name, Buffer.alloc(32, 81)).verifier;
        Object.assign(p.statements.filter(({ type }) => type === "scrutineer")[1]!, { key: phantom });
      },
      "two keys are stated under one scrutineer's name",
    ],
    [
      "states a key of its own beside hers, under her name in capitals",
      (p) => {
        const phantom = noteKey(nadia.name.toUpperCase(), Buffer.alloc(32, 81)).verifier;
        Object.assign(p.statements.filter(({ type }) => type === "scrutineer")[1]!, { key: phantom });
      },
      "two keys are stated under one scrutineer's name",
    ],
    [
      "states two keys under names that are one once they are in small letters",
      (p) => {
        const stated = p.statements.filter(({ type }) => type === "scrutineer");
        for (const [at, name] of ["J\u030c", "\u01f0"].entries())
          Object.assign(stated[at]!, { key: noteKey(name, Buffer.alloc(32, 81 + at)).verifier });
      },
      "two keys are stated under one scrutineer's name",
    ],
    [
      "states the log's own key",
      (p) => {
        Object.assign(keyOf(p), { key: KEY.verifier });
      },
      "or the log as its own scrutineer",
    ],
    [
      "states a key for another round",
      (p) => {
        Object.assign(keyOf(p), { round: "another" });
      },
      "not of one round",
    ],
    [
      "states what is no key",
      (p) => {
        Object.assign(keyOf(p), { key: "nadia" });
      },
      "is not a public key",
    ],
  ])("%s: refused", async (what, change, why) =>
    expect(await refusal(forged(change, !what.includes("that the freeze names")))).toContain(why),
  );

  it("puts another key in her place before the freeze: seen by whoever asks for hers, and by herself", async () => {
    const swapped = forged((p) => {
      Object.assign(keyOf(p), { key: stranger.verifier });
    });
    const verdict = await verify(swapped, TRUST);
    expect(verdict).toMatchObject({ ok: true });
    const replaced = canonical({
      ...(JSON.parse(swapped) as Bundle),
      signatures: [await aScrutinySignature(swapped, stranger)],
    });
    expect(await refusal(replaced)).toBe("accepted");
    expect(await refusal(replaced, asking(nadia))).toContain("was not stated before the scores were frozen");
    expect(verdict.ok && verdict.scrutineers.map(({ key }) => key)).toEqual([stranger.verifier, omar.verifier]);
  });
});
