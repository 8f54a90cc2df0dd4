import { eq, sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { assign, recuse } from "#app/domain/assignment/commands.server.ts";
import { filterOf, queryOf } from "#app/domain/audit/input.ts";
import { auditTrail, verifyChain, type Verified, verifyPart } from "#app/domain/audit/queries.server.ts";
import { READINGS, recordView, viewed } from "#app/domain/audit/access.server.ts";
import { type AuditEvent, roundStream, SYSTEM_STREAM } from "#app/domain/audit/rules.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { type Context, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { submitReview } from "#app/domain/review/commands.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { transact } from "#app/domain/transact.server.ts";
import * as auditFile from "#app/routes/admin/audit-file.ts";
import * as audit from "#app/routes/admin/audit.tsx";
import { connect, type Db } from "#db/client.server.ts";
import { assignments } from "#db/schema/assignment.ts";
import { inTransaction, PATIENT, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anAccount, aStaffMember, NOW } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aScoredRound, contextOf, giveScore } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db, url } = await testDatabase();
const other = connect(url, { ...PATIENT, max: 2 });
afterAll(() => other.end());

const ALL = filterOf(new URL("https://award.example/audit"));
const FIRST = { limit: 51, offset: 0 };
const ROUND = roundStream("00000000-0000-4000-8000-000000000001");
const record = (tx: Db, stream = SYSTEM_STREAM, count = 1) => {
  const event: AuditEvent = { type: "round.created", stream, subjectId: null };
  return transact({ db: tx, actor: PORTAL, now: NOW }, () =>
    Promise.resolve({ result: undefined, event: Array.from({ length: count }, () => event) }),
  );
};
/** Does what the database forbids everybody: only its owner can, with triggers off. */
const tamper = async (tx: Db, statement: ReturnType<typeof sql>) => {
  await tx.execute(sql`set local session_replication_role = replica`);
  await tx.execute(statement);
};

it("is read by the secretariat and observers, its system events by administrators, and by nobody else", () =>
  inTransaction(db, async (tx) => {
    await record(tx);
    await record(tx, ROUND);
    const read = async (actor: Context["actor"]) =>
      (await auditTrail({ db: tx, actor, now: NOW }, ALL, FIRST)).map(({ stream }) => stream).sort();
    for (const role of ["secretariat", "observer"] as const)
      expect(await read(await aStaffMember(tx, role))).toEqual([ROUND, SYSTEM_STREAM].sort());
    expect(await read(await aStaffMember(tx, "administrator"))).toEqual([SYSTEM_STREAM]);
    const round = await aScoredRound(tx);
    for (const actor of [
      await aMember(tx, (await aCity(tx)).id),
      await aJudge(tx, round),
      await aJudge(tx, round, { role: "chair" }),
    ])
      await expect(read(actor)).rejects.toBeInstanceOf(NotFound);
  }));

describe("the chain", () => {
  it("finds what was changed, taken out, cut off, added at the end or left without a head", () =>
    inTransaction(db, async (tx) => {
      await record(tx, SYSTEM_STREAM, 4);
      await record(tx, ROUND, 2);
      expect(await verifyChain(tx)).toEqual({ streams: 2, events: 6, faults: [] });
      const faultsAfter = (statement: ReturnType<typeof sql>) =>
        inTransaction(tx, async (inner) => {
          await tamper(inner, statement);
          return (await verifyChain(inner)).faults.map(
            ({ stream, seq, what }) => `${stream === ROUND ? "round" : stream} ${seq} ${what}`,
          );
        });
      expect(
        await faultsAfter(sql`update audit_events set payload = '\\x7b7d' where stream = ${SYSTEM_STREAM} and seq = 2`),
      ).toEqual(["system 2 hash"]);
      expect(await faultsAfter(sql`delete from audit_events where stream = ${SYSTEM_STREAM} and seq = 2`)).toEqual([
        "system 3 hole",
        "system 3 link",
      ]);
      expect(await faultsAfter(sql`delete from audit_events where stream = ${SYSTEM_STREAM} and seq = 4`)).toEqual([
        "system 4 head",
      ]);
      expect(
        await faultsAfter(
          sql`insert into audit_events select stream, 5, at, payload, hash, hash, type, actor_id, subject_id from audit_events where stream = ${SYSTEM_STREAM} and seq = 4`,
        ),
      ).toEqual(["system 5 stray"]);
      expect(await faultsAfter(sql`delete from audit_heads where stream = ${ROUND}`)).toEqual(["round 2 stray"]);
    }));

  it("finds an event that the trail would show and narrow otherwise than it was recorded", () =>
    inTransaction(db, async (tx) => {
      await record(tx, SYSTEM_STREAM, 3);
      const other = await anAccount(tx);
      for (const changed of [
        sql`type = 'account.signed-out'`,
        sql`actor_id = ${other.id}`,
        sql`subject_id = ${other.id}`,
        sql`at = at + interval '1 millisecond'`,
      ])
        await inTransaction(tx, async (inner) => {
          await tamper(inner, sql`update audit_events set ${changed} where seq = 2`);
          expect((await verifyChain(inner)).faults).toEqual([{ stream: SYSTEM_STREAM, seq: 2, what: "copy" }]);
        });
    }));

  it("an event that is none in words is told as a fault", () =>
    inTransaction(db, async (tx) => {
      await record(tx, SYSTEM_STREAM, 2);
      await tamper(
        tx,
        sql`update audit_events set payload = 'no event', hash = sha256('\\x01'::bytea || int8send(2) || prev
          || sha256('\\x00'::bytea || 'no event')) where seq = 2`,
      );
      await tamper(tx, sql`update audit_heads set hash = (select hash from audit_events where seq = 2)`);
      expect((await verifyChain(tx)).faults).toEqual([{ stream: SYSTEM_STREAM, seq: 2, what: "copy" }]);
    }));

  it("links that are made anew between two parts of a verification are found", () =>
    inTransaction(db, async (tx) => {
      await record(tx, SYSTEM_STREAM, 5);
      const ctx = { db: tx, actor: await aStaffMember(tx, "observer"), now: NOW };
      const { at } = await verifyPart(ctx, null, 2);
      await tamper(tx, sql`update audit_events set hash = sha256('other') where seq = 2`);
      await tamper(tx, sql`update audit_events set prev = sha256('other') where seq = 3`);
      expect((await verifyPart(ctx, at, 1)).faults).toContainEqual({ stream: SYSTEM_STREAM, seq: 3, what: "link" });
    }));

  it("is verified in parts that add up to the whole, and stops at the first fault", () =>
    inTransaction(db, async (tx) => {
      await record(tx, SYSTEM_STREAM, 5);
      await record(tx, ROUND, 3);
      const ctx = { db: tx, actor: await aStaffMember(tx, "observer"), now: NOW };
      const parts = async () => {
        const told = [];
        for (let at: Verified | null = null; ; ) {
          const part = await verifyPart(ctx, at, 2);
          told.push([part.at.links, part.done, part.faults.length]);
          if (part.done) return { told, at: part.at };
          at = part.at;
        }
      };
      const { told, at } = await parts();
      expect([told.at(-1), at.streams]).toEqual([[8, true, 0], 2]);
      expect(told.length).toBeGreaterThan(3);
      expect(told.map(([links]) => links)).toEqual([...told.map(([links]) => links)].sort());
      await tamper(tx, sql`update audit_events set payload = '\\x7b7d' where stream = ${SYSTEM_STREAM} and seq = 4`);
      expect((await parts()).told.at(-1)).toMatchObject([expect.any(Number), true, 1]);
      await expect(
        verifyPart({ ...ctx, actor: await aMember(tx, (await aCity(tx)).id) }, null, 1),
      ).rejects.toBeInstanceOf(NotFound);
    }));

  it("is found whole while events are being added", async () => {
    await record(db, SYSTEM_STREAM, 3);
    let held = () => {};
    const holding = new Promise<void>((resolve) => (held = resolve));
    const adding = other.db.transaction(async (tx) => {
      await record(tx);
      await tx.execute(sql`lock table audit_events in access exclusive mode`);
      held();
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await holding;
    // The heads are read at once, the events once the other transaction has committed.
    expect((await verifyChain(db)).faults).toEqual([]);
    await adding;
    expect(await verifyChain(db)).toEqual({ streams: 1, events: 4, faults: [] });
  });
});

describe("B30: what a conflict hides", () => {
  it("is not in the trail either: neither the entry nor who judges it, and no count of a whole round", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const [own, other] = [
        await aCandidate(tx, { cycle: { id: round.cycleId } }),
        await aCandidate(tx, { cycle: { id: round.cycleId } }),
      ];
      const [lin, chen] = [await contextOf(tx, await aStaffMember(tx)), await contextOf(tx, await aStaffMember(tx))];
      const rafael = await aJudge(tx, round);
      for (const { id } of [own, other]) await assign(chen, { roundId: round.id, entryId: id, reviewerId: rafael.id });
      const judge = await contextOf(tx, rafael);
      for (const { id, entryId } of await tx.select().from(assignments)) {
        await declareConflict(judge, { entryId, answer: "none", reason: "" });
        for (const { id: criterionId } of round.criteria)
          await giveScore(judge, { assignmentId: id, criterionId, value: 3, comment: "", baseVersion: 0 });
        await submitReview(judge, id);
      }
      await recuse(chen, (await tx.select().from(assignments).where(eq(assignments.entryId, own.id)))[0]!.id, "x");
      await freezeRound(chen, round.id);
      await aMember(tx, own.city.id, "viewer", lin.actor.id);
      const event = { type: "wave.sent", stream: SYSTEM_STREAM, subjectId: null, details: { letters: 4 } } as const;
      await transact(chen, async () => ({ result: undefined, event }));

      const ids = [
        own.id,
        ...(await tx.select({ id: assignments.id }).from(assignments).where(eq(assignments.entryId, own.id))).map(
          ({ id }) => id,
        ),
      ];
      const tells = async (ctx: Context) => ids.filter((id) => JSON.stringify(trails.get(ctx)!).includes(id)).length;
      const trails = new Map(
        await Promise.all([lin, chen].map(async (ctx) => [ctx, await auditTrail(ctx, ALL, FIRST)] as const)),
      );
      expect([await tells(lin), await tells(chen)]).toEqual([0, 2]);
      expect(await auditTrail(lin, { ...ALL, subjectId: own.id }, FIRST)).toEqual([]);
      expect(await auditTrail(lin, { ...ALL, subjectId: other.id }, FIRST)).not.toEqual([]);
      const detailsOf = (ctx: Context, type: string) => trails.get(ctx)!.find((event) => event.type === type)!.details;
      expect([detailsOf(lin, "round.frozen"), detailsOf(chen, "round.frozen")]).toEqual([
        {},
        expect.objectContaining({ reviews: 2 }),
      ]);
      expect([detailsOf(lin, "wave.sent"), detailsOf(chen, "wave.sent")]).toEqual([{}, { letters: 4 }]);
    }));
});

it("pages of the trail show every event once, though all were recorded at one moment", () =>
  inTransaction(db, async (tx) => {
    for (let stream = 1; stream <= 60; stream++)
      await record(tx, roundStream(`00000000-0000-4000-8000-0000000000${String(stream + 10)}`));
    const ctx = { db: tx, actor: await aStaffMember(tx), now: NOW };
    const listed = [
      ...(await auditTrail(ctx, ALL, FIRST)).slice(0, 50),
      ...(await auditTrail(ctx, ALL, { limit: 51, offset: 50 })),
    ]
      .map(({ stream }) => stream)
      .filter((stream) => stream !== SYSTEM_STREAM);
    expect(listed).toEqual([...listed].sort());
    expect(new Set(listed).size).toBe(60);
  }));

describe("narrowing the trail", () => {
  it("by entry, person, kind and days", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const [one, two] = [
        await aCandidate(tx, { cycle: { id: round.cycleId } }),
        await aCandidate(tx, { cycle: { id: round.cycleId } }),
      ];
      const lin = await contextOf(tx, await aStaffMember(tx));
      const rafael = await aJudge(tx, round);
      for (const { id } of [one, two]) await assign(lin, { roundId: round.id, entryId: id, reviewerId: rafael.id });
      const found = async (query: string) =>
        (await auditTrail(lin, filterOf(new URL(`https://award.example/audit?${query}`)), FIRST)).map(
          ({ type }) => type,
        );
      expect(await found(`code=${one.code.toLowerCase()}`)).toEqual(["assignment.made"]);
      expect(await found("code=GZ-0000-NONE")).toEqual([]);
      expect(await found("type=assignment.made")).toEqual(["assignment.made", "assignment.made"]);
      expect(await found("type=round.frozen")).toEqual([]);
      expect(await found(`person=${encodeURIComponent("lin y")}&type=assignment.made`)).toHaveLength(2);
      expect(await found("person=%25&type=assignment.made")).toEqual([]);
      const day = lin.now.toISOString().slice(0, 10);
      expect([await found(`from=${day}&to=${day}&type=assignment.made`), await found("to=2000-01-01")]).toEqual([
        ["assignment.made", "assignment.made"],
        [],
      ]);
    }));

  it("is shown without readings, or readings alone, as a page and as a file", () =>
    inTransaction(db, async (tx) => {
      const lin = await contextOf(tx, await aStaffMember(tx));
      await record(tx, ROUND, 2);
      await recordView(lin, viewed.ranking(ROUND.slice("round:".length)));
      const types = async (query: string) => {
        const args = await visitAs(tx, lin.actor, `/audit${query}`, { now: lin.now });
        const page = await answerOf(audit.loader(args));
        const shown = (page.data as { events: { type: string }[] }).events.map(({ type }) => type);
        const text = await ((await auditFile.loader(args)) as Response).text();
        const lines = text.trimEnd().split("\r\n").slice(1);
        const taken = lines.map((line) => line.split(",")[1]!);
        return [shown, taken].map((all) => all.filter((type) => type !== "audit.taken"));
      };
      for (const each of await types("?only=changes")) {
        expect(each).toContain("round.created");
        expect(each).not.toContain("ranking.viewed");
      }
      const [shown, file] = await types("?only=readings");
      expect([shown, file]).toEqual([["ranking.viewed"], ["ranking.viewed"]]);
      expect((await types(""))[0]).toEqual(expect.arrayContaining(["ranking.viewed", "round.created"]));
    }));

  it("what was viewed and what was taken along are readings; what a team takes over is a change", () => {
    const sorts = ["entry.viewed", "ranking.viewed", "dossier.taken", "audit.taken", "package.taken", "review.saved"];
    expect(sorts.map((type) => READINGS.some((each) => each === type))).toEqual([true, true, true, true, false, false]);
  });

  it("leaves out what makes no sense, and writes its own address", () => {
    const read = (query: string) => filterOf(new URL(`https://award.example/audit?${query}`));
    expect(read("subject=1&actor=x&type=nothing&from=2027-13-45&to=yesterday&code=%00")).toEqual({
      subjectId: null,
      actorId: null,
      code: "",
      person: "",
      type: null,
      only: null,
      from: null,
      to: null,
    });
    expect(read("only=everything").only).toBeNull();
    expect(queryOf(read("only=changes"), 2)).toBe("only=changes&page=2");
    expect(queryOf(read("type=entry.screened&code=GZ&from=2027-01-01"), 2)).toBe(
      "code=GZ&type=entry.screened&from=2027-01-01&page=2",
    );
    expect(queryOf(read(""))).toBe("");
    for (const never of ["0000-01-01", "2026-02-31"]) expect(read(`from=${never}`).from).toBeNull();
  });
});
