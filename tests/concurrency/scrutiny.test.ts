import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { type NoteKey, noteKey, signNote } from "#app/domain/commitment/note.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { countersign } from "#app/domain/countersignature/commands.server.ts";
import { joinPanel } from "#app/domain/panel/commands.server.ts";
import { handInSignature, stateKey, takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { countersignatures } from "#db/schema/countersignature.ts";
import { scrutineerKeys, scrutineerSignatures } from "#db/schema/scrutiny.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anAccount, aStaffMember } from "#tests/support/factories.ts";
import { aCandidate, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { aProvedRound, KEY, PORTAL_URL, TRUST } from "#tests/support/proved-round.ts";
import { aKeyStatement, aScrutinySignature } from "#tests/support/scrutiny.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";
import { countersignatureText, verify } from "../../public/verify.mjs";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const within = (ctx: Context, tx: Context["db"]): Context => ({ ...ctx, db: tx });
const own = noteKey("scrutineer.example/nadia", Buffer.alloc(32, 79));
const CHECKED = days(1)
  .toISOString()
  .replace(/\.\d+Z/, "Z");

async function aScrutinised() {
  const round = await aScoredRound(db);
  const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
  const account = await anAccount(db);
  const appointing = { db, actor: PORTAL, now: days(-3) };
  await joinPanel(appointing, { roundId: round.id, accountId: account.id, role: "scrutineer" });
  return { round, entry, nadia: await contextOf(db, account), lin: await contextOf(db, await aStaffMember(db)) };
}
const aStated = () => aProvedRound(db, { against: false, entries: 10, scrutineers: [own] });

describe("a round that is scrutinised", () => {
  it("takes no key any more once it waits for the freeze, which names the keys", async () => {
    const { round, nadia, lin } = await aScrutinised();
    const stating = oneAfterTheOther(
      db,
      (tx) => freezeRound(within(lin, tx), round.id),
      () => stateKey(nadia, round.id, aKeyStatement(own), KEY, PORTAL_URL),
    );
    await expect(stating).rejects.toMatchObject({ because: "round-frozen" });
    expect(await db.select().from(scrutineerKeys).where(eq(scrutineerKeys.roundId, round.id))).toEqual([]);
  });

  it("is not opened to somebody who is just declaring a conflict", async () => {
    const { round, entry, nadia, lin } = await aScrutinised();
    await freezeRound(lin, round.id);
    const taking = oneAfterTheOther(
      db,
      (tx) => declareConflict(within(nadia, tx), { entryId: entry.id, answer: "conflict", reason: "A cousin" }),
      () => takeOpenings(nadia, round.id),
    );
    await expect(taking).rejects.toMatchObject({ because: "conflict" });
  });
});

describe("one key in two rounds", () => {
  it("is stated by one of two scrutineers who try at once", async () => {
    const [one, other] = [await aScrutinised(), await aScrutinised()];
    const shared = noteKey("scrutineer.example/shared", Buffer.alloc(32, 81));
    const state = ({ nadia, round }: typeof one, tx = db) =>
      stateKey(within(nadia, tx), round.id, aKeyStatement(shared), KEY, PORTAL_URL);
    const stating = oneAfterTheOther(
      db,
      (tx) => state(one, tx),
      () => state(other),
    );
    await expect(stating).rejects.toMatchObject({ fields: { key: "key-taken" } });
    const bare = await db.select().from(scrutineerKeys).where(eq(scrutineerKeys.bare, shared.bare));
    expect(bare.map(({ accountId }) => accountId)).toEqual([one.nadia.actor.id]);
  });

  it("signs for the award by one of two who try at once", async () => {
    const [one, other] = [await aStated(), await aStated()];
    const award: NoteKey = noteKey("award.example/both", Buffer.alloc(32, 82));
    const sign = async (made: typeof one, who: Context, tx = db) => {
      const verdict = await verify(made.bundle, TRUST);
      if (!verdict.ok) throw new Error(verdict.failure);
      const note = signNote(countersignatureText({ ...verdict.named, key: award.verifier, signed: CHECKED }), award);
      return countersign(within({ ...who, now: days(1) }, tx), made.round.id, note, KEY);
    };
    const signing = oneAfterTheOther(
      db,
      (tx) => sign(one, one.lin, tx),
      () => sign(other, other.chen),
    );
    await expect(signing).rejects.toMatchObject({ fields: { signature: "key-taken" } });
    const kept = await db.select().from(countersignatures).where(eq(countersignatures.bare, award.bare));
    expect(kept.map(({ accountId }) => accountId)).toEqual([one.lin.actor.id]);
  });

  it("is not a scrutineer's and the award's, when both come at once", async () => {
    const [scrutinised, stated] = [await aScrutinised(), await aStated()];
    const shared: NoteKey = noteKey("award.example/mixed", Buffer.alloc(32, 83));
    const verdict = await verify(stated.bundle, TRUST);
    if (!verdict.ok) throw new Error(verdict.failure);
    const note = signNote(countersignatureText({ ...verdict.named, key: shared.verifier, signed: CHECKED }), shared);
    const both = oneAfterTheOther(
      db,
      (tx) => stateKey(within(scrutinised.nadia, tx), scrutinised.round.id, aKeyStatement(shared), KEY, PORTAL_URL),
      () => countersign({ ...stated.lin, now: days(1) }, stated.round.id, note, KEY),
    );
    await expect(both).rejects.toMatchObject({ fields: { signature: "key-taken" } });
  });
});

describe("a stated result", () => {
  it("of two signatures handed in at once one is kept, and the other is told that the result is signed", async () => {
    const made = await aStated();
    const ctx: Context = { ...made.scrutineers[0]!, now: days(1) };
    const openings = createHash("sha256")
      .update(await takeOpenings(ctx, made.round.id))
      .digest("hex");
    const note = await aScrutinySignature(made.bundle, own, { openings, checked: CHECKED });
    const signing = oneAfterTheOther(
      db,
      (tx) => handInSignature(within(ctx, tx), made.round.id, note, KEY),
      () => handInSignature(ctx, made.round.id, note, KEY),
    );
    await expect(signing).rejects.toMatchObject({ because: "result-signed" });
    expect(await db.select().from(scrutineerSignatures)).toHaveLength(1);
  });

  it("is signed for the award with one key by one of two who try at once, and by each once", async () => {
    const made = await aStated();
    const award: NoteKey = noteKey("award.example/chen", Buffer.alloc(32, 80));
    const verdict = await verify(made.bundle, TRUST);
    if (!verdict.ok) throw new Error(verdict.failure);
    const noteOf = (by: NoteKey) =>
      signNote(countersignatureText({ ...verdict.named, key: by.verifier, signed: CHECKED }), by);
    const note = noteOf(award);
    const [lin, chen] = [made.lin, made.chen].map((ctx) => ({ ...ctx, now: days(1) }));
    const signing = oneAfterTheOther(
      db,
      (tx) => countersign(within(lin!, tx), made.round.id, note, KEY),
      () => countersign(chen!, made.round.id, note, KEY),
    );
    await expect(signing).rejects.toMatchObject({ fields: { signature: "key-taken" } });
    expect(await db.select().from(countersignatures).where(eq(countersignatures.bare, award.bare))).toHaveLength(1);
    const another = noteOf(noteKey("award.example/again", Buffer.alloc(32, 90)));
    const twice = oneAfterTheOther(
      db,
      (tx) => countersign(within(chen!, tx), made.round.id, another, KEY),
      () => countersign(chen!, made.round.id, another, KEY),
    );
    await expect(twice).rejects.toMatchObject({ because: "result-signed", how: "not-now" });
  });
});
