import { describe, expect, it } from "vitest";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { addComment, settleComment } from "#app/domain/comment/commands.server.ts";
import { commentInput } from "#app/domain/comment/input.ts";
import { canComment, canSettle, MOST_COMMENTS } from "#app/domain/comment/policy.ts";
import { commentsOn, openComments } from "#app/domain/comment/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aMember, anEntry, aStaffMember, COMPLETE, NOW } from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const tx = <T>(work: (db: typeof database) => Promise<T>) => inTransaction(database, work);

describe("comments in a team", () => {
  it("are read by the whole team, settled and opened again, on record but without their words", () =>
    tx(async (db) => {
      const { ctx, entryId, city } = await anEntry(db);
      const viewer = { ...ctx, actor: await aMember(db, city.id, "viewer"), now: new Date(NOW.getTime() + 1000) };
      const first = await addComment(ctx, { entryId, questionKey: "title", text: "Too long?" });
      await addComment(viewer, { entryId, questionKey: "summary", text: "I like it" });
      expect(await commentsOn(viewer, entryId, "title")).toEqual([
        {
          id: first,
          questionKey: "title",
          text: "Too long?",
          at: NOW,
          by: ctx.actor.name,
          byId: ctx.actor.id,
          resolvedAt: null,
          resolvedBy: null,
        },
      ]);
      expect((await commentsOn(ctx, entryId)).map(({ text }) => text)).toEqual(["Too long?", "I like it"]);
      expect(await settleComment(ctx, first, { resolved: true })).toEqual({ entryId, questionKey: "title" });
      await settleComment(ctx, first, { resolved: true });
      expect(await commentsOn(viewer, entryId, "title")).toMatchObject([
        { resolvedAt: NOW, resolvedBy: ctx.actor.name },
      ]);
      expect(await openComments(ctx, entryId)).toBe(1);
      await settleComment(ctx, first, { resolved: false });
      expect(await openComments(viewer, entryId)).toBe(2);
      const events = await eventsOf({ db }, entryId);
      expect(events.map(({ type }) => type).sort()).toEqual([
        "comment.added",
        "comment.added",
        "comment.reopened",
        "comment.resolved",
        "entry.started",
      ]);
      expect(JSON.stringify(events)).not.toContain("Too long?");
    }));

  it("of others are not settled by viewers, their own are", () =>
    tx(async (db) => {
      const { ctx, entryId, city } = await anEntry(db);
      const viewer = { ...ctx, actor: await aMember(db, city.id, "viewer") };
      const [theirs, own] = [
        await addComment(ctx, { entryId, questionKey: "title", text: "Too long?" }),
        await addComment(viewer, { entryId, questionKey: "title", text: "I like it" }),
      ];
      await expect(settleComment(viewer, theirs, { resolved: true })).rejects.toMatchObject({
        because: "viewers-cannot-edit",
        how: "never",
      });
      await settleComment(viewer, own, { resolved: true });
      expect(await openComments(ctx, entryId)).toBe(1);
    }));

  it("are nobody's outside of the team: no list, no count, no answer", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
      const id = await addComment(ctx, { entryId, questionKey: "title", text: "canary" });
      for (const actor of [
        await aMember(db, (await aCity(db)).id),
        await aStaffMember(db),
        await aStaffMember(db, "observer"),
        await aStaffMember(db, "administrator"),
      ]) {
        const outside = { ...ctx, actor };
        expect(await commentsOn(outside, entryId)).toEqual([]);
        expect(await openComments(outside, entryId)).toBe(0);
        await expect(addComment(outside, { entryId, questionKey: "title", text: "x" })).rejects.toBeInstanceOf(
          NotFound,
        );
        await expect(settleComment(outside, id, { resolved: true })).rejects.toBeInstanceOf(NotFound);
      }
      await expect(addComment(ctx, { entryId, questionKey: "nowhere", text: "x" })).rejects.toBeInstanceOf(NotFound);
    }));

  it("are no part of what is sealed, and make no newer edit of it", () =>
    tx(async (db) => {
      const { ctx, entryId } = await anEntry(db, { answers: COMPLETE });
      await addComment(ctx, { entryId, questionKey: "title", text: "canary" });
      await submitEntry(ctx, entryId, PUBLIC_URL);
      await addComment(ctx, { entryId, questionKey: "title", text: "canary again" });
      expect((await getLastSubmission(ctx, entryId)).snapshot).not.toContain("canary");
      expect(await getDraft(ctx, entryId)).toMatchObject({ unsent: false, savedAt: NOW });
    }));
});

describe("rights", () => {
  const person = (role: "owner" | "editor" | "viewer" | null) => ({
    id: "me",
    name: "",
    email: "",
    emailConfirmed: true,
    staff: [],
    teams: role ? [{ cityId: "c", role }] : [],
    panels: [],
  });

  it.each([
    ["owner", "yes"],
    ["editor", "yes"],
    ["viewer", "yes"],
    [null, "not-found"],
  ] as const)("commenting as %s: %s", (role, expected) => {
    const verdict = canComment(person(role) as never, { cityId: "c", comments: MOST_COMMENTS - 1 });
    expect(verdict.allowed ? "yes" : verdict.because).toBe(expected);
  });

  it("ends somewhere", () =>
    expect(canComment(person("owner") as never, { cityId: "c", comments: MOST_COMMENTS })).toMatchObject({
      because: "comments-full",
      how: "not-now",
    }));

  it.each([
    ["owner", "other", "yes"],
    ["editor", "other", "yes"],
    ["viewer", "me", "yes"],
    ["viewer", "other", "viewers-cannot-edit"],
    [null, "me", "not-found"],
  ] as const)("settling as %s what %s wrote: %s", (role, by, expected) => {
    const verdict = canSettle(person(role) as never, { cityId: "c", by });
    expect(verdict.allowed ? "yes" : verdict.because).toBe(expected);
  });

  it("B54: words are cleaned, and neither none nor endless", () => {
    expect(commentInput.safeParse({ text: " a\u202eb " }).data).toEqual({ text: "ab" });
    for (const text of ["", "  ", "x".repeat(2001), "nul\0"])
      expect(commentInput.safeParse({ text }).success).toBe(false);
  });
});
