import { describe, expect, it } from "vitest";
import * as removal from "#app/routes/chair/honour-removal.ts";
import * as page from "#app/routes/chair/honours.tsx";
import type { Db } from "#db/client.server.ts";
import { honours } from "#db/schema/honour.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aFrozenRound } from "#tests/support/final-list.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const TYPED = { "name-en": "Special mention", "name-fr": "Mention spéciale", reason: "It dared most." };

async function aRound(tx: Db) {
  const made = await aFrozenRound(tx);
  const { round, first } = made;
  const people = { ...made, observer: { actor: await aStaffMember(tx, "observer") } };
  const here = `/rounds/${round.id}/selection/${first.id}/honours`;
  const visit = (who: "lin" | "ingrid" | "conflicted" | "observer", form?: Record<string, string>, honourId = "") =>
    visitAs(tx, people[who].actor, here, {
      now: JUDGING,
      ...(form ? { form } : {}),
      params: { roundId: round.id, entryId: first.id, honourId },
    });
  return {
    ...made,
    here,
    get: async (who: Parameters<typeof visit>[0]) => answerOf(page.loader(await visit(who))),
    give: async (who: Parameters<typeof visit>[0], form: Record<string, string>) =>
      answerOf(page.action(await visit(who, form))),
    take: async (who: Parameters<typeof visit>[0], id: string) => answerOf(removal.action(await visit(who, {}, id))),
  };
}

describe("the honours of an entry", () => {
  it("are given and taken away there, and stand where they were given", () =>
    inTransaction(db, async (tx) => {
      const { here, get, give, take } = await aRound(tx);
      expect(await give("lin", TYPED)).toMatchObject({ status: 303, location: here });
      const [{ id }] = (await tx.select({ id: honours.id }).from(honours)) as [{ id: string }];
      expect((await get("ingrid")).data).toMatchObject({
        line: { honours: [{ id, name: { en: "Special mention", fr: "Mention spéciale" }, reason: "It dared most." }] },
      });
      expect(await take("ingrid", id)).toMatchObject({ status: 303, location: here });
      expect(await tx.select().from(honours)).toEqual([]);
    }));

  it("what cannot be given comes back as it was typed, with what is wrong beside it", () =>
    inTransaction(db, async (tx) => {
      const { give } = await aRound(tx);
      expect(await give("lin", { ...TYPED, "name-en": "", reason: "" })).toMatchObject({
        status: 422,
        data: {
          errors: { "name-en": "required", reason: "required" },
          typed: { "name-fr": "Mention spéciale", "name-en": "" },
        },
      });
      await give("lin", TYPED);
      expect(await give("ingrid", { ...TYPED, reason: "Again." })).toMatchObject({
        status: 422,
        data: { errors: { "name-en": "honour-given" }, typed: { "name-fr": "Mention spéciale", reason: "Again." } },
      });
      expect(await tx.select().from(honours)).toHaveLength(1);
    }));

  it("are not there for whoever is in conflict, and not to be given by observers, nor once the list is final", () =>
    inTransaction(db, async (tx) => {
      const { get, give, take, finalise } = await aRound(tx);
      await give("lin", TYPED);
      const [{ id }] = (await tx.select({ id: honours.id }).from(honours)) as [{ id: string }];
      for (const [who, status] of [
        ["conflicted", 404],
        ["observer", 403],
      ] as const)
        expect([(await get(who)).status, (await give(who, TYPED)).status, (await take(who, id)).status]).toEqual([
          ...[status, status, status],
        ]);
      await finalise();
      expect([(await get("lin")).status, (await give("lin", TYPED)).status, (await take("lin", id)).status]).toEqual([
        ...[409, 409, 409],
      ]);
      expect(await tx.select().from(honours)).toHaveLength(1);
    }));
});
