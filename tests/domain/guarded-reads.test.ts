import type { RoundState } from "#app/domain/round/rules.ts";
import { expect, it } from "vitest";
import { getPerson, people } from "#app/domain/account/queries.server.ts";
import { agendaOf } from "#app/domain/agenda/queries.server.ts";
import { runsOf } from "#app/domain/assignment/certificates.server.ts";
import { assignmentTable, previewGiven } from "#app/domain/assignment/given-plan.server.ts";
import { previewBalanced } from "#app/domain/assignment/planning.server.ts";
import {
  criterionProgress,
  entriesWithReviewers,
  entryProgress,
  getAssignmentToEnd,
  reviewerProgress,
} from "#app/domain/assignment/queries.server.ts";
import { searchUnderWay } from "#app/domain/assignment/search.server.ts";
import { ballotOf } from "#app/domain/ballot/queries.server.ts";
import { coApplicantsOf } from "#app/domain/co-applicant/queries.server.ts";
import { filterOf } from "#app/domain/audit/input.ts";
import { auditTrail, verifyPart } from "#app/domain/audit/queries.server.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { getDraft, authoriseTeam } from "#app/domain/entry/queries.server.ts";
import { cutOf } from "#app/domain/ranking/cut.server.ts";
import { diagnosisOf } from "#app/domain/ranking/diagnosis.server.ts";
import { rankingOf } from "#app/domain/ranking/queries.server.ts";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { changeableFile } from "#app/domain/attachment/queries.server.ts";
import { conflictsOf, openConflicts } from "#app/domain/conflict/queries.server.ts";
import { warnedOf } from "#app/domain/conflict/warned.server.ts";
import type { Context } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { getMember, openInvitations, panelOf, waitingForPanel } from "#app/domain/panel/queries.server.ts";
import { allProposals } from "#app/domain/proposal/queries.server.ts";
import { createForm } from "#app/domain/question/commands.server.ts";
import { reviewedEntry } from "#app/domain/ranking/reviewed-entry.server.ts";
import { draftReminders, reviewReminders } from "#app/domain/reminder/queries.server.ts";
import { publishResults } from "#app/domain/result/commands.server.ts";
import { publicPicture, publishingOf } from "#app/domain/result/publishing.server.ts";
import { finishRound } from "#app/domain/review/commands.server.ts";
import { getJudging } from "#app/domain/review/tasks.server.ts";
import { cyclePage, getRound, windowChanges } from "#app/domain/round/queries.server.ts";
import { countsByCycle, getScreenedEntry } from "#app/domain/screening/queries.server.ts";
import { cycleProgress } from "#app/domain/screening/progress.server.ts";
import { keysOfScrutineers } from "#app/domain/scrutiny/queries.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import { selectionOf } from "#app/domain/shortlist/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aFile, aMember, anEntry, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  aReview,
  aScoredRound,
  contextOf,
  type ScoredRound,
} from "#tests/support/judging.ts";

const { db } = await testDatabase();
const INVENTED = "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10";

/** What is told of how a round goes, to its chair, the secretariat and observers. */
const OF_A_ROUND: [string, (ctx: Context, round: ScoredRound, reviewer: string) => Promise<unknown>][] = [
  ["plans that were carried out", (ctx, { id }) => runsOf(ctx, id)],
  ["entries and who reviews each", (ctx, round) => entriesWithReviewers(ctx, round, { search: "", page: 1 })],
  ["how far reviewers are", (ctx, { id }) => reviewerProgress(ctx, id)],
  ["how far entries are", (ctx, round) => entryProgress(ctx, round)],
  ["how far criteria are", (ctx, round) => criterionProgress(ctx, { ...round, divided: true })],
  ["conflicts", (ctx, round) => conflictsOf(ctx, round, 1)],
  ["conflicts that wait", (ctx, { id }) => openConflicts(ctx, id)],
  ["how often rules warn", (ctx, round) => warnedOf(ctx, round)],
  ["the panel", (ctx, { id }) => panelOf(ctx, id)],
  ["a member of it", (ctx, { id }, reviewer) => getMember(ctx, id, reviewer)],
  ["invitations that stand", (ctx, { id }) => openInvitations(ctx, id)],
  ["members to be that wait for a second person", async (ctx, { id }) => waitingForPanel(ctx, id)],
  ["earlier windows", async (ctx, { id }) => windowChanges(ctx, id)],
  ["keys of scrutineers", async (ctx, { id }) => keysOfScrutineers(ctx, id)],
];

it.each(OF_A_ROUND)("%s: for whoever follows the round, and nobody who reviews in it", (_what, read) =>
  inTransaction(db, async (tx) => {
    const { round, reviewer, chair, lin, owner, observer, administrator } = await aScene(tx);
    for (const who of [chair, lin, observer]) await read(who, round, reviewer.actor.id);
    for (const who of [reviewer, owner, administrator])
      await expect(read(who, round, reviewer.actor.id)).rejects.toBeInstanceOf(NotFound);
  }),
);

const never = () => Promise.reject(new Error("never calculated"));
/** What those who assign look at before they do. */
const OF_A_PLAN: [string, (ctx: Context, round: ScoredRound & { state: RoundState }) => Promise<unknown>][] = [
  ["who reads what as a table", assignmentTable],
  ["what a table would change", (ctx, round) => previewGiven(ctx, round, [])],
  ["what a plan would be", (ctx, round) => previewBalanced(ctx, never, round)],
  ["the search for one", (ctx, round) => searchUnderWay(ctx, { within: never }, round, () => {})],
];

it.each(OF_A_PLAN)("%s: for who assigns, until the freeze", (_what, read) =>
  inTransaction(db, async (tx) => {
    const { round, reviewer, chair, owner, observer, administrator } = await aScene(tx);
    const open = { ...round, state: "open" as const };
    await expect(read(observer, open)).rejects.toMatchObject({ because: "not-your-role", how: "never" });
    for (const who of [reviewer, owner, administrator]) await expect(read(who, open)).rejects.toBeInstanceOf(NotFound);
    if (read !== assignmentTable)
      await expect(read(chair, { ...round, state: "frozen" })).rejects.toMatchObject({ because: "round-frozen" });
  }),
);

it("the order, its lines and how the scale was used are the chair's alone before the freeze, an assignment never a reviewer's", () =>
  inTransaction(db, async (tx) => {
    const { round, entry, assignment, reviewer, chair, lin, owner, observer, administrator } = await aScene(tx);
    const reads = {
      ranking: (ctx: Context) => rankingOf(ctx, round.id),
      lines: (ctx: Context) => cutOf(ctx, never, round.id, null),
      diagnosis: (ctx: Context) => diagnosisOf(ctx, never, round.id),
    };
    for (const [name, read] of Object.entries(reads))
      for (const who of [reviewer, lin, observer, owner, administrator])
        await expect(read(who), name).rejects.toBeInstanceOf(NotFound);
    expect(await rankingOf(chair, round.id)).toBeDefined();
    for (const who of [reviewer, owner, administrator]) {
      await expect(getAssignmentToEnd(who, round.id, assignment)).rejects.toBeInstanceOf(NotFound);
      await expect(ballotOf(who, round.id)).rejects.toBeInstanceOf(NotFound);
    }
    for (const who of [reviewer, chair, administrator])
      for (const read of [getLastSubmission, authoriseTeam, getDraft])
        await expect(read(who, entry.id)).rejects.toBeInstanceOf(NotFound);
    for (const who of [owner, administrator]) await expect(getRound(who, round.id)).rejects.toBeInstanceOf(NotFound);
    await expect(ballotOf(chair, round.id)).rejects.toMatchObject({ because: "round-not-frozen", how: "not-now" });
    for (const who of [chair, observer]) expect(await getAssignmentToEnd(who, round.id, assignment)).toBeDefined();
  }));

it("people and what waits about them are for administrators and the secretariat, the trail for observers too, the desk for who works on it", () =>
  inTransaction(db, async (tx) => {
    const { reviewer, chair, lin, owner, observer, administrator } = await aScene(tx);
    const ofPeople = {
      people: (ctx: Context) => people(ctx, { search: "", page: 1 }),
      person: (ctx: Context) => getPerson(ctx, owner.actor.id),
      proposals: async (ctx: Context) => allProposals(ctx),
    };
    const ofTheTrail = {
      trail: (ctx: Context) => auditTrail(ctx, filterOf(new URL(`${PUBLIC_URL}/audit`)), { limit: 1, offset: 0 }),
      verification: (ctx: Context) => verifyPart(ctx, null, 1),
    };
    for (const [name, read] of Object.entries(ofTheTrail)) {
      for (const who of [lin, observer, administrator]) await read(who);
      for (const who of [reviewer, chair, owner]) await expect(read(who), name).rejects.toBeInstanceOf(NotFound);
    }
    const ofTheDesk = { counts: countsByCycle, agenda: agendaOf };
    for (const [name, read] of Object.entries(ofPeople)) {
      for (const who of [lin, administrator]) await read(who);
      for (const who of [reviewer, chair, owner, observer])
        await expect(read(who), name).rejects.toBeInstanceOf(NotFound);
    }
    for (const [name, read] of Object.entries(ofTheDesk)) {
      for (const who of [lin, observer]) await read(who);
      for (const who of [reviewer, chair, owner, administrator])
        await expect(read(who), name).rejects.toBeInstanceOf(NotFound);
    }
  }));

/** One reviewed entry, and everybody who might ask about it. */
async function aScene(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, places: { shortlisted: 1 } });
  const entry = await aCandidate(tx, { cycle });
  const reviewer = await aJudge(tx, round);
  const { assignment } = await aReview(tx, { round, entry, reviewer, values: [5, 4] });
  const as = (person: { id: string }) => contextOf(tx, person);
  return {
    cycle,
    round,
    entry,
    assignment: assignment.id,
    reviewer: await as(reviewer),
    chair: await as(await aJudge(tx, round, { role: "chair" })),
    lin: await as(await aStaffMember(tx)),
    owner: await as(await aMember(tx, entry.city.id)),
    observer: await as(await aStaffMember(tx, "observer")),
    administrator: await as(await aStaffMember(tx, "administrator")),
  };
}

it("reads of the whole list, of reviews and of the desk are nobody's but of those who decide or screen", () =>
  inTransaction(db, async (tx) => {
    const { cycle, round, entry, reviewer, chair, lin, owner, observer, administrator } = await aScene(tx);
    const reads = {
      selection: (ctx: Context) => selectionOf(ctx, round.id),
      reviews: (ctx: Context) => reviewedEntry(ctx, round.id, entry.id),
      progress: (ctx: Context) => cycleProgress(ctx, { ...cycle }),
      desk: (ctx: Context) =>
        cyclePage(ctx, cycle.id, { state: "valid", search: "", page: 1 } as Parameters<typeof cyclePage>[2]),
      screened: (ctx: Context) => getScreenedEntry(ctx, entry.id),
    };
    for (const [name, read] of Object.entries(reads)) {
      for (const who of [reviewer, owner, administrator])
        await expect(read(who), name).rejects.toBeInstanceOf(NotFound);
      if (!["selection", "reviews"].includes(name)) await expect(read(chair), name).rejects.toBeInstanceOf(NotFound);
    }
    for (const who of [lin, observer]) await expect(reads.reviews(who)).rejects.toBeInstanceOf(NotFound);
    for (const who of [lin, chair])
      await expect(reads.selection(who)).rejects.toMatchObject({ because: "round-not-frozen", how: "not-now" });
    await freezeRound(chair, round.id);
    expect((await reads.selection(lin)).lines).toHaveLength(1);
    await expect(reads.reviews(observer)).rejects.toBeInstanceOf(NotFound);
    expect((await reads.reviews(lin)).reviews).toHaveLength(1);
  }));

it("what is public is taken back by the secretariat alone; the page that offers it is not the chair's", () =>
  inTransaction(db, async (tx) => {
    const { round, chair, lin, reviewer } = await aScene(tx);
    await freezeRound(chair, round.id);
    await proposeShortlist(chair, round.id);
    await approveList(lin, round.id, PUBLIC_URL);
    await publishResults(lin, { roundId: round.id, at: JUDGING, publicUrl: PUBLIC_URL });
    expect((await publishingOf(lin, round.id)).facts.publication).toBe("standing");
    await expect(publishingOf(chair, round.id)).rejects.toMatchObject({
      because: "chair-cannot-publish",
      how: "never",
    });
    await expect(publishingOf(reviewer, round.id)).rejects.toBeInstanceOf(NotFound);
    await expect(publicPicture(chair, round.id, INVENTED)).rejects.toMatchObject({ because: "chair-cannot-publish" });
  }));

it("reminders are previewed by the secretariat alone, and a round is finished by its reviewers", () =>
  inTransaction(db, async (tx) => {
    const { cycle, round, chair, lin, observer, owner, reviewer } = await aScene(tx);
    for (const who of [owner, chair])
      await expect(draftReminders(who, cycle, "https://award.example")).rejects.toBeInstanceOf(NotFound);
    await expect(draftReminders(observer, cycle, "https://award.example")).rejects.toMatchObject({
      because: "not-your-role",
    });
    expect((await draftReminders(lin, cycle, "https://award.example")).letters).toEqual([]);
    const found = await getRound(lin, round.id);
    for (const who of [observer, chair])
      await expect(reviewReminders(who, found, "https://award.example")).rejects.toMatchObject({
        because: "not-your-role",
      });
    const gone = { ...reviewer, actor: { ...reviewer.actor, panels: [] } };
    for (const read of [finishRound, getJudging])
      for (const who of [owner, lin, gone])
        await expect(read(who, round.id)).rejects.toThrow(/not found|not-your-role/);
  }));

it("a file is about to be changed by who may change its entry, while the call is open; the cities of a draft are its team's; a form is made once, by the secretariat", () =>
  inTransaction(db, async (tx) => {
    const { ctx, entryId, city, cycle } = await anEntry(tx);
    const id = await addAttachment(ctx, { entryId, questionKey: "documents", file: aFile() });
    expect(await changeableFile(ctx, id)).toMatchObject({ name: "plan.pdf" });
    await expect(changeableFile({ ...ctx, actor: await aMember(tx, city.id, "viewer") }, id)).rejects.toMatchObject({
      because: "viewers-cannot-edit",
      how: "never",
    });
    await expect(changeableFile({ ...ctx, now: new Date(cycle.closesAt.getTime() + 1) }, id)).rejects.toMatchObject({
      because: "call-closed",
      how: "not-now",
    });
    await expect(changeableFile({ ...ctx, actor: await aStaffMember(tx) }, id)).rejects.toBeInstanceOf(NotFound);
    const stranger = { ...ctx, actor: await aMember(tx, (await aCity(tx)).id) };
    await expect(coApplicantsOf(stranger, await getDraft(ctx, entryId))).rejects.toBeInstanceOf(NotFound);
    await expect(createForm(ctx, cycle.id, [])).rejects.toBeInstanceOf(NotFound);
    await expect(createForm({ ...ctx, actor: await aStaffMember(tx) }, cycle.id, [])).rejects.toMatchObject({
      because: "form-exists",
      how: "not-now",
    });
  }));
