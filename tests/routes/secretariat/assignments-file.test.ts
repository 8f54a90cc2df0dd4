import { eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { loader as download } from "#app/routes/secretariat/assignments-csv.ts";
import { loader as certificate } from "#app/routes/secretariat/certificate.tsx";
import { action, loader as page } from "#app/routes/secretariat/assignments-file.tsx";
import { GivenUp } from "#app/outside/calculation/calculation.ts";
import type { Db } from "#db/client.server.ts";
import { assignmentRuns, assignments } from "#db/schema/assignment.ts";
import { freezes } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAssignment, aPanelMember, aRound, aStaffMember, aValidEntry, JUDGING } from "#tests/support/factories.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();

async function aDesk(tx: Db) {
  const round = await aRound(tx);
  const entry = await aValidEntry(tx, round.cycleId, { title: '=HYPERLINK("x")' });
  const [rafael, lin] = [await aPanelMember(tx, round.id, { name: "Rafael" }), await aStaffMember(tx)];
  const path = `/rounds/${round.id}/assignments`;
  const services = testServices(tx);
  const attempt = vi.spyOn(services.calculation, "attempt");
  const send = async (fields: Record<string, string | Uint8Array<ArrayBuffer>>) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields))
      body.set(name, typeof value === "string" ? value : new Blob([value], { type: "text/csv" }));
    const args = await visitAs(tx, lin, `${path}/file`, {
      params: { roundId: round.id },
      now: JUDGING,
      method: "POST",
      services,
    });
    const request = new Request(args.request.url, { method: "POST", headers: args.request.headers, body });
    return answerOf(action({ ...args, request }));
  };
  const read = async (loader: typeof page | typeof download, rest: string) =>
    loader(await visitAs(tx, lin, `${path}${rest}`, { params: { roundId: round.id }, now: JUDGING }));
  const given = () => tx.select().from(assignments).where(eq(assignments.roundId, round.id));
  return { round, entry, rafael, lin, send, read, given, attempt };
}
const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;

it("a table is shown, mended on the page, and carried out as it was shown; what was typed stays", () =>
  inTransaction(db, async (tx) => {
    const { entry, round, lin, send, given } = await aDesk(tx);
    const wrong = `\ufeffentry;reviewer\r\n${entry.code};Raphael\r\n`;
    expect(await send({ file: bytes(wrong) })).toMatchObject({
      status: 422,
      data: { rows: wrong.slice(1), plan: { faults: [{ fault: "reviewer-unknown" }] } },
    });
    const mended = wrong.slice(1).replace("Raphael", "Rafael");
    const shown = await send({ rows: mended, file: new Uint8Array() });
    expect(shown).toMatchObject({ status: 200, data: { rows: mended, plan: { added: 1, faults: [] } } });
    const { sha256 } = (shown.data as { plan: { sha256: string } }).plan;
    expect(await given()).toEqual([]);
    expect(await send({ rows: mended, plan: "other", carry: "yes" })).toMatchObject({
      status: 409,
      data: { rows: mended, stale: true, plan: { added: 1 } },
    });
    expect(await given()).toEqual([]);
    expect(await send({ rows: mended, plan: sha256, carry: "yes" })).toMatchObject({
      status: 303,
      location: `/rounds/${round.id}/assignments`,
    });
    expect(await given()).toHaveLength(1);
    const [run] = await tx.select().from(assignmentRuns).where(eq(assignmentRuns.roundId, round.id));
    const certified = await visitAs(tx, lin, `/rounds/${round.id}/assignments/certificates/${run!.id}`, {
      params: { roundId: round.id, runId: run!.id },
      now: JUDGING,
    });
    expect((await answerOf(certificate(certified))).data).toMatchObject({
      run: { isBrought: true, brought: { given: { missing: 0 }, best: { missing: 0 } }, rows: [{ code: entry.code }] },
    });
  }));

it("no best plan is searched for before exactly what was shown is sent, nor for a table that changes nothing", () =>
  inTransaction(db, async (tx) => {
    const { entry, round, send, given, attempt, rafael } = await aDesk(tx);
    const planOf = async (rows: string) => ((await send({ rows })).data as { plan: { sha256: string } }).plan.sha256;
    const [rows, none] = [`entry,reviewer\r\n${entry.code},Rafael\r\n`, "entry,reviewer\r\n"];
    expect((await send({ rows, plan: "other", carry: "yes" })).status).toBe(409);
    const faulty = rows.replace("Rafael", "Raphael");
    expect((await send({ rows: faulty, plan: await planOf(faulty), carry: "yes" })).status).toBe(409);
    await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
    expect((await send({ rows, plan: await planOf(rows), carry: "yes" })).status).toBe(303);
    expect(attempt).not.toHaveBeenCalled();
    expect((await send({ rows: none, plan: await planOf(none), carry: "yes" })).status).toBe(303);
    expect(attempt).toHaveBeenCalledOnce();
    expect(await given()).toEqual([]);
  }));

it("a search that fails keeps no table from being carried out, and is reported", () =>
  inTransaction(db, async (tx) => {
    const { entry, round, send, given, attempt } = await aDesk(tx);
    const rows = `entry,reviewer\r\n${entry.code},Rafael\r\n`;
    const { sha256 } = ((await send({ rows })).data as { plan: { sha256: string } }).plan;
    attempt.mockRejectedValue(new Error("a calculation failed: out of memory"));
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await send({ rows, plan: sha256, carry: "yes" })).status).toBe(303);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
    expect(await given()).toHaveLength(1);
    const [run] = await tx.select().from(assignmentRuns).where(eq(assignmentRuns.roundId, round.id));
    expect(run!.brought).toMatchObject({ given: { missing: 0 }, best: null, failed: true });
  }));

it("a search that was given up meanwhile is no fault: there is no best plan, and nothing to report", () =>
  inTransaction(db, async (tx) => {
    const { entry, round, send, attempt } = await aDesk(tx);
    const rows = `entry,reviewer\r\n${entry.code},Rafael\r\n`;
    const { sha256 } = ((await send({ rows })).data as { plan: { sha256: string } }).plan;
    attempt.mockRejectedValue(new GivenUp());
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await send({ rows, plan: sha256, carry: "yes" })).status).toBe(303);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
    const [run] = await tx.select().from(assignmentRuns).where(eq(assignmentRuns.roundId, round.id));
    expect(run!.brought).toMatchObject({ best: null });
    expect(run!.brought).not.toHaveProperty("failed");
  }));

const MANY = `entry,reviewer\r\n${"A,B\r\n".repeat(20_001)}`;

it.each([
  ["nothing", {}, { file: "required" }, ""],
  ["no table", { file: bytes("a,b\r\n1,2") }, { file: "not-a-plan" }, "a,b\r\n1,2"],
  ["no table any more", { rows: "entri,reviewer" }, { rows: "not-a-plan" }, "entri,reviewer"],
  ["more than any round has", { rows: MANY }, { rows: "too-many" }, MANY],
  ["no text", { rows: "entry,reviewer", file: new Uint8Array([0x6b, 0xe9]) }, { file: "not-utf8" }, "entry,reviewer"],
] as const)("%s is refused beside its field, with what was typed", (_what, fields, errors, rows) =>
  inTransaction(db, async (tx) => {
    const { send } = await aDesk(tx);
    expect(await send(fields)).toMatchObject({ status: 422, data: { errors, rows, plan: null } });
  }),
);

it("the table is a file for spreadsheets, and no formula; the page is away once the round is frozen", () =>
  inTransaction(db, async (tx) => {
    const { entry, rafael, round, lin, read } = await aDesk(tx);
    await anAssignment(tx, { roundId: round.id, entryId: entry.id, reviewerId: rafael.id });
    const file = (await read(download, ".csv")) as Response;
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="assignments.csv"');
    expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(await file.arrayBuffer())).toBe(
      `\ufeffentry,reviewer,title\r\n${entry.code},Rafael,"'=HYPERLINK(""x"")"\r\n`,
    );
    expect(await answerOf(read(page, "/file"))).toMatchObject({ status: 200 });
    await tx.insert(freezes).values({ roundId: round.id, at: JUDGING, by: lin.id, reviews: 0, scoresSha256: "" });
    expect(await answerOf(read(page, "/file"))).toMatchObject({ status: 409 });
  }));
