import { describe, expect, it } from "vitest";
import { getDraft, getEntry } from "#app/domain/entry/queries.server.ts";
import { answerHistory } from "#app/domain/entry/revisions.server.ts";
import { teamEntries } from "#app/domain/entry/own-entries.server.ts";
import { getLastSubmission, getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { submissionHistory } from "#app/domain/submission/queries.server.ts";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { getFile } from "#app/domain/attachment/queries.server.ts";
import { startEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import type { Context, Person } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cityMembers } from "#db/schema/city.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { rounds } from "#db/schema/round.ts";
import { rubrics } from "#db/schema/rubric.ts";
import { eq } from "drizzle-orm";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aCoApplicant,
  aFile,
  aMember,
  anAccount,
  anEntry,
  aStaffMember,
  COMPLETE,
  type EntryScene,
  NOW,
  personOf,
} from "#tests/support/factories.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const connection = await testDatabase();
const { db } = connection;

/** A submitted entry whose call has closed, with a round that reads it. */
async function aJudgedEntry(given: { blind?: boolean } = {}) {
  const scene = await anEntry(db, { answers: COMPLETE });
  await aCoApplicant(db, scene.entryId, { name: "Canary-upon-Sea", country: "PE" });
  const fileId = await addAttachment(scene.ctx, {
    entryId: scene.entryId,
    questionKey: "documents",
    file: aFile({ name: "Kampala city hall.pdf" }),
  });
  await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
  const [rubric] = await db
    .insert(rubrics)
    .values({ cycleId: scene.cycle.id, name: { en: "Rubric" }, createdAt: NOW })
    .returning();
  const [round] = await db
    .insert(rounds)
    .values({
      cycleId: scene.cycle.id,
      position: 1,
      name: { en: "Committee" },
      rubricId: rubric!.id,
      opensAt: NOW,
      closesAt: new Date(NOW.getTime() + 90 * 86_400_000),
      blind: given.blind ?? false,
      conflictRules: { country: "block", city: "block", organisation: "block" },
      createdAt: NOW,
    })
    .returning();
  return { ...scene, fileId, roundId: round!.id, after: new Date(scene.cycle.closesAt.getTime() + 1) };
}
type Judged = Awaited<ReturnType<typeof aJudgedEntry>>;

/**
 * Somebody of the round's panel from Brazil; a reviewer is assigned and has answered the conflict question unless told
 * otherwise.
 */
async function aPanelMember(
  { roundId, entryId }: Judged,
  role: "reviewer" | "chair",
  over: {
    country?: string;
    assigned?: boolean;
    answer?: "none" | "conflict" | "unsure" | null;
    recused?: boolean;
    /** Whether the statement on confidentiality is accepted. */
    accepted?: boolean;
  } = {},
): Promise<Person> {
  const { id } = await anAccount(db, { name: "Rafael Monteiro" });
  await db.insert(panelMembers).values({ roundId, accountId: id, role, joinedAt: NOW });
  await db.insert(reviewerProfiles).values({
    accountId: id,
    countries: [over.country ?? "BR"],
    confidentialityAcceptedAt: over.accepted === false ? null : NOW,
    updatedAt: NOW,
  });
  if (role === "reviewer" && over.assigned !== false) {
    const [made] = await db
      .insert(assignments)
      .values({ roundId, entryId, reviewerId: id, readingOrder: 1, at: NOW })
      .returning();
    if (over.recused) await db.insert(recusals).values({ assignmentId: made!.id, reason: "x", at: NOW, by: id });
  }
  const answer = over.answer === undefined ? "none" : over.answer;
  if (answer) await db.insert(conflictDeclarations).values({ entryId, accountId: id, answer, at: NOW });
  return personOf(db, id);
}

const read = (scene: Judged, actor: Person, now = scene.after) => getSealedEntry({ db, actor, now }, scene.entryId);

describe("who reads what was submitted", () => {
  it("an assigned reviewer without conflict, once the call has closed, and without contacts", async () => {
    const scene = await aJudgedEntry();
    const reviewer = await aPanelMember(scene, "reviewer");
    const { sealed } = await read(scene, reviewer);
    expect(sealed).toMatchObject({
      title: COMPLETE.title,
      cityName: scene.city.name,
      answers: { title: COMPLETE.title },
    });
    expect(JSON.stringify(sealed)).not.toContain(COMPLETE["contact-email"]);
    await expect(read(scene, reviewer, scene.cycle.closesAt)).rejects.toBeInstanceOf(NotFound);
    await expect(getDraft({ db, actor: reviewer, now: scene.after }, scene.entryId)).rejects.toBeInstanceOf(NotFound);
  });

  it.each([
    ["who is not assigned", { assigned: false }],
    ["who stepped back", { recused: true }],
    ["who has not answered the conflict question", { answer: null }],
    ["who declared a conflict", { answer: "conflict" }],
    ["who is unsure", { answer: "unsure" }],
    ["from the same country", { country: "UG" }],
    ["who has not accepted the statement on confidentiality", { accepted: false }],
  ] as const)("no reviewer %s", async (_case, over) => {
    const scene = await aJudgedEntry();
    const reviewer = await aPanelMember(scene, "reviewer", over);
    await expect(read(scene, reviewer)).rejects.toBeInstanceOf(NotFound);
    await expect(getEntry({ db, actor: reviewer, now: scene.after }, scene.entryId)).rejects.toBeInstanceOf(NotFound);
  });

  it("no reviewer of a round that has not begun", async () => {
    const scene = await aJudgedEntry();
    const reviewer = await aPanelMember(scene, "reviewer");
    const begins = (opensAt: Date) => db.update(rounds).set({ opensAt }).where(eq(rounds.id, scene.roundId));
    await begins(new Date(scene.after.getTime() + 1));
    await expect(read(scene, reviewer)).rejects.toBeInstanceOf(NotFound);
    await expect(getEntry({ db, actor: reviewer, now: scene.after }, scene.entryId)).rejects.toBeInstanceOf(NotFound);
    await begins(scene.after);
    expect((await read(scene, reviewer)).sealed.cityName).toBe(scene.city.name);
  });

  it("the chair, unless in conflict", async () => {
    const scene = await aJudgedEntry();
    expect((await read(scene, await aPanelMember(scene, "chair", { answer: null }))).sealed.cityName).toBe(
      scene.city.name,
    );
    await expect(read(scene, await aPanelMember(scene, "chair", { country: "UG" }))).rejects.toBeInstanceOf(NotFound);
    const elsewhere = await aPanelMember(await aJudgedEntry(), "chair", { answer: null });
    await expect(read(scene, elsewhere)).rejects.toBeInstanceOf(NotFound);
  });

  it("the secretariat with contacts, an observer without, neither in conflict", async () => {
    const scene = await aJudgedEntry();
    const [secretariat, observer] = [await aStaffMember(db), await aStaffMember(db, "observer")];
    expect((await read(scene, secretariat)).sealed.answers).toEqual(COMPLETE);
    expect((await read(scene, observer)).sealed.answers).toEqual({ title: COMPLETE.title });
    for (const person of [secretariat, observer]) {
      await db
        .insert(conflictDeclarations)
        .values({ entryId: scene.entryId, accountId: person.id, answer: "conflict", at: NOW });
      await expect(read(scene, person)).rejects.toBeInstanceOf(NotFound);
    }
  });

  it("B29: whoever is both entrant and reviewer is an entrant there, and no reviewer", async () => {
    const scene = await aJudgedEntry();
    const reviewer = await aPanelMember(scene, "reviewer");
    await db
      .insert(cityMembers)
      .values({ cityId: scene.city.id, accountId: reviewer.id, role: "viewer", joinedAt: NOW });
    expect((await read(scene, await personOf(db, reviewer.id))).sealed.answers).toEqual(COMPLETE);
    await db.delete(cityMembers).where(eq(cityMembers.accountId, reviewer.id));
    expect((await read(scene, await personOf(db, reviewer.id))).sealed.answers).toEqual({ title: COMPLETE.title });
  });

  it("35: in a blind round neither a reviewer nor the chair learns city or country, the secretariat and observers do", async () => {
    const scene = await aJudgedEntry({ blind: true });
    for (const actor of [await aPanelMember(scene, "reviewer"), await aPanelMember(scene, "chair", { answer: null })]) {
      const { entry, sealed } = await read(scene, actor);
      expect([entry.cityId, sealed.cityName, sealed.country]).toEqual(["", "", ""]);
      expect(JSON.stringify(sealed)).not.toMatch(/Canary|"PE"/);
    }
    for (const role of ["secretariat", "observer"] as const)
      expect((await read(scene, await aStaffMember(db, role))).sealed).toMatchObject({
        cityName: scene.city.name,
        coApplicants: [{ cityName: "Canary-upon-Sea", country: "PE" }],
      });
  });

  it("35: nor do the names of files tell, in the list or when one is opened", async () => {
    const scene = await aJudgedEntry({ blind: true });
    const reviewer = await aPanelMember(scene, "reviewer");
    const plain = "Attachment 1.pdf";
    await db
      .update(attachments)
      .set({ copyKey: `copy of ${scene.fileId}` })
      .where(eq(attachments.id, scene.fileId));
    expect((await read(scene, reviewer)).sealed.files).toMatchObject([{ attachmentId: scene.fileId, name: plain }]);
    for (const actor of [reviewer, await aPanelMember(scene, "chair", { answer: null })])
      expect((await getFile({ db, actor, now: scene.after }, scene.fileId)).original.name).toBe(plain);
    expect((await getFile({ db, actor: await aStaffMember(db), now: scene.after }, scene.fileId)).original.name).toBe(
      "Kampala city hall.pdf",
    );
  });

  it("35: nor is the original given out where there is no copy without personal data; its team and the secretariat learn why", async () => {
    const scene = await aJudgedEntry({ blind: true });
    const [team, secretariat, observer] = [scene.owner, await aStaffMember(db), await aStaffMember(db, "observer")];
    const withheld = async (actor: Person) => (await read(scene, actor)).sealed.files.map((file) => file.withheld);
    for (const actor of [await aPanelMember(scene, "reviewer"), await aPanelMember(scene, "chair", { answer: null })]) {
      await expect(getFile({ db, actor, now: scene.after }, scene.fileId)).rejects.toBeInstanceOf(NotFound);
      expect(await withheld(actor)).toEqual(["here"]);
    }
    for (const actor of [team, secretariat, observer])
      expect((await getFile({ db, actor, now: scene.after }, scene.fileId)).original.name).toBe(
        "Kampala city hall.pdf",
      );
    expect([await withheld(team), await withheld(secretariat), await withheld(observer)]).toEqual([
      ["elsewhere"],
      ["elsewhere"],
      [undefined],
    ]);
    const open = await aJudgedEntry();
    const reviewer = await aPanelMember(open, "reviewer");
    expect((await getFile({ db, actor: reviewer, now: open.after }, open.fileId)).original.name).toBe(
      "Kampala city hall.pdf",
    );
    expect((await read(open, reviewer)).sealed.files.map((file) => file.withheld)).toEqual([undefined]);
  });

  it("a draft, its receipt and its history are the team's, whoever asks", async () => {
    const scene = await aJudgedEntry();
    const others = [
      await aStaffMember(db),
      await aStaffMember(db, "observer"),
      await aPanelMember(scene, "reviewer"),
      await aPanelMember(scene, "chair"),
      await aMember(db, (await aCity(db)).id),
    ];
    for (const actor of others) {
      const ctx = { db, actor, now: scene.after };
      for (const ask of [
        getDraft,
        getLastSubmission,
        (each: typeof ctx, entryId: string) => answerHistory(each, entryId, { page: 1 }),
        submissionHistory,
      ])
        await expect(ask(ctx, scene.entryId)).rejects.toBeInstanceOf(NotFound);
    }
    expect(
      await getLastSubmission({ ...scene.ctx, actor: await aMember(db, scene.city.id, "viewer") }, scene.entryId),
    ).toMatchObject({ number: 1 });
  });

  it("nobody but the team learns of edits that were not submitted", async () => {
    const scene = await aJudgedEntry();
    await saveAnswer(scene.ctx, {
      entryId: scene.entryId,
      questionKey: "title",
      value: "Unsent title",
      baseVersion: 1,
    });
    const seen = await read(scene, await aStaffMember(db));
    expect(JSON.stringify(seen)).not.toContain("Unsent title");
  });

  it("an extension keeps the entry closed to others for as long as it is open to its team", async () => {
    const scene = await aJudgedEntry();
    const { entries } = await import("#db/schema/entry.ts");
    await db
      .update(entries)
      .set({ closesAt: new Date(scene.after.getTime() + 1000) })
      .where(eq(entries.id, scene.entryId));
    const secretariat = await aStaffMember(db);
    await expect(read(scene, secretariat)).rejects.toBeInstanceOf(NotFound);
    expect((await read(scene, secretariat, new Date(scene.after.getTime() + 1001))).sealed.code).toBe(scene.code);
  });
});

describe("a page asks as often for three rows as for one", () => {
  const counting = countingDatabase(connection);
  const through = ({ ctx }: EntryScene): Context => ({ ...ctx, db: counting.db });

  it("list, draft and history", async () => {
    const scene = await anEntry(db, { answers: { title: "one" } });
    const ask = () =>
      counting.during(async () => {
        await teamEntries(through(scene), 1);
        await getDraft(through(scene), scene.entryId);
        await answerHistory(through(scene), scene.entryId, { page: 1 });
        await submissionHistory(through(scene), scene.entryId);
      });
    const once = await ask();
    for (const key of ["summary", "contact-email"])
      await saveAnswer(scene.ctx, {
        entryId: scene.entryId,
        questionKey: key,
        value: "a@b.example",
        baseVersion: null,
      });
    await submitEntry(scene.ctx, scene.entryId, PUBLIC_URL);
    for (let more = 0; more < 2; more += 1)
      await startEntry(scene.ctx, { cycleId: scene.cycle.id, cityId: scene.city.id });
    expect(await ask()).toBe(once);
    expect(await teamEntries(scene.ctx, 1)).toHaveLength(3);
  });

  it("a save is one locking read, one write and its audit event", async () => {
    const scene = await anEntry(db);
    expect(
      await counting.during(() =>
        saveAnswer(through(scene), { entryId: scene.entryId, questionKey: "title", value: "x", baseVersion: null }),
      ),
    ).toBe(3);
  });

  it("teams see their own cities' entries only", async () => {
    const [mine, theirs] = [await anEntry(db), await anEntry(db)];
    expect((await teamEntries(mine.ctx, 1)).map(({ id }) => id)).toEqual([mine.entryId]);
    expect(await teamEntries({ ...mine.ctx, actor: await aMember(db, (await aCity(db)).id) }, 1)).toEqual([]);
    expect(theirs.entryId).not.toBe(mine.entryId);
  });
});
