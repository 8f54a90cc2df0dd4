import { and, eq, inArray } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { assign, recuse } from "#app/domain/assignment/commands.server.ts";
import { changeProfile } from "#app/domain/assignment/new-conflicts.server.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { removeFromPanel } from "#app/domain/panel/commands.server.ts";
import { ASSIGNED } from "#app/domain/proof/assigned.server.ts";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { canonical } from "#app/domain/audit/rules.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { commitments, logHeads } from "#db/schema/commitment.ts";
import { conflictWaivers } from "#db/schema/conflict.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aPanelMember, aRound, aStaffMember, aValidEntry, typedProfile } from "#tests/support/factories.ts";
import { type Bundle, forgeOpened, type Openings } from "#tests/support/forged-bundle.ts";
import { contextOf } from "#tests/support/judging.ts";
import { aProvedRound, KEY, TRUST } from "#tests/support/proved-round.ts";
import { verify } from "../../../public/verify.mjs";

const { db } = await testDatabase();

/** What a round commits to about who reads what, in the order in which it says that it happened. */
async function committed(tx: Db, roundId: string) {
  const rows = await tx
    .select({ type: commitments.type, record: commitments.record })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), inArray(commitments.type, [...ASSIGNED])));
  return rows
    .map(({ type, record }) => ({ type, ...(record as { entry: string; reviewer: string; at: string }) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

describe("T3: who is given an entry, and whose it is no more, is committed to where it is written", () => {
  it.each<[string, (ctx: { own: Context; lin: Context }, which: { id: string; entryId: string }) => Promise<unknown>]>([
    ["stepped-back", ({ own }, { id }) => recuse(own, id, "I know them.")],
    ["taken-off", ({ lin }, { id }) => recuse(lin, id, "Not theirs.")],
    ["declared", ({ own }, { entryId }) => declareConflict(own, { entryId, answer: "conflict", reason: "A friend" })],
    ["tie", ({ own }) => changeProfile(own, typedProfile(["UG"]))],
  ])("and ended because: %s; it begins anew after that, and the log does not grow", (because, end) =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const entry = await aValidEntry(tx, round.cycleId);
      const rafael = await aPanelMember(tx, round.id);
      const [own, lin] = [await contextOf(tx, rafael), await contextOf(tx, await aStaffMember(tx))];
      const pair = { entryId: entry.id, reviewerId: rafael.id };
      const size = async () => (await tx.select({ size: logHeads.size }).from(logHeads))[0]!.size;
      const before = await size();
      await assign(lin, { roundId: round.id, ...pair });
      const [made] = await tx.select().from(assignments).where(eq(assignments.roundId, round.id));
      await end({ own, lin }, { id: made!.id, entryId: entry.id });
      const said = { round: round.id, entry: entry.id, reviewer: rafael.id };
      expect(await committed(tx, round.id)).toMatchObject([
        { type: "assignment", ...said, late: false },
        { type: "recusal", ...said, because },
      ]);
      if (because === "stepped-back" || because === "taken-off") {
        await assign(lin, { roundId: round.id, ...pair });
        expect((await committed(tx, round.id)).map(({ type }) => type)).toEqual([
          "assignment",
          "recusal",
          "assignment",
        ]);
      }
      expect(await size()).toBe(before);
    }),
  );

  it("and ended because: left-panel; one that was older than commitments is committed to first", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [entry, rafael] = [await aValidEntry(tx, round.cycleId), await aPanelMember(tx, round.id)];
      const lin = await contextOf(tx, await aStaffMember(tx));
      await tx
        .insert(assignments)
        .values({ roundId: round.id, entryId: entry.id, reviewerId: rafael.id, readingOrder: 1, at: new Date(0) });
      await removeFromPanel(lin, round.id, rafael.id, "", PUBLIC_URL);
      expect(await committed(tx, round.id)).toMatchObject([
        { type: "assignment", late: true },
        { type: "recusal", because: "left-panel" },
      ]);
    }));
});

const own = (at: { record: { [member: string]: unknown } }) => `${at.record["entry"]} ${at.record["reviewer"]}`;
const made = await aProvedRound(db, {
  entries: 12,
  against: false,
  meanwhile: async (tasks) => {
    await recuse(tasks[0]!.judge, tasks[0]!.id, "I know them after all.");
  },
});
const proof = { bundle: made.bundle, openings: await openingsFile({ db }, made.round.id) };
const file = JSON.parse(proof.openings) as Required<Openings>;
/** Openings as they were before who was given what was committed to; nobody is left out for a recusal then. */
function withoutAssigned(f: Openings): void {
  delete f.assignments;
  delete f.recusals;
  f.v = 3;
}
const refusal = async (given: { bundle: string; openings: string }) => {
  const verdict = await verify(given.bundle, TRUST, { openings: given.openings });
  return verdict.ok ? "accepted" : verdict.failure;
};

it("what ended in the moment in which it began, or before by the clock, is said to have ended after that", () =>
  inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const [entry, rafael] = [await aValidEntry(tx, round.cycleId), await aPanelMember(tx, round.id)];
    const lin = await contextOf(tx, await aStaffMember(tx));
    const at = new Date(lin.now.getTime() + 5000);
    await tx
      .insert(assignments)
      .values({ roundId: round.id, entryId: entry.id, reviewerId: rafael.id, readingOrder: 1, at });
    await removeFromPanel(lin, round.id, rafael.id, "", PUBLIC_URL);
    expect(await committed(tx, round.id)).toMatchObject([
      { type: "assignment", at: at.toISOString() },
      { type: "recusal", at: new Date(at.getTime() + 1).toISOString() },
    ]);
  }));

describe("T3: the openings of a round", () => {
  it("show to whom each entry was given, and why whose no more; the public reads neither, nor which leaf is which", async () => {
    const verdict = await verify(proof.bundle, TRUST, { openings: proof.openings });
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.lines).toEqual(
      expect.arrayContaining([
        "each score event is of a reviewer to whom its entry was given and who was not recused then: 48 assignments and 1 recusals are opened, of these stepped-back 1",
        expect.stringMatching(/^WARNING: 48 of these assignments and recusals were not committed to when/),
      ]),
    );
    const bundle = JSON.parse(proof.bundle) as Bundle;
    for (const { record } of [...file.assignments, ...file.recusals])
      for (const id of [record["entry"], record["reviewer"]]) expect(canonical(bundle as never)).not.toContain(id);
  });

  it("are not whole without them", async () => {
    const { assignments: _given, recusals: _ended, ...rest } = file;
    expect(await refusal({ ...proof, openings: canonical({ ...rest, v: 3 }) })).toContain(
      "48 score events are opened, and 97 entered the log",
    );
  });

  it.each<[string, (f: Required<Openings>) => void, RegExp]>([
    [
      "drops an assignment",
      (f) => void f.assignments.pop(),
      /48 score events, 47 assignments and 1 recusals are opened, and 97/,
    ],
    ["drops the recusal", (f) => void f.recusals.pop(), /48 assignments and 0 recusals are opened/],
    [
      "says another reason",
      (f) => {
        f.recusals[0]!.record["because"] = "tie";
      },
      /not the ones that entered the log/,
    ],
    [
      "says another moment",
      (f) => {
        f.recusals[0]!.record["at"] = "2026-01-01T00:00:00.000Z";
      },
      /not the ones that entered/,
    ],
    [
      "gives an entry to another",
      (f) => {
        f.assignments[0]!.record["reviewer"] = "x";
      },
      /order of their|not the ones that entered/,
    ],
    ["adds what nobody reads", (f) => void Object.assign(f.recusals[0]!.record, { more: 1 }), /exactly the members/],
  ])("whoever has no key and %s: refused", async (_what, change, why) => {
    const changed = structuredClone(file);
    change(changed);
    expect(await refusal({ ...proof, openings: canonical(changed as never) })).toMatch(why);
  });

  it.each<[string, (f: Required<Openings>) => void, string]>([
    ["nothing", () => {}, "accepted"],
    [
      "no assignment of somebody who scored",
      (f) => {
        f.assignments = f.assignments.filter((each) => own(each) !== own(f.events[0]!));
        f.recusals = f.recusals.filter((each) => own(each) !== own(f.events[0]!));
      },
      "is of a reviewer to whom its entry had not been given",
    ],
    [
      "an assignment that came after the score",
      (f) => {
        const counting = f.events.find(({ slot }) => slot !== null)!;
        f.assignments.find((each) => own(each) === own(counting))!.record["at"] = "2099-01-01T00:00:00.000Z";
      },
      "is of a reviewer to whom its entry had not been given",
    ],
    [
      "a recusal that stood when the score was handed in",
      (f) => {
        const at = f.events.find((each) => own(each) === own(f.recusals[0]!))!.record["at"] as string;
        for (const { record } of f.assignments) record["at"] = "2000-01-01T00:00:00.000Z";
        f.recusals[0]!.record["at"] = new Date(Date.parse(at) - 1).toISOString();
      },
      "was handed in by a reviewer who was recused from its entry then (stepped-back)",
    ],
    [
      "a recusal of somebody whose score counts",
      (f) => {
        const { record } = f.events.find(({ slot }) => slot !== null)!;
        Object.assign(f.recusals[0]!.record, { entry: record["entry"], reviewer: record["reviewer"] });
        f.events.find(({ why }) => why === "recused")!.why = "not-judged";
      },
      "counts, and its reviewer was recused before the freeze",
    ],
    [
      "no recusal of somebody left out for one",
      (f) => {
        f.recusals = [];
      },
      "because of a recusal, and none was committed to",
    ],
    [
      "a recusal before the assignment",
      (f) => {
        f.recusals[0]!.record["at"] = "2000-01-01T00:00:00.000Z";
      },
      "was recused before the entry was given to them",
    ],
    [
      "an assignment of another round",
      (f) => {
        f.assignments[3]!.record["round"] = "another";
      },
      "is of another round",
    ],
    [
      "openings of the form from before there were any",
      (f) => withoutAssigned(f),
      "the openings do not show to whom the entries were given, and the freeze says that the portal committed to that",
    ],
  ])("whoever signs all anew, with %s: is found out", async (_what, change, why) => {
    expect(await refusal(forgeOpened(proof, KEY, (f) => change(f as Required<Openings>)))).toContain(why);
  });

  it("of the form from before are read with a warning where the freeze is as old, and those that show it without", async () => {
    const older = (change: (f: Openings) => void) => {
      const given = forgeOpened(proof, KEY, (f, { of }) => {
        change(f);
        of("freeze")["v"] = 3;
      });
      return verify(given.bundle, TRUST, { openings: given.openings });
    };
    const warning = expect.stringContaining("WARNING: these openings do not show to whom the entries were given");
    const before = await older(withoutAssigned);
    expect(before).toMatchObject({ ok: true, lines: expect.arrayContaining([warning]) });
    const between = await older(() => {});
    expect(between).toMatchObject({ ok: true, lines: expect.not.arrayContaining([warning]) });
  });

  it("say so where a recusal was deleted past the portal", () =>
    inTransaction(db, async (tx) => {
      const again = await aProvedRound(tx, {
        entries: 10,
        against: false,
        meanwhile: async ([task]) => {
          await recuse(task!.judge, task!.id, "I know them.");
          await tx.delete(recusals).where(eq(recusals.assignmentId, task!.id));
        },
      });
      const given = { bundle: again.bundle, openings: await openingsFile({ db: tx }, again.round.id) };
      expect(await refusal(given)).toMatch(/counts, and its reviewer was recused before the freeze/);
    }));

  it("go on where what ended before such commitments began anew after them", () =>
    inTransaction(db, async (tx) => {
      const again = await aProvedRound(tx, {
        entries: 10,
        against: false,
        meanwhile: async ([task], roundId) => {
          const { judge, id, entryId } = task!;
          await tx.insert(recusals).values({ assignmentId: id, reason: "A tie", at: judge.now, by: judge.actor.id });
          const lin = await contextOf(tx, await aStaffMember(tx));
          await assign(lin, { roundId, entryId, reviewerId: judge.actor.id });
        },
      });
      expect((await committed(tx, again.round.id)).filter(({ type }) => type === "recusal")).toMatchObject([
        { because: "earlier" },
      ]);
      const given = { bundle: again.bundle, openings: await openingsFile({ db: tx }, again.round.id) };
      expect(await refusal(given)).toBe("accepted");
    }));

  it("say that an entry was not judged, whatever conflict was lifted before the freeze or came after it", () =>
    inTransaction(db, async (tx) => {
      const again = await aProvedRound(tx, {
        entries: 10,
        against: false,
        meanwhile: async ([task, ...others]) => {
          const { judge, entryId } = task!;
          const about = { reason: "No more", at: judge.now, by: others.at(-1)!.judge.actor.id };
          await tx
            .insert(conflictWaivers)
            .values({ entryId, accountId: judge.actor.id, kinds: ["declared"], ...about });
          await tx.insert(withdrawals).values({ entryId, ...about });
        },
        afterwards: async (tasks) => {
          const last = tasks.findLast(({ entryId }) => entryId === tasks[0]!.entryId)!;
          await declareConflict(last.judge, { entryId: last.entryId, answer: "conflict", reason: "A friend" });
        },
      });
      const openings = await openingsFile({ db: tx }, again.round.id);
      const { events } = JSON.parse(openings) as Openings;
      expect(new Set(events.map(({ why }) => why))).toEqual(new Set([null, "not-judged"]));
      expect(await refusal({ bundle: again.bundle, openings })).toBe("accepted");
    }));
});
