import { rm } from "node:fs/promises";
import { eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { namedDrawings } from "#app/domain/result/pictures.server.ts";
import { NoRoom } from "#app/outside/files/files.ts";
import { drawForLists } from "#app/jobs/draw-for-lists.server.ts";
import { startJobs } from "#app/jobs/start.server.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import * as picture from "#app/routes/public/picture.ts";
import * as pictureRemoval from "#app/routes/chair/picture-removal.tsx";
import * as withdrawal from "#app/routes/chair/withdrawal.tsx";
import { results } from "#db/schema/result.ts";
import { attachments } from "#db/schema/attachment.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aPicturedRound } from "#tests/support/pictured-round.ts";
import { onDisk, samplePng } from "#tests/support/samples.ts";
import { answerOf, testServices, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const services = testServices(db);
const { files } = services;
const tomorrow = () => new Date(Date.now() + 25 * 60 * 60 * 1000);
const draw = (as = services) => drawForLists(as, () => JUDGING);
const isThere = (key: string) => files.lend({ key, store: "local" }, () => Promise.resolve(true)).catch(() => false);

/** A public list with pictures whose bytes are there. */
async function aDrawnRound(...names: string[]) {
  const made = await aPicturedRound(db, Object.fromEntries(names.map((name) => [name, {}])));
  for (const name of names) {
    const path = await onDisk(services.config.dataDir, await samplePng(400, 300), name);
    const { key } = await files.put({ path, name, type: "" });
    await db
      .update(attachments)
      .set({ previewKey: key })
      .where(eq(attachments.id, made.idOf(name)));
  }
  await publishResults(made.lin, {
    roundId: made.round.id,
    at: JUDGING,
    pictures: names.map(made.idOf),
    publicUrl: PUBLIC_URL,
  });
  return made;
}

/** Sends the form of a page as the secretariat does, with a reason. */
async function press(
  { actor }: Awaited<ReturnType<typeof aPicturedRound>>["lin"],
  route: { action: (args: never) => Promise<unknown> },
  params: Record<string, string>,
) {
  const visit = await visitAs(db, actor, "/", { services, now: JUDGING, params, form: { reason: "A mistake." } });
  return (await answerOf(route.action(visit as never))).status;
}

it("what lists show is drawn after a list is public, once, and its bytes go with the picture", async () => {
  const { round, lin, idOf } = await aDrawnRound("a.png", "b.png");
  expect([await draw(), await draw()]).toEqual([1, 0]);
  const [first, ...more] = [...(await namedDrawings({ db }))];
  expect([more, await isThere(first!)]).toEqual([[], true]);
  await sweep(services, tomorrow());
  expect(await isThere(first!)).toBe(true);
  expect(await press(lin, pictureRemoval, { roundId: round.id, pictureId: idOf("a.png") })).toBe(303);
  expect(await isThere(first!)).toBe(false);
  expect(await draw()).toBe(1);
  const [second] = [...(await namedDrawings({ db }))];
  await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
  expect(await isThere(second!)).toBe(true);
  await sweep(services, tomorrow());
  expect(await isThere(second!)).toBe(false);
  expect(await draw()).toBe(0);
});

it("what is taken back while it is drawn is not kept, nor are its bytes", async () => {
  const { round, lin } = await aDrawnRound("c.png");
  const made: string[] = [];
  const slow = {
    ...files,
    async thumbnail(...picture: Parameters<typeof files.thumbnail>) {
      const small = await files.thumbnail(...picture);
      made.push(small!.key);
      await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
      return small;
    },
  };
  expect(await draw({ ...services, files: slow })).toBe(0);
  expect([...(await namedDrawings({ db }))]).toEqual([]);
  expect(await Promise.all(made.map(isThere))).toEqual([false]);
});

it("a picture that cannot be drawn now keeps no other back, and is tried again", async () => {
  const away = await aDrawnRound("d.png");
  await aDrawnRound("e.png");
  const [{ key }] = (await db
    .select({ key: attachments.previewKey })
    .from(attachments)
    .where(eq(attachments.id, away.idOf("d.png")))) as [{ key: string }];
  const faulty = {
    ...files,
    thumbnail: (file: Parameters<typeof files.thumbnail>[0]) =>
      file.key === key ? Promise.reject(Object.assign(new Error("away"), { code: "AWAY" })) : files.thumbnail(file),
  };
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await draw({ ...services, files: faulty })).toBe(1);
  expect(said.mock.calls.map(([line]) => JSON.parse(line as string))).toEqual([
    expect.objectContaining({ job: "draw-for-lists", fault: "Error", code: "AWAY" }),
  ]);
  said.mockRestore();
  expect(await draw()).toBe(1);
  const drawn = [...(await namedDrawings({ db }))];
  expect(await press(away.lin, withdrawal, { roundId: away.round.id })).toBe(303);
  expect((await Promise.all(drawn.map(isThere))).sort()).toEqual([false, true]);
});

it("what was noted stays there also where the answer that it was is lost, and nothing is removed then", async () => {
  const { round, lin } = await aDrawnRound("f.png");
  const before = new Set(await namedDrawings({ db }));
  const lost = {
    execute: db.execute.bind(db),
    async transaction(...work: Parameters<typeof db.transaction>) {
      await db.transaction(...work);
      throw new Error("the connection broke");
    },
  } as unknown as typeof db;
  await expect(draw({ ...services, db: lost })).rejects.toThrow("the connection broke");
  const named = [...(await namedDrawings({ db }))].filter((key) => !before.has(key));
  expect([named.length, ...(await Promise.all(named.map(isThere)))]).toEqual([1, true]);
  await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
});

it("a run ends at the first picture for which there is no room, and when it has taken too long", async () => {
  const made = [await aDrawnRound("g.png"), await aDrawnRound("h.png")];
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const full = { ...files, thumbnail: vi.fn(() => Promise.reject(new NoRoom())) };
  expect(await draw({ ...services, files: full })).toBe(0);
  expect([full.thumbnail.mock.calls.length, said.mock.calls.length]).toEqual([1, 1]);
  said.mockRestore();
  let late = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => late);
  const slow = {
    ...files,
    async thumbnail(...picture: Parameters<typeof files.thumbnail>) {
      late += 600_000;
      return files.thumbnail(...picture);
    },
  };
  expect(await draw({ ...services, files: slow })).toBe(1);
  clock.mockRestore();
  expect(await draw()).toBe(1);
  for (const { round, lin } of made) await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
});

it("a list that becomes public has its pictures drawn at once, also one that becomes public again", async () => {
  const before = (await namedDrawings({ db })).size;
  const jobs = await startJobs(services, { now: () => JUDGING });
  try {
    const { round, lin, idOf } = await aDrawnRound("i.png");
    const drawn = () =>
      expect.poll(async () => (await namedDrawings({ db })).size, { timeout: 60_000, interval: 200 }).toBe(before + 1);
    await drawn();
    await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
    await publishResults(lin, { roundId: round.id, at: JUDGING, pictures: [idOf("i.png")], publicUrl: PUBLIC_URL });
    await drawn();
  } finally {
    await jobs.stop();
  }
});

it("a drawing whose bytes are gone is answered 404, and drawn anew; one whose store is away stays named", async () => {
  const { round, lin, idOf } = await aDrawnRound("j.png");
  expect(await draw()).toBe(1);
  const smallOf = async () => {
    const rows = await db.select({ id: results.id, pictures: results.pictures }).from(results);
    const { id, pictures } = rows.find((row) => row.pictures[0]?.id === idOf("j.png"))!;
    return { id, small: pictures[0]!.small! };
  };
  const { id, small } = await smallOf();
  const asked = async () => {
    const params = { resultId: id, pictureId: idOf("j.png") };
    const visit = await visitAs(db, null, "/?small", { services, now: JUDGING, params });
    return (await answerOf(picture.loader(visit as never))).status;
  };
  expect(await asked()).toBe(200);
  const away = { ...files, lend: () => Promise.reject(Object.assign(new Error(), { code: "STORE_AWAY" })) };
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  expect([await draw({ ...services, files: away }), said.mock.calls.length]).toEqual([0, 1]);
  said.mockRestore();
  expect((await smallOf()).small).toEqual(small);
  await files.remove([small]);
  expect(await asked()).toBe(404);
  expect(await draw()).toBe(1);
  expect([(await smallOf()).small.key === small.key, await asked()]).toEqual([false, 200]);
  await files.lend((await smallOf()).small, (path) => rm(path));
  expect(await asked()).toBe(404);
  expect([await draw(), await asked()]).toEqual([1, 200]);
  await unpublishResults(lin, { roundId: round.id, reason: "A mistake." });
});
