import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { publishResults, unpublishResults } from "#app/domain/result/commands.server.ts";
import { namedDrawings } from "#app/domain/result/pictures.server.ts";
import { drawForLists } from "#app/jobs/draw-for-lists.server.ts";
import { sweep } from "#app/jobs/sweep.server.ts";
import * as pictureRemoval from "#app/routes/chair/picture-removal.tsx";
import * as withdrawal from "#app/routes/chair/withdrawal.tsx";
import { attachments } from "#db/schema/attachment.ts";
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
  await publishResults(made.lin, { roundId: made.round.id, at: JUDGING, pictures: names.map(made.idOf) });
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
      file.key === key ? Promise.reject(new Error("away")) : files.thumbnail(file),
  };
  expect(await draw({ ...services, files: faulty })).toBe(1);
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
