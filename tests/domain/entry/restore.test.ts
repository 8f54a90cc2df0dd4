import fc from "fast-check";
import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { NotFound, Stale } from "#app/domain/errors.ts";
import { restoreAnswer, saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { answerHistory } from "#app/domain/entry/revisions.server.ts";
import { compareTexts } from "#app/domain/entry/rules.ts";
import { answerRevisions } from "#db/schema/entry.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anEntry, aStaffMember, NOW } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);

/** A title with two versions, "Guides" and then "Riders". */
async function rewritten(db: typeof database) {
  const scene = await anEntry(db, { answers: { title: "Guides" } });
  await saveAnswer(scene.ctx, { entryId: scene.entryId, questionKey: "title", value: "Riders", baseVersion: 1 });
  const restore = (over: object = {}, target: object = {}) =>
    restoreAnswer(
      { ...scene.ctx, ...over },
      { entryId: scene.entryId, questionKey: "title", version: 1, baseVersion: 2, ...target },
    );
  return { ...scene, restore };
}

describe("restoring an earlier answer", () => {
  it("makes it the newest version, keeps what it replaced and says what happened", () =>
    tx(async (db) => {
      const { ctx, entryId, city, restore } = await rewritten(db);
      const editor = { actor: await aMember(db, city.id, "editor"), now: new Date(NOW.getTime() + 1000) };
      expect(await restore(editor)).toMatchObject({ value: "Guides", version: 3 });
      const draft = await getDraft(ctx, entryId);
      expect([draft.title, draft.answers["title"]]).toEqual([
        "Guides",
        { value: "Guides", version: 3, savedAt: editor.now, savedBy: editor.actor.name },
      ]);
      expect(
        (await answerHistory(ctx, entryId, { questionKey: "title", page: 1 })).map(({ version, value }) => [
          version,
          value,
        ]),
      ).toEqual([
        [3, "Guides"],
        [2, "Riders"],
        [1, "Guides"],
      ]);
      const events = await eventsOf({ db }, entryId);
      expect(events.map(({ type }) => type)).toEqual([
        "entry.started",
        "answer.saved",
        "answer.saved",
        "answer.saved",
        "answer.restored",
      ]);
    }));

  it("does nothing when that is what stands", () =>
    tx(async (db) => {
      const { entryId, restore } = await rewritten(db);
      expect(await restore({}, { version: 2 })).toMatchObject({ value: "Riders", version: 2 });
      expect(
        await db
          .select()
          .from(answerRevisions)
          .where(and(eq(answerRevisions.entryId, entryId))),
      ).toHaveLength(2);
      expect((await eventsOf({ db }, entryId)).map(({ type }) => type)).not.toContain("answer.restored");
    }));

  it("B90: overwrites nothing that somebody saved meanwhile", () =>
    tx(async (db) => {
      const { ctx, entryId, restore } = await rewritten(db);
      await saveAnswer(ctx, { entryId, questionKey: "title", value: "Theirs", baseVersion: 2 });
      await expect(restore()).rejects.toBeInstanceOf(Stale);
      expect((await getDraft(ctx, entryId)).title).toBe("Theirs");
    }));

  it("B20: keeps to the deadline and the team, and knows no version that never was", () =>
    tx(async (db) => {
      const { ctx, entryId, city, cycle, restore } = await rewritten(db);
      await expect(restore({ actor: await aMember(db, city.id, "viewer") })).rejects.toMatchObject({
        because: "viewers-cannot-edit",
        how: "never",
      });
      await expect(restore({ now: new Date(cycle.closesAt.getTime() + 1) })).rejects.toMatchObject({
        because: "call-closed",
        how: "not-now",
      });
      for (const actor of [await aMember(db, (await aCity(db)).id), await aStaffMember(db)])
        await expect(restore({ actor })).rejects.toBeInstanceOf(NotFound);
      for (const target of [{ version: 9 }, { questionKey: "summary" }, { questionKey: "nowhere" }])
        await expect(restore({}, target)).rejects.toBeInstanceOf(NotFound);
      expect((await getDraft(ctx, entryId)).title).toBe("Riders");
    }));

  it("the history of one answer is that answer's alone", () =>
    tx(async (db) => {
      const { ctx, entryId } = await rewritten(db);
      await saveAnswer(ctx, { entryId, questionKey: "summary", value: "Short", baseVersion: null });
      expect(await answerHistory(ctx, entryId, { page: 1 })).toHaveLength(3);
      expect(
        (await answerHistory(ctx, entryId, { questionKey: "summary", page: 1 })).map(({ questionKey }) => questionKey),
      ).toEqual(["summary"]);
    }));
});

describe("comparing texts", () => {
  const shown = (earlier: string, present: string, language = "en") =>
    compareTexts(earlier, present, language)
      .map(({ kind, text }) => ({ same: text, removed: `-${text}-`, added: `+${text}+` })[kind])
      .join("|");

  it.each([
    ["a word", "The old garden", "The new garden", "en", "The |-old-|+new+| garden"],
    [
      "neighbours read as one change",
      "many small steps here",
      "few large steps here",
      "en",
      "-many small-|+few large+| steps here",
    ],
    ["words at the end", "A bench", "A bench in the park", "en", "A bench|+ in the park+"],
    ["Chinese, which has no spaces", "广州的公园", "广州的花园", "zh-Hans", "广州的|-公园-|+花园+"],
    ["nothing left", "All of it", "", "en", "-All of it-"],
  ])("%s", (_case, earlier, present, language, expected) => expect(shown(earlier, present, language)).toBe(expected));

  it("loses and invents nothing, whatever the two texts are", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", " ", "\n", "公园", ".", "Stadt"), { maxLength: 30 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, text, (earlier, present) => {
        const without = (kind: string) =>
          compareTexts(earlier, present, "en")
            .filter((piece) => piece.kind !== kind)
            .map((piece) => piece.text)
            .join("");
        expect([without("added"), without("removed")]).toEqual([earlier, present]);
      }),
    );
  });

  it("shows two long texts with little in common as one taken out and one put in", () => {
    const [earlier, present] = ["x", "y"].map((letter) =>
      Array.from({ length: 9_000 }, (_none, index) => letter + index).join(" "),
    ) as [string, string];
    const pieces = compareTexts(earlier, present, "en");
    expect(pieces.length).toBeLessThanOrEqual(2);
    expect(
      pieces
        .filter(({ kind }) => kind !== "added")
        .map(({ text }) => text)
        .join(""),
    ).toBe(earlier);
  });
});
