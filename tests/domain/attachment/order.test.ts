import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { addAttachment, moveAttachment, removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { contentOf } from "#app/domain/entry/sealed.ts";
import { signedPackage } from "#app/domain/package/queries.server.ts";
import { readPackage } from "#app/domain/package/rules.ts";
import { attachments } from "#db/schema/attachment.ts";
import { questions } from "#db/schema/question.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aFile, anEntry, type EntryScene } from "#tests/support/factories.ts";
import { KEY } from "#tests/support/proved-round.ts";

const { db: database } = await testDatabase();

/** An entry whose question for documents takes many, and what can be done with them. */
const withEntry = (work: (scene: Awaited<ReturnType<typeof aScene>>) => Promise<void>) =>
  inTransaction(database, async (db) => work(await aScene(await anEntry(db))));

async function aScene({ ctx, entryId }: EntryScene) {
  await ctx.db
    .update(questions)
    .set({ settings: { files: { types: ["application/pdf"], maxBytes: 1_000_000, maxCount: 9 } } })
    .where(eq(questions.key, "documents"));
  return {
    ctx,
    add: (name: string) => addAttachment(ctx, { entryId, questionKey: "documents", file: aFile({ name }) }),
    /** The files as the team sees them, signs them, and finds them in its package. */
    async orders() {
      const draft = await getDraft(ctx, entryId);
      const { text: signed } = await signedPackage(ctx, KEY, entryId);
      const packed = readPackage(signed.slice(0, signed.lastIndexOf("\n\n") + 1));
      return {
        places: draft.files.map(({ position }) => position),
        seen: draft.files.map(({ name }) => name).join(""),
        sealed: contentOf(draft)
          .files.map(({ name }) => name)
          .join(""),
        packed: packed?.files.map(({ name }) => name).join(""),
      };
    },
  };
}

it("a file that comes later stands behind those that stand, whatever was removed before", () =>
  withEntry(async ({ ctx, add, orders }) => {
    const [a, b] = [await add("a"), await add("b")];
    await add("c");
    await removeAttachment(ctx, a);
    await removeAttachment(ctx, b);
    await add("d");
    expect(await orders()).toEqual({ places: [2, 3], seen: "cd", sealed: "cd", packed: "cd" });
  }));

it("a file that comes after a move stands behind those that were moved", () =>
  withEntry(async ({ ctx, add, orders }) => {
    await add("a");
    await moveAttachment(ctx, await add("b"), { by: -1 });
    await add("c");
    expect(await orders()).toEqual({ places: [0, 1, 2], seen: "bac", sealed: "bac", packed: "bac" });
  }));

it("files that share a place are signed in the order in which they came, as the team sees them", () =>
  withEntry(async ({ ctx, add, orders }) => {
    for (const [index, name] of [..."fedcba"].entries())
      await ctx.db
        .update(attachments)
        .set({ position: 7, uploadedAt: new Date(ctx.now.getTime() - index * 1000) })
        .where(eq(attachments.id, await add(name)));
    expect(await orders()).toMatchObject({ seen: "abcdef", sealed: "abcdef", packed: "abcdef" });
  }));
