import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { SYSTEM_STREAM } from "#app/domain/audit/rules.ts";
import { PORTAL } from "#app/domain/context.ts";
import { transact } from "#app/domain/transact.server.ts";
import { loader } from "#app/routes/admin/audit-verification.tsx";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, NOW } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const ENTRY = "entry:00000000-0000-4000-8000-000000000001";
const MINUTE = 60_000;

it("the page says that all links hold only of what it has verified itself, whatever address it is asked by", () =>
  inTransaction(db, async (tx) => {
    const [observer, other] = [await aStaffMember(tx, "observer"), await aStaffMember(tx, "observer")];
    for (const [stream, type] of [[ENTRY, "entry.started"] as const, [SYSTEM_STREAM, "token.used"] as const])
      await transact({ db: tx, actor: PORTAL, now: NOW }, () =>
        Promise.resolve({ result: undefined, event: { type, stream, subjectId: null } }),
      );
    const now = new Date();
    const verified = async (query: string, person = observer, at = now) => {
      const visit = await visitAs(tx, person, `/audit/verification${query}`, { now: at });
      return (await answerOf(loader(visit))).data as Awaited<ReturnType<typeof loader>>;
    };
    const { seal } = (await visitAs(tx, observer, "/")).context.services;
    const at = { stream: SYSTEM_STREAM, seq: 0, hash: "00".repeat(32), streams: 1, links: 1 };
    const reached = JSON.stringify({ at, until: now.getTime() + 15 * MINUTE });
    const from = `?from=${seal.close(`audit-verification ${observer.id}`, reached)}`;

    expect(await verified("")).toMatchObject({ part: null, next: "" });
    expect(await verified("?from=")).toMatchObject({ part: { done: true, faults: [] }, next: "" });

    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`update audit_events set payload = '\\x7b7d' where stream = ${ENTRY}`);
    expect((await verified(from)).part, "the part that follows").toMatchObject({ done: true, faults: [] });
    const faults = [{ stream: ENTRY, seq: 1, what: "hash" }];
    for (const invented of ["?from=", "?from=x", `?from=&stream=${SYSTEM_STREAM}&seq=1&streams=1&links=2`])
      expect((await verified(invented)).part, invented).toMatchObject({ done: true, faults });
    expect((await verified(from, other)).part, "somebody else's").toMatchObject({ faults });
    expect((await verified(from, observer, new Date(now.getTime() + 16 * MINUTE))).part, "late").toMatchObject({
      faults,
    });
  }));
