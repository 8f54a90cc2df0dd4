import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { filterOf } from "#app/domain/audit/input.ts";
import { auditTrail, verifyChain } from "#app/domain/audit/queries.server.ts";
import type { AuditFilter } from "#app/domain/audit/rules.ts";
import type { Context, Person } from "#app/domain/context.ts";
import * as auditFile from "#app/routes/admin/audit-file.ts";
import * as diagnostics from "#app/routes/chair/diagnostics.tsx";
import * as rankingFile from "#app/routes/chair/ranking-file.ts";
import * as ranking from "#app/routes/chair/ranking.tsx";
import * as report from "#app/routes/chair/report.ts";
import * as reviewed from "#app/routes/chair/reviewed-entry.tsx";
import * as preview from "#app/routes/entrant/attachment-preview.ts";
import * as copy from "#app/routes/entrant/copy.ts";
import * as attachment from "#app/routes/entrant/attachment.ts";
import * as sheet from "#app/routes/reviewer/sheet.tsx";
import * as ownReviews from "#app/routes/reviewer/own-reviews.ts";
import * as assignmentsFile from "#app/routes/secretariat/assignments-csv.ts";
import * as screened from "#app/routes/secretariat/entry.tsx";
import type { Db } from "#db/client.server.ts";
import { assignments } from "#db/schema/assignment.ts";
import { lostStates } from "#db/schema/commitment.ts";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aForm, anEntry, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aFinalList } from "#tests/support/final-list.ts";
import { aProvedRound } from "#tests/support/proved-round.ts";
import { onDisk, samplePdf } from "#tests/support/samples.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound } from "#tests/support/judging.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const MINUTE = 60_000;
const ALL = filterOf(new URL("https://award.example/audit"));

type Route = { loader: (args: never) => Promise<unknown> };

/** A round with two read entries, whoever reads them, and what the trail says of it since. */
async function aHall(tx: Db) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const reviewer = await aJudge(tx, round);
  const [chair, second] = [await aJudge(tx, round, { role: "chair" }), await aJudge(tx, round, { role: "chair" })];
  const entry = await aCandidate(tx, { cycle, title: "First" });
  for (const each of [entry, await aCandidate(tx, { cycle, title: "Second" })])
    await aReview(tx, { round, entry: each, reviewer, values: [5, 4] });
  const [lin, chen, observer] = [await aStaffMember(tx), await aStaffMember(tx), await aStaffMember(tx, "observer")];
  const ctx = (actor: Person): Context => ({ db: tx, actor, now: JUDGING });
  const read = async (route: Route, who: Person, params: Record<string, string>, after = 0) =>
    answerOf(
      route.loader((await visitAs(tx, who, "/", { now: new Date(JUDGING.getTime() + after), params })) as never),
    );
  const told = async (filter: Partial<AuditFilter> = {}) =>
    (await auditTrail(ctx(observer), { ...ALL, ...filter }, { limit: 50, offset: 0 }))
      .filter(({ type }) => /\.(viewed|taken)$/.test(type))
      .map(({ type, actorId, subjectId, stream }) => ({ type, actorId, subjectId, stream }));
  return { tx, round, entry, reviewer, chair, second, lin, chen, observer, ctx, read, told };
}
type Hall = Awaited<ReturnType<typeof aHall>>;
const inHall = (work: (hall: Hall) => Promise<void>) => inTransaction(db, async (tx) => work(await aHall(tx)));

const roundOf = ({ round }: Hall) => ({ roundId: round.id });
const entryOf = ({ round, entry }: Hall) => ({ roundId: round.id, entryId: entry.id });

it.each([
  ["entry.viewed", screened, "lin", "chen", entryOf, "entry"],
  ["reviews.viewed", reviewed, "chair", "second", entryOf, "entry"],
  ["ranking.viewed", ranking, "chair", "second", roundOf, "round"],
  ["diagnostics.viewed", diagnostics, "chair", "second", roundOf, "round"],
  ["ranking.taken", rankingFile, "chair", "second", roundOf, "round"],
  ["assignments.taken", assignmentsFile, "lin", "chen", roundOf, "round"],
] as const)("%s: put on record with who and what, once an hour for each person", (type, route, one, other, of, about) =>
  inHall(async (hall) => {
    const { read, told } = hall;
    const event = (actor: Person) => ({ type, actorId: actor.id, subjectId: hall[about].id });
    expect((await read(route, hall[one], of(hall))).status).toBe(200);
    expect(await told()).toMatchObject([event(hall[one])]);
    await read(route, hall[one], of(hall), 59 * MINUTE);
    expect(await told()).toHaveLength(1);
    await read(route, hall[other], of(hall), 59 * MINUTE);
    expect(await told({ person: hall[other].name, actorId: hall[other].id })).toMatchObject([event(hall[other])]);
    await read(route, hall[one], of(hall), 61 * MINUTE);
    expect(await told({ type, actorId: hall[one].id })).toHaveLength(2);
    if (about === "entry") expect(await told({ code: hall.entry.code })).toHaveLength(3);
    expect((await verifyChain(hall.tx)).faults).toEqual([]);
  }),
);

it("a reviewer's reading of an entry beside its sheet is put on record, once an hour", () =>
  inHall(async ({ tx, read, told, reviewer, entry }) => {
    const mine = and(eq(assignments.reviewerId, reviewer.id), eq(assignments.entryId, entry.id));
    const [task] = await tx.select({ assignmentId: assignments.id }).from(assignments).where(mine);
    for (const [after, records] of [
      [0, 1],
      [59, 1],
      [61, 2],
      [62, 2],
    ] as const) {
      expect((await read(sheet, reviewer, task!, after * MINUTE)).status).toBe(200);
      expect(await told({ type: "entry.viewed", actorId: reviewer.id })).toHaveLength(records);
    }
  }));

it("what is refused leaves no record, and the trail leaves one when it is taken", () =>
  inHall(async (hall) => {
    const { read, told, lin, reviewer, observer } = hall;
    expect((await read(reviewed, lin, entryOf(hall))).status).toBe(404);
    expect((await read(rankingFile, reviewer, roundOf(hall))).status).toBe(404);
    expect(await told()).toEqual([]);
    expect((await read(auditFile, observer, {})).status).toBe(200);
    expect(await told()).toEqual([
      { type: "audit.taken", actorId: observer.id, subjectId: observer.id, stream: "system" },
    ]);
  }));

it("a reviewer's own reviews are put on record when they are taken", () =>
  inTransaction(db, async (tx) => {
    let reviewer: Person | undefined;
    const meanwhile = async (tasks: { judge: Context }[]) => {
      reviewer = tasks[0]!.judge.actor;
    };
    const { round } = await aProvedRound(tx, { against: false, meanwhile });
    const args = await visitAs(tx, reviewer!, "/", { now: JUDGING, params: { roundId: round.id } });
    expect((await answerOf(ownReviews.loader(args))).status).toBe(200);
    expect((await eventsOf({ db: tx }, round.id)).at(-1)).toMatchObject({
      type: "reviews.taken",
      actorId: reviewer!.id,
    });
  }));

it("the report of a round is put on record when it is taken", () =>
  inTransaction(db, async (tx) => {
    const { round, ingrid } = await aFinalList(tx);
    const args = await visitAs(tx, ingrid.actor, "/", { now: JUDGING, params: { roundId: round.id } });
    expect((await answerOf(report.loader(args))).status).toBe(200);
    const events = await eventsOf({ db: tx }, round.id);
    expect(events.filter(({ type }) => type === "report.taken")).toHaveLength(1);
  }));

it("while the database lacks what was signed pages are read all the same, and nothing is taken along", () =>
  inHall(async ({ tx, read, told, chair, round }) => {
    const at = new Date();
    await tx.insert(lostStates).values({ root: Buffer.alloc(32), size: 10, held: 6, note: "a/log\n10\n\n\n", at });
    expect((await read(ranking, chair, { roundId: round.id })).status).toBe(200);
    expect((await read(rankingFile, chair, { roundId: round.id })).status).toBe(503);
    expect(await told()).toEqual([]);
  }));

it("a confidential file is put on record where others than its team read it, its picture too, and no other file", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aCycle(tx);
    const slot = { files: { types: ["application/pdf"], maxBytes: 1_000_000, maxCount: 2 } };
    const files = (key: string, confidential: boolean) =>
      ({ key, type: "files", confidential, label: { en: key }, settings: slot }) as const;
    const title = { key: "title", type: "short-text", label: { en: "Title" } } as const;
    const form = { key: "all", title: { en: "All" }, questions: [title, files("papers", true), files("plans", false)] };
    await aForm(tx, cycle.id, [form]);
    const { ctx, owner, entryId } = await anEntry(tx, { cycle, answers: { title: "Guides" } });
    const lin = await aStaffMember(tx);
    const services = testServices(tx);
    const keep = async (questionKey: string) => {
      const path = await onDisk(services.config.dataDir, await samplePdf(), `${questionKey}.pdf`);
      const file = await services.files.put({ path, name: `${questionKey}.pdf`, type: "application/pdf" });
      return addAttachment(ctx, { entryId, questionKey, file });
    };
    const [papers, plans] = [await keep("papers"), await keep("plans")];
    await submitEntry(ctx, entryId, PUBLIC_URL);
    const now = new Date(cycle.closesAt.getTime() + MINUTE);
    const read = async (who: Person, attachmentId: string) =>
      answerOf(attachment.loader(await visitAs(tx, who, "/", { now, params: { attachmentId }, services })));
    for (const each of [papers, plans]) expect((await read(owner, each)).status).toBe(200);
    const events = async () => (await eventsOf({ db: tx }, papers)).map(({ type }) => type);
    expect(await events()).toEqual([]);
    for (const each of [papers, plans]) expect((await read(lin, each)).status).toBe(200);
    expect(await events()).toEqual(["attachment.viewed"]);
    expect(await eventsOf({ db: tx }, plans)).toEqual([]);
    expect(
      await answerOf(preview.loader(await visitAs(tx, lin, "/", { now, params: { attachmentId: papers } }))),
    ).toMatchObject({ status: 404 });
    expect(await events()).toEqual(["attachment.viewed"]);

    const copied = async (who: Person, search: string) =>
      answerOf(copy.loader(await visitAs(tx, who, `/${search}`, { now, params: { entryId }, services })));
    const views = async () => (await eventsOf({ db: tx }, entryId)).filter(({ type }) => type === "entry.viewed");
    for (const search of ["", "?draft"]) expect((await copied(owner, search)).status).toBe(200);
    expect(await views()).toEqual([]);
    expect((await copied(lin, "?draft")).status).toBe(200);
    expect(await views()).toMatchObject([{ actorId: lin.id }]);
  }));
