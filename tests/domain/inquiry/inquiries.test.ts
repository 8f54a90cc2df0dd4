import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS, type Actor, type Person } from "#app/domain/context.ts";
import { Invalid, NotFound } from "#app/domain/errors.ts";
import {
  answerInquiry,
  declineInquiry,
  forwardInquiry,
  inquire,
  proposeInquiry,
} from "#app/domain/inquiry/commands.server.ts";
import { canAnswer, canDecide, canInquire } from "#app/domain/inquiry/policy.ts";
import {
  askedOfTeam,
  getAsked,
  getAskingAssignment,
  getProposed,
  inquiriesAbout,
  readByReviewer,
} from "#app/domain/inquiry/queries.server.ts";
import { type InquiryState, inquiryState } from "#app/domain/inquiry/rules.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles, roleGrants } from "#db/schema/account.ts";
import { recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { notifications } from "#db/schema/notification.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aMember,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
} from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: Db) => Promise<T>) => inTransaction(database, work);
const DUE = new Date(JUDGING.getTime() + 5 * 86_400_000);

/** A valid entry of a city with a team, read by one reviewer in an open round. */
async function aScene(db: Db) {
  const round = await aRound(db);
  const entry = await aValidEntry(db, round.cycleId);
  const ctx = (actor: Person, now = JUDGING) => ({ db, actor, now });
  const [owner, lin] = [await aMember(db, entry.city.id), await aStaffMember(db)];
  const reviewer = await aPanelMember(db, round.id, {
    name: "Rafael Monteiro",
    profile: { confidentialityAcceptedAt: JUDGING },
  });
  const assignment = await anAssignment(db, {
    roundId: round.id,
    entryId: entry.id,
    reviewerId: reviewer.id,
    declared: "none",
  });
  return {
    round,
    entry,
    owner,
    lin,
    reviewer,
    assignment,
    ctx,
    ask: (question = "How was it paid for?", over = ctx(lin)) =>
      inquire(over, entry.id, { question, dueAt: DUE }, PUBLIC_URL),
  };
}

const at = (offset: number) => new Date(DUE.getTime() + offset);
it.each([
  ["proposed", {}, 0, "waiting"],
  ["declined", { declinedAt: JUDGING }, 0, "declined"],
  ["forwarded", { forwardedAt: JUDGING, dueAt: DUE }, 0, "open"],
  ["past its limit", { forwardedAt: JUDGING, dueAt: DUE }, 1, "over"],
  ["answered, however long ago", { forwardedAt: JUDGING, dueAt: DUE, answeredAt: JUDGING }, 1, "answered"],
] as const)("a question that is %s", (_case, facts, offset, state) =>
  expect(
    inquiryState({ forwardedAt: null, declinedAt: null, dueAt: null, answeredAt: null, ...facts }, at(offset)),
  ).toBe(state),
);

describe("rights", () => {
  const member = (role: "owner" | "editor" | "viewer", cityId = "kampala"): Actor => ({
    ...ANONYMOUS,
    id: role,
    teams: [{ cityId, role }],
  });
  const staff = (role: "secretariat" | "observer" | "administrator"): Actor => ({
    ...ANONYMOUS,
    id: role,
    staff: [role],
  });
  const juror: Actor = { ...ANONYMOUS, id: "rafael", panels: [{ roundId: "r", cycleId: "c", role: "chair" }] };
  const STATES: InquiryState[] = ["waiting", "declined", "open", "over", "answered"];

  it.each([
    ["the secretariat", staff("secretariat"), yes],
    ["an observer", staff("observer"), no("not-your-role")],
    ["an administrator", staff("administrator"), hidden],
    ["a chair", juror, hidden],
    ["a team", member("owner"), hidden],
  ] as const)("asking: %s", (_case, actor, verdict) => {
    expect(canInquire(actor, { withdrawn: false, readable: true })).toEqual(verdict);
    expect(canInquire(actor, { withdrawn: true, readable: true })).toEqual(
      verdict.allowed ? notNow("entry-withdrawn") : verdict,
    );
    expect(canInquire(actor, { withdrawn: false, readable: false })).toEqual(
      verdict.allowed ? notNow("call-still-open") : verdict,
    );
    for (const state of STATES)
      expect(canDecide(actor, state)).toEqual(
        verdict.allowed && state !== "waiting" ? notNow("already-decided") : verdict,
      );
  });

  it.each([
    [
      "an owner",
      member("owner"),
      {
        waiting: hidden,
        declined: hidden,
        open: yes,
        over: notNow("inquiry-over"),
        answered: notNow("inquiry-answered"),
      },
    ],
    [
      "an editor",
      member("editor"),
      {
        waiting: hidden,
        declined: hidden,
        open: yes,
        over: notNow("inquiry-over"),
        answered: notNow("inquiry-answered"),
      },
    ],
    [
      "a viewer",
      member("viewer"),
      {
        waiting: hidden,
        declined: hidden,
        open: no("viewers-cannot-edit"),
        over: no("viewers-cannot-edit"),
        answered: no("viewers-cannot-edit"),
      },
    ],
    [
      "another team",
      member("owner", "la-paz"),
      { waiting: hidden, declined: hidden, open: hidden, over: hidden, answered: hidden },
    ],
    [
      "the secretariat",
      staff("secretariat"),
      { waiting: hidden, declined: hidden, open: hidden, over: hidden, answered: hidden },
    ],
  ] as const)("answering: %s", (_case, actor, verdicts) => {
    for (const state of STATES)
      expect(canAnswer(actor, { cityId: "kampala", state, withdrawn: false })).toEqual(verdicts[state]);
  });
});

describe("25: the secretariat asks", () => {
  it("until a moment; the team is told, answers once, and whoever asked is told", () =>
    tx(async (db) => {
      const { entry, owner, lin, ctx, ask } = await aScene(db);
      const id = await ask();
      expect(await askedOfTeam(ctx(owner), entry.id)).toMatchObject([
        { id, question: "How was it paid for?", state: "open", dueAt: DUE },
      ]);
      await answerInquiry(ctx(owner, DUE), id, "By a loan.", PUBLIC_URL);
      await expect(answerInquiry(ctx(owner), id, "By two loans.", PUBLIC_URL)).rejects.toMatchObject({
        because: "inquiry-answered",
        how: "not-now",
      });
      expect(await inquiriesAbout(ctx(lin), entry.id)).toMatchObject([
        { id, answer: "By a loan.", answeredBy: owner.name, askedBy: lin.name, fromReviewer: false, state: "answered" },
      ]);
      expect((await db.select().from(notifications)).map(({ kind, accountId }) => [kind, accountId])).toEqual([
        ["inquiry-asked", owner.id],
        ["inquiry-answered", lin.id],
      ]);
      expect((await eventsOf({ db }, entry.id)).map(({ type }) => type)).toEqual([
        "inquiry.forwarded",
        "inquiry.answered",
      ]);
    }));

  it("and takes no answer after it, nor asks for one in the past, nor about what was withdrawn", () =>
    tx(async (db) => {
      const { entry, owner, lin, ctx, ask } = await aScene(db);
      const id = await ask();
      await expect(answerInquiry(ctx(owner, at(1)), id, "Late.", PUBLIC_URL)).rejects.toMatchObject({
        because: "inquiry-over",
        how: "not-now",
      });
      expect(await getAsked(ctx(owner, at(1)), id)).toMatchObject({ state: "over", answer: null });
      await expect(inquire(ctx(lin, DUE), entry.id, { question: "x", dueAt: DUE }, PUBLIC_URL)).rejects.toBeInstanceOf(
        Invalid,
      );
      await db.insert(withdrawals).values({ entryId: entry.id, reason: "x", at: JUDGING, by: owner.id });
      await expect(ask()).rejects.toMatchObject({ because: "entry-withdrawn" });
      await expect(answerInquiry(ctx(owner), id, "Withdrawn.", PUBLIC_URL)).rejects.toMatchObject({
        because: "entry-withdrawn",
      });
    }));

  it("B20: nobody else asks, answers or reads, and staff in conflict neither", () =>
    tx(async (db) => {
      const { entry, ctx, ask } = await aScene(db);
      const id = await ask();
      const stranger = await aMember(db, (await aCity(db)).id);
      const conflicted = { ...(await aStaffMember(db)), teams: [{ cityId: entry.cityId, role: "viewer" as const }] };
      expect(await askedOfTeam(ctx(stranger), entry.id)).toEqual([]);
      for (const person of [stranger, await aStaffMember(db, "administrator"), await aStaffMember(db)])
        await expect(answerInquiry(ctx(person), id, "x", PUBLIC_URL)).rejects.toBeInstanceOf(NotFound);
      for (const person of [stranger, await aStaffMember(db, "administrator")])
        await expect(inquiriesAbout(ctx(person), entry.id)).rejects.toBeInstanceOf(NotFound);
      await expect(ask("x", ctx(conflicted))).rejects.toBeInstanceOf(NotFound);
      expect(await inquiriesAbout(ctx(conflicted), entry.id)).toEqual([]);
      await expect(ask("x", ctx(await aStaffMember(db, "observer")))).rejects.toMatchObject({
        because: "not-your-role",
        how: "never",
      });
      expect(await inquiriesAbout(ctx(await aStaffMember(db, "observer")), entry.id)).toHaveLength(1);
    }));
});

describe("37: a reviewer asks through the secretariat", () => {
  type Scene = Awaited<ReturnType<typeof aScene>>;
  const isInConflict = (db: Db, { entry }: Scene, { id }: Person) =>
    db
      .insert(conflictDeclarations)
      .values({ entryId: entry.id, accountId: id, answer: "conflict", reason: "x", at: JUDGING })
      .onConflictDoUpdate({
        target: [conflictDeclarations.entryId, conflictDeclarations.accountId],
        set: { answer: "conflict" },
      });
  const isOut = (db: Db, { id }: Person) => db.delete(roleGrants).where(eq(roleGrants.accountId, id));
  it.each<[string, (db: Db, scene: Scene) => Promise<unknown>, ("reviewer" | "lin" | "chen")[]]>([
    ["both", () => Promise.resolve(), ["reviewer", "lin"]],
    ["not a reviewer who has come to be in conflict", (db, scene) => isInConflict(db, scene, scene.reviewer), ["lin"]],
    [
      "not a reviewer who gave it back",
      (db, { assignment, reviewer }) =>
        db.insert(recusals).values({ assignmentId: assignment.id, reason: "x", at: JUDGING, by: reviewer.id }),
      ["lin"],
    ],
    ["not who has left the secretariat", (db, { lin }) => isOut(db, lin), ["reviewer"]],
    [
      "the others of the secretariat, where neither may",
      async (db, scene) => {
        await isInConflict(db, scene, scene.reviewer);
        await isInConflict(db, scene, scene.lin);
      },
      ["chen"],
    ],
  ])("the answer is told: %s", (_whom, happens, told) =>
    tx(async (db) => {
      const scene = await aScene(db);
      const { owner, lin, reviewer, assignment, ctx } = scene;
      const people = { reviewer, lin, chen: await aStaffMember(db) };
      const id = await proposeInquiry(ctx(reviewer), assignment.id, "How was it paid for?");
      await forwardInquiry(ctx(lin), id, { question: "How was it paid for?", dueAt: DUE }, PUBLIC_URL);
      await happens(db, scene);
      await answerInquiry(ctx(owner), id, "By a loan.", PUBLIC_URL);
      const letters = db.select().from(notifications).where(eq(notifications.kind, "inquiry-answered"));
      expect((await letters).map(({ accountId }) => accountId).sort()).toEqual(
        told.map((who) => people[who].id).sort(),
      );
    }),
  );

  it("and whoever entered never learns who asked; the answer is for everybody who judges the entry", () =>
    tx(async (db) => {
      const { round, entry, owner, lin, reviewer, assignment, ctx } = await aScene(db);
      const id = await proposeInquiry(ctx(reviewer), assignment.id, "Rafael wonders how it was paid for.");
      await expect(getAsked(ctx(owner), id)).rejects.toBeInstanceOf(NotFound);
      expect(await askedOfTeam(ctx(owner), entry.id)).toEqual([]);
      expect(await getProposed(ctx(lin), id)).toMatchObject({ askedBy: "Rafael Monteiro", state: "waiting" });
      await forwardInquiry(ctx(lin), id, { question: "How was it paid for?", dueAt: DUE }, PUBLIC_URL);
      expect(JSON.stringify(await askedOfTeam(ctx(owner), entry.id))).not.toMatch(/Rafael|wonders/);
      expect(JSON.stringify(await db.select({ params: notifications.params }).from(notifications))).not.toMatch(
        /Rafael|wonders/,
      );
      await answerInquiry(ctx(owner), id, "By a loan.", PUBLIC_URL);

      const peer = await aPanelMember(db, round.id, { name: "Elif Kaya" });
      await anAssignment(db, { roundId: round.id, entryId: entry.id, reviewerId: peer.id, declared: "none" });
      expect(await readByReviewer(ctx(reviewer), { entryId: entry.id })).toMatchObject([
        { own: true, answer: "By a loan.", state: "answered" },
      ]);
      const read = await readByReviewer(ctx(peer), { entryId: entry.id });
      expect(read).toMatchObject([{ own: false, text: "How was it paid for?", answer: "By a loan." }]);
      expect(JSON.stringify(read)).not.toMatch(/Rafael|wonders/);
      expect(
        (await db.select().from(notifications).where(eq(notifications.kind, "inquiry-answered")))
          .map(({ accountId }) => accountId)
          .toSorted(),
      ).toEqual([lin.id, reviewer.id].toSorted());
    }));

  it("who decides once; a question that is not forwarded comes back with a reason, and no peer reads it", () =>
    tx(async (db) => {
      const { round, entry, lin, reviewer, assignment, ctx } = await aScene(db);
      const id = await proposeInquiry(ctx(reviewer), assignment.id, "Who is the mayor's friend?");
      await expect(declineInquiry(ctx(await aStaffMember(db, "observer")), id, "x")).rejects.toMatchObject({
        because: "not-your-role",
        how: "never",
      });
      await declineInquiry(ctx(lin), id, "Not about the criteria.");
      await expect(forwardInquiry(ctx(lin), id, { question: "x", dueAt: DUE }, PUBLIC_URL)).rejects.toMatchObject({
        because: "already-decided",
        how: "not-now",
      });
      expect(await readByReviewer(ctx(reviewer), { entryId: entry.id })).toMatchObject([
        { state: "declined", declineReason: "Not about the criteria." },
      ]);
      expect(await readByReviewer(ctx(await aPanelMember(db, round.id)), { entryId: entry.id })).toEqual([]);
      expect(await db.select().from(notifications)).toEqual([]);
    }));

  it("only about an entry that is assigned, without a conflict, and until the scores are frozen", () =>
    tx(async (db) => {
      const { round, entry, reviewer, assignment, ctx } = await aScene(db);
      const peer = await aPanelMember(db, round.id);
      const declared = await anAssignment(db, {
        roundId: round.id,
        entryId: entry.id,
        reviewerId: peer.id,
        declared: "conflict",
      });
      await expect(proposeInquiry(ctx(peer), declared.id, "x")).rejects.toBeInstanceOf(NotFound);
      await expect(proposeInquiry(ctx(peer), assignment.id, "x")).rejects.toBeInstanceOf(NotFound);
      await db
        .insert(freezes)
        .values({ roundId: round.id, at: JUDGING, by: reviewer.id, reviews: 0, scoresSha256: "0".repeat(64) });
      await expect(proposeInquiry(ctx(reviewer), assignment.id, "x")).rejects.toMatchObject({
        because: "round-frozen",
      });
      await db.insert(recusals).values({ assignmentId: assignment.id, reason: "x", at: JUDGING, by: reviewer.id });
      await expect(getAskingAssignment(ctx(reviewer), assignment.id)).rejects.toBeInstanceOf(NotFound);
      expect(await db.select().from(inquiries)).toEqual([]);
    }));

  it("nor before the round has opened, nor without the word that what is read stays confidential", () =>
    tx(async (db) => {
      const { assignment, ctx, reviewer, round } = await aScene(db);
      const asking = () => getAskingAssignment(ctx(reviewer), assignment.id);
      const set = (confidentialityAcceptedAt: Date | null) =>
        db
          .update(reviewerProfiles)
          .set({ confidentialityAcceptedAt })
          .where(eq(reviewerProfiles.accountId, reviewer.id));
      expect((await asking()).id).toBe(assignment.id);
      await set(null);
      await expect(asking()).rejects.toBeInstanceOf(NotFound);
      await set(JUDGING);
      await db
        .update(rounds)
        .set({ opensAt: new Date(JUDGING.getTime() + 1) })
        .where(eq(rounds.id, round.id));
      await expect(asking()).rejects.toBeInstanceOf(NotFound);
      await expect(proposeInquiry(ctx(reviewer), assignment.id, "How?")).rejects.toBeInstanceOf(NotFound);
    }));

  it("not about what was withdrawn, nor once the round is closed", () =>
    tx(async (db) => {
      const { round, entry, owner, reviewer, assignment, ctx } = await aScene(db);
      await proposeInquiry(ctx(reviewer, round.closesAt), assignment.id, "In the last moment?");
      await expect(
        proposeInquiry(ctx(reviewer, new Date(round.closesAt.getTime() + 1)), assignment.id, "x"),
      ).rejects.toMatchObject({ because: "round-closed", how: "not-now" });
      await db.insert(withdrawals).values({ entryId: entry.id, reason: "x", at: JUDGING, by: owner.id });
      await expect(proposeInquiry(ctx(reviewer), assignment.id, "x")).rejects.toMatchObject({
        because: "entry-withdrawn",
        how: "not-now",
      });
      expect((await db.select().from(inquiries)).map(({ proposal }) => proposal)).toEqual(["In the last moment?"]);
    }));

  it("is not forwarded once the entry is withdrawn, but can still be declined, once", () =>
    tx(async (db) => {
      const { entry, owner, lin, reviewer, assignment, ctx } = await aScene(db);
      const id = await proposeInquiry(ctx(reviewer), assignment.id, "How was it paid for?");
      await db.insert(withdrawals).values({ entryId: entry.id, reason: "x", at: JUDGING, by: owner.id });
      await expect(forwardInquiry(ctx(lin), id, { question: "x", dueAt: DUE }, PUBLIC_URL)).rejects.toMatchObject({
        because: "entry-withdrawn",
        how: "not-now",
      });
      expect(await db.select().from(notifications)).toEqual([]);
      await declineInquiry(ctx(lin), id, "It was withdrawn.");
      await expect(declineInquiry(ctx(lin), id, "Again.")).rejects.toMatchObject({
        because: "already-decided",
        how: "not-now",
      });
    }));

  it("B30: a conflict of one's own outranks being of the secretariat, and having answered that there is none", () =>
    tx(async (db) => {
      const { entry, lin, reviewer, assignment, ctx } = await aScene(db);
      const id = await proposeInquiry(ctx(reviewer), assignment.id, "How was it paid for?");
      await db
        .insert(conflictDeclarations)
        .values({ entryId: entry.id, accountId: lin.id, answer: "conflict", reason: "a friend", at: JUDGING });
      expect(await inquiriesAbout(ctx(lin), entry.id)).toEqual([]);
      await expect(getProposed(ctx(lin), id)).rejects.toBeInstanceOf(NotFound);
      await db
        .update(reviewerProfiles)
        .set({ countries: [entry.city.country] })
        .where(eq(reviewerProfiles.accountId, reviewer.id));
      await expect(getAskingAssignment(ctx(reviewer), assignment.id)).rejects.toBeInstanceOf(NotFound);
    }));

  it("B20: who does not decide about it learns nothing of it, nor whether there is such an entry", () =>
    tx(async (db) => {
      const { entry, owner, lin, reviewer, assignment, ctx } = await aScene(db);
      const id = await proposeInquiry(ctx(reviewer), assignment.id, "How was it paid for?");
      const observer = await aStaffMember(db, "observer");
      for (const ask of [id, randomUUID()]) {
        await expect(getProposed(ctx(observer), ask)).rejects.toMatchObject({ because: "not-your-role", how: "never" });
        for (const person of [owner, reviewer, await aStaffMember(db, "administrator")])
          await expect(getProposed(ctx(person), ask)).rejects.toBeInstanceOf(NotFound);
      }
      for (const about of [entry.id, randomUUID()])
        await expect(inquire(ctx(observer), about, { question: "x", dueAt: DUE }, PUBLIC_URL)).rejects.toMatchObject({
          because: "not-your-role",
          how: "never",
        });
      const conflicted = { ...lin, teams: [{ cityId: entry.cityId, role: "viewer" as const }] };
      for (const decide of [
        () => getProposed(ctx(conflicted), id),
        () => forwardInquiry(ctx(conflicted), id, { question: "x", dueAt: DUE }, PUBLIC_URL),
        () => declineInquiry(ctx(conflicted), id, "x"),
      ])
        await expect(decide()).rejects.toBeInstanceOf(NotFound);
      expect(await getProposed(ctx(lin), id)).toMatchObject({ state: "waiting" });
    }));
});
