import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { bringFiles } from "#app/domain/attachment/commands.server.ts";
import { answerInvitation, inviteCoApplicant, removeCoApplicant } from "#app/domain/co-applicant/commands.server.ts";
import { signNote } from "#app/domain/commitment/note.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { moveDeadline } from "#app/domain/cycle/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { startEntry, withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { extendEntry } from "#app/domain/extension/commands.server.ts";
import { giveFeedback } from "#app/domain/feedback/commands.server.ts";
import { forwardInquiry, inquire } from "#app/domain/inquiry/commands.server.ts";
import { takeAnswers } from "#app/domain/package/answers.server.ts";
import { signedPackage } from "#app/domain/package/queries.server.ts";
import { packageText, readPackage } from "#app/domain/package/rules.ts";
import { submitCompleteDrafts, submitEntry } from "#app/domain/submission/commands.server.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aCycle,
  aForm,
  aMember,
  anEntry,
  aRound,
  aStaffMember,
  COMPLETE,
  NOW,
} from "#tests/support/factories.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();
const URL = "https://award.example";
const DAY = 86_400_000;
const within = <C extends { db: typeof db }>(ctx: C, tx: Context["db"]): C => ({ ...ctx, db: tx });
const at = <C extends { now: Date }>(ctx: C, now: Date | number): C => ({ ...ctx, now: new Date(now) });
const staff = async (now = NOW): Promise<Context> => ({ db, actor: await aStaffMember(db), now });

describe("what waits for the withdrawal of its entry is refused", () => {
  type Scene = Awaited<ReturnType<typeof anEntry>>;
  const after = ({ cycle }: Scene) => new Date(cycle.closesAt.getTime() + DAY);
  it.each<[string, (scene: Scene) => Promise<unknown>]>([
    [
      "asking a city to enter together",
      async ({ ctx, entryId }) => {
        const { name, country } = await aCity(db);
        return inviteCoApplicant(ctx, entryId, { name, country, email: "desk@city.example" }, "en", URL);
      },
    ],
    ["the files of the entry that a draft began with", ({ ctx, entryId }) => bringFiles(ctx, entryId, [], [])],
    [
      "saying what could be better",
      async ({ entryId }) => giveFeedback(at(await staff(), NOW.getTime() + 7_200_000), entryId, "For whom?", URL),
    ],
    [
      "a question of the secretariat",
      async (scene) => {
        const [lin, now] = [await staff(), after(scene)];
        return inquire(at(lin, now), scene.entryId, { question: "How?", dueAt: new Date(now.getTime() + DAY) }, URL);
      },
    ],
    [
      "sending a reviewer's question on",
      async (scene) => {
        const [lin, now, { id: roundId }] = [await staff(), after(scene), await aRound(db)];
        const asked = { entryId: scene.entryId, roundId, proposal: "How?", askedAt: now, askedBy: lin.actor.id };
        const [{ id } = { id: "" }] = await db.insert(inquiries).values(asked).returning({ id: inquiries.id });
        return forwardInquiry(at(lin, now), id, { question: "How?", dueAt: new Date(now.getTime() + DAY) }, URL);
      },
    ],
  ])("%s", async (_what, act) => {
    const scene = await anEntry(db, { answers: COMPLETE });
    const earlyAt = new Date(NOW.getTime() + 3_600_000);
    await db.update(cycles).set({ earlyAt }).where(eq(cycles.id, scene.cycle.id));
    await submitEntry(scene.ctx, scene.entryId, URL);
    const acting = oneAfterTheOther(
      db,
      (tx) => withdrawEntry(within(scene.ctx, tx), scene.entryId, "No money"),
      () => act(scene),
    );
    await expect(acting).rejects.toMatchObject({ because: "entry-withdrawn" });
  });
});

describe("a city that shall enter together with another", () => {
  async function anInvited() {
    const lead = await anEntry(db, { answers: COMPLETE });
    const city = await aCity(db);
    const lucia = await aMember(db, city.id);
    const place = { name: city.name, country: city.country, email: lucia.email };
    await inviteCoApplicant(lead.ctx, lead.entryId, place, "en", URL);
    const [asked] = await db.select().from(coApplicants).where(eq(coApplicants.entryId, lead.entryId));
    return { ...lead, id: asked!.id, lucia: { db, actor: lucia, now: NOW } };
  }

  it("does not say yes while its invitation is taken back", async () => {
    const { ctx, entryId, id, lucia } = await anInvited();
    const answering = oneAfterTheOther(
      db,
      (tx) => removeCoApplicant(within(ctx, tx), entryId, id),
      () => answerInvitation(lucia, id, true, URL),
    );
    await expect(answering).rejects.toBeInstanceOf(NotFound);
    const [asked] = await db.select().from(coApplicants).where(eq(coApplicants.id, id));
    expect(asked!.accepted).toBeNull();
  });

  it("is written to where it is taken off just as it has said yes", async () => {
    const { ctx, entryId, id, lucia } = await anInvited();
    await oneAfterTheOther(
      db,
      (tx) => answerInvitation(within(lucia, tx), id, true, URL),
      () => removeCoApplicant(ctx, entryId, id),
    );
    const letters = (await lettersOf(db)).filter(({ kind }) => kind === "co-applicant-removed");
    expect(letters.map(({ email }) => email)).toEqual([lucia.actor.email]);
  });
});

it("no entry is begun in a call that is just being closed earlier", async () => {
  const cycle = await aCycle(db);
  await aForm(db, cycle.id);
  const city = await aCity(db);
  const amara = { db, actor: await aMember(db, city.id), now: new Date(NOW.getTime() + 2 * DAY) };
  const closesAt = new Date(NOW.getTime() + DAY);
  const lin = await staff();
  const starting = oneAfterTheOther(
    db,
    (tx) => moveDeadline(within(lin, tx), cycle.id, { closesAt, reason: "a mistake" }, URL),
    () => startEntry(amara, { cycleId: cycle.id, cityId: city.id }),
  );
  await expect(starting).rejects.toMatchObject({ because: "call-closed" });
  expect(await db.select().from(entries).where(eq(entries.cycleId, cycle.id))).toEqual([]);
});

it("a draft that is just being given more time is not sealed at the bell", async () => {
  const cycle = await aCycle(db, { autoSubmit: true });
  await aForm(db, cycle.id);
  const { entryId } = await anEntry(db, { cycle, answers: COMPLETE });
  const over = new Date(cycle.closesAt.getTime() + DAY);
  const lin = await staff(over);
  const sealed = await oneAfterTheOther(
    db,
    (tx) => extendEntry(within(lin, tx), entryId, { closesAt: new Date(over.getTime() + DAY), reason: "a flood" }, URL),
    () => submitCompleteDrafts({ db, actor: PORTAL, now: over }, URL),
  );
  expect(sealed).toBe(0);
  expect(await db.select().from(submissions).where(eq(submissions.entryId, entryId))).toEqual([]);
});

it("the answers of a package give way to those that are just being saved", async () => {
  const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
  const minutes = (count: number) => NOW.getTime() + count * 60_000;
  const words = { entryId, questionKey: "title", value: "Words of now", baseVersion: 1 };
  const { text } = await signedPackage(at(ctx, minutes(30)), KEY, entryId);
  const before = readPackage(`${text.split("\n— ")[0]!.trimEnd()}\n`)!;
  // As the portal signed it before it was restored from an older copy, which has not the title of minute 20.
  const lost = { question: "title", version: 2, saved: new Date(minutes(20)).toISOString(), value: "Packed words" };
  const answers = [...before.answers.filter(({ question }) => question !== "title"), lost];
  const note = signNote(packageText({ ...before, saved: lost.saved, answers }), KEY);
  const taken = await oneAfterTheOther(
    db,
    (tx) => saveAnswer(at(within(ctx, tx), minutes(40)), words),
    () => takeAnswers(at(ctx, minutes(60)), KEY, entryId, note),
  );
  expect(taken).toMatchObject({ saved: 0 });
  expect((await getDraft(ctx, entryId)).answers["title"]!.value).toBe("Words of now");
});
