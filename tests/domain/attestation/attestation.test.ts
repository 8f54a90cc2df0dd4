import { describe, expect, it } from "vitest";
import { attest } from "#app/domain/attestation/commands.server.ts";
import { tellReviewers } from "#app/domain/attestation/letters.server.ts";
import { attestedOf, missingAttestations, ownAttestation } from "#app/domain/attestation/queries.server.ts";
import { canonical } from "#app/domain/audit/rules.ts";
import { commit } from "#app/domain/commitment/rules.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import { ownDigest } from "#app/domain/proof/own-reviews.server.ts";
import { checkReceipt } from "#app/domain/proof/receipts.server.ts";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { writeLetter } from "#app/jobs/letters.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anAccount } from "#tests/support/factories.ts";
import { aJudge, contextOf, days } from "#tests/support/judging.ts";
import { lettersOf } from "#tests/support/letters.ts";
import type { Openings } from "#tests/support/forged-bundle.ts";
import { aProvedRound, KEY, PORTAL_URL, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();
const refused: unknown[] = [];
const early = (work: Promise<unknown>) => work.catch((error: unknown) => void refused.push(error));
let judges: Context[] = [];

/** Three of four reviewers confirm their scores between freeze and result. */
const { round, bundle, lin } = await aProvedRound(db, {
  against: false,
  meanwhile: async (tasks) => {
    const { judge } = tasks[0]!;
    await early(attest(judge, judge.actor.panels[0]!.roundId));
  },
  afterwards: async (tasks, roundId) => {
    judges = [...new Map(tasks.map(({ judge }) => [judge.actor.id, judge])).values()];
    await tellReviewers({ db, actor: PORTAL, now: days(0) }, PORTAL_URL);
    for (const judge of judges.slice(0, 3)) await attest(judge, roundId);
    await early(attest(judges[0]!, roundId));
    await early(attest(await contextOf(db, await anAccount(db)), roundId));
    await early(attest(await contextOf(db, await aJudge(db, { id: roundId }, { name: "Idle" })), roundId));
  },
});
const openings = await openingsFile({ db }, round.id);

const said = async (file: string, receipts: string[] = []) => {
  const verdict = await verify(bundle, TRUST, { openings: file, receipts });
  return verdict.ok ? verdict.lines : [verdict.failure];
};
const changed = (change: (file: Openings) => void) => {
  const file = JSON.parse(openings) as Openings;
  change(file);
  return canonical(file);
};

describe("confirming one's scores", () => {
  it("is for reviewers who handed in something, once, between the freeze and the result", async () => {
    const late = attest(judges[3]!, round.id);
    await expect(late).rejects.toMatchObject({ because: "already-finalised", how: "not-now" });
    expect(refused.slice(0, 2)).toMatchObject([{ because: "round-not-frozen" }, { because: "already-submitted" }]);
    expect(refused.slice(2).map((error) => error instanceof NotFound)).toEqual([true, true]);
  });

  it("tells everybody how many have, and those who follow the round who has not", async () => {
    expect(await attestedOf({ db }, round.id)).toEqual({ given: 3, of: 4 });
    expect(await missingAttestations(lin, round.id)).toEqual({ given: 3, of: 4, missing: ["Judge 3"] });
    await expect(missingAttestations(judges[0]!, round.id)).rejects.toThrow(NotFound);
  });

  it("is receipted: the receipt says what was confirmed, and any change of it shows", async () => {
    const receipt = (await ownAttestation(judges[0]!, KEY, round.id))!;
    expect(receipt).toContain(`\ndigest ${(await ownDigest(judges[0]!, round.id)).digest}\n`);
    const check = (text: string) => checkReceipt({ db }, KEY, { receipt: text, reference: "", sha256: "" });
    expect(await check(receipt)).toEqual({ outcome: "personal", about: "confirmation" });
    expect(await check(receipt.replace("reviews 12", "reviews 11"))).toEqual({ outcome: "unknown" });
    expect(await ownAttestation(judges[3]!, KEY, round.id)).toBeNull();
  });
});

describe("the scrutineer's verifier", () => {
  it("T4b: says how many confirmed, and that they confirmed what was handed in last; a receipt is honoured", async () => {
    const receipt = (await ownAttestation(judges[1]!, KEY, round.id))!;
    expect(await said(openings, [receipt])).toContain(
      "3 of 4 reviewers confirmed that the scores under their name are theirs, and what they confirmed is what was handed in last under their name",
    );
    const without = await verify(bundle, TRUST, { receipts: [receipt] });
    expect(without.ok && without.lines.join()).toContain("your receipt for the confirmation of your scores is signed");
  });

  it.each<[string, RegExp, (file: Openings) => unknown]>([
    ["one that is left out", /does not stand in the log/, (file) => file.attestations.splice(1, 1)],
    [
      "one of other scores",
      /confirmed other scores/,
      ({ attestations: [first] }) => Object.assign(first!.record, { root: "0".repeat(64) }),
    ],
    [
      "one of fewer reviews",
      /confirmed other scores/,
      ({ attestations: [first] }) => Object.assign(first!.record, { reviews: 1 }),
    ],
    [
      "one of somebody else's",
      /confirmed other scores|a second one/,
      ({ attestations: [first, second] }) => Object.assign(first!.record, { reviewer: second!.record["reviewer"]! }),
    ],
    [
      "one that the log does not hold",
      /does not stand in the log/,
      ({ attestations: [first] }) => Object.assign(first!.record, { at: "2027-01-01" }),
    ],
    [
      "one that was not in the log yet",
      /before the result was stated/,
      ({ attestations: [first] }) => Object.assign(first!, { log: null }),
    ],
  ])("T4b: refuses %s", async (_what, why, change) => {
    expect(await said(changed(change))).toEqual([expect.stringMatching(why)]);
  });

  it("T4b: a receipt that none of the confirmations honours is told", async () => {
    const receipt = (await ownAttestation(judges[0]!, KEY, round.id))!;
    const file = changed((each) => {
      each.attestations = each.attestations.filter(({ record }) => record["reviewer"] !== judges[0]!.actor.id);
    });
    expect((await said(file, [receipt])).at(-1)).toMatch(/does not stand in the log|none of these/);
  });

  it("stand in the order of their commitments, which tells nothing of when", () => {
    const hashes = (JSON.parse(openings) as Openings).attestations.map(({ salt, record }) =>
      commit("attestation", { salt: Buffer.from(salt, "hex"), record }).toString("hex"),
    );
    expect(hashes).toEqual(hashes.toSorted());
  });
});

it("a letter tells each reviewer once of the freeze, with the digest, in every language; nobody after the result", async () => {
  const letters = (await lettersOf(db)).filter(({ kind }) => kind === "scores-frozen");
  expect(letters.map(({ email }) => email).sort()).toEqual(judges.map(({ actor }) => actor.email).sort());
  const params = letters[0]!.params as LetterParams["scores-frozen"];
  const reviewer = judges.find(({ actor }) => actor.email === letters[0]!.email)!;
  expect(params.digest).toBe((await ownDigest(reviewer, round.id)).digest);
  for (const locale of LOCALES) {
    const { text } = writeLetter("scores-frozen", params, locale);
    for (const part of [params.digest, params.checkpoint, params.link, "12"]) expect(text).toContain(part);
  }
  expect(await tellReviewers({ db, actor: PORTAL, now: days(0) }, PORTAL_URL)).toBe(0);
});
