import { sql } from "drizzle-orm";
import { afterAll, describe, expect, it } from "vitest";
import { auditTrail, verifyChain } from "#app/domain/audit/queries.server.ts";
import { type AuditEvent, roundStream, SYSTEM_STREAM } from "#app/domain/audit/rules.ts";
import { PORTAL } from "#app/domain/context.ts";
import { transact } from "#app/domain/transact.server.ts";
import { connect, type Db } from "#db/client.server.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, NOW } from "#tests/support/factories.ts";

const { db, url } = await testDatabase();
const other = connect(url, { max: 2 });
afterAll(() => other.end());

const ROUND = roundStream("00000000-0000-4000-8000-000000000001");
const record = (tx: Db, stream = SYSTEM_STREAM, count = 1) => {
  const event: AuditEvent = { type: "round.created", stream, subjectId: null };
  return transact({ db: tx, actor: PORTAL, now: NOW }, () => Promise.resolve({ result: undefined, event: Array.from({ length: count }, () => event) }));
};
/** Does what the database forbids everybody: only its owner can, with triggers off. */
const tamper = async (tx: Db, statement: ReturnType<typeof sql>) => {
  await tx.execute(sql`set local session_replication_role = replica`);
  await tx.execute(statement);
};

describe("the chain", () => {
  it("finds what was changed, taken out, cut off, added at the end or left without a head", () => inTransaction(db, async (tx) => {
    await record(tx, SYSTEM_STREAM, 4);
    await record(tx, ROUND, 2);
    expect(await verifyChain(tx)).toEqual({ streams: 2, events: 6, faults: [] });
    const faultsAfter = (statement: ReturnType<typeof sql>) => inTransaction(tx, async (inner) => {
      await tamper(inner, statement);
      return (await verifyChain(inner)).faults.map(({ stream, seq, what }) => `${stream === ROUND ? "round" : stream} ${seq} ${what}`);
    });
    expect(await faultsAfter(sql`update audit_events set payload = '\\x7b7d' where stream = ${SYSTEM_STREAM} and seq = 2`)).toEqual(["system 2 hash"]);
    expect(await faultsAfter(sql`delete from audit_events where stream = ${SYSTEM_STREAM} and seq = 2`)).toEqual(["system 3 hole", "system 3 link"]);
    expect(await faultsAfter(sql`delete from audit_events where stream = ${SYSTEM_STREAM} and seq = 4`)).toEqual(["system 4 head"]);
    expect(await faultsAfter(sql`insert into audit_events select stream, 5, at, payload, hash, hash, type, actor_id, subject_id from audit_events where stream = ${SYSTEM_STREAM} and seq = 4`)).toEqual(["system 5 stray"]);
    expect(await faultsAfter(sql`delete from audit_heads where stream = ${ROUND}`)).toEqual(["round 2 stray"]);
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

it("pages of the trail show every event once, though all were recorded at one moment", () => inTransaction(db, async (tx) => {
  for (let stream = 1; stream <= 60; stream++) await record(tx, roundStream(`00000000-0000-4000-8000-0000000000${String(stream + 10)}`));
  const ctx = { db: tx, actor: await aStaffMember(tx), now: NOW };
  const listed = [...(await auditTrail(ctx, { page: 1 })).slice(0, 50), ...(await auditTrail(ctx, { page: 2 }))].map(({ stream }) => stream).filter((stream) => stream !== SYSTEM_STREAM);
  expect(listed).toEqual([...listed].sort());
  expect(new Set(listed).size).toBe(60);
}));
