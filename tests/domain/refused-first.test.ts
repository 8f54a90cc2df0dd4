import { expect, it } from "vitest";
import { assign, assignBalanced, assignGiven, setRules } from "#app/domain/assignment/commands.server.ts";
import { bestPlanFor } from "#app/domain/assignment/given-plan.server.ts";
import { beginSearch, stopSearch } from "#app/domain/assignment/search.server.ts";
import type { Context } from "#app/domain/context.ts";
import { changeCycle, moveDeadline } from "#app/domain/cycle/commands.server.ts";
import { extendEntry } from "#app/domain/extension/commands.server.ts";
import { getExtendable } from "#app/domain/extension/queries.server.ts";
import { earlyEntries } from "#app/domain/feedback/queries.server.ts";
import { giveFeedback } from "#app/domain/feedback/commands.server.ts";
import { getWaivable } from "#app/domain/conflict/queries.server.ts";
import { getProposed } from "#app/domain/inquiry/queries.server.ts";
import { allPackages, checkPackage } from "#app/domain/package/queries.server.ts";
import { allTexts } from "#app/domain/translation/queries.server.ts";
import { setDate } from "#app/domain/meeting/dates.server.ts";
import { inquire } from "#app/domain/inquiry/commands.server.ts";
import { confirmPackage, declinePackage, proposePackage } from "#app/domain/package/commands.server.ts";
import { removeFromPanel, revokeInvitation } from "#app/domain/panel/commands.server.ts";
import { divisionFor, nameCriteria } from "#app/domain/panel/division.server.ts";
import { startCycle } from "#app/domain/preset/commands.server.ts";
import { addQuestion, publishCall } from "#app/domain/question/commands.server.ts";
import { remindReviewers, remindTeams } from "#app/domain/reminder/commands.server.ts";
import { changeRound, lockScores, unlockScores } from "#app/domain/round/commands.server.ts";
import { changeRubric } from "#app/domain/rubric/commands.server.ts";
import { translateCycle } from "#app/domain/translation/commands.server.ts";
import { retryWave } from "#app/domain/wave/commands.server.ts";
import { openQueues } from "#app/outside/queue.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { KEY } from "#tests/support/proved-round.ts";

const { db } = await testDatabase();
const MEANS = { logKey: KEY, files: { isWhole: () => Promise.reject(new Error("never asked")) } };
const INVENTED = "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10";
const NEVER = () => Promise.reject(new Error("never calculated"));
const PAIR = { entryId: INVENTED, accountId: INVENTED };
const WHY = { reason: "x", publicUrl: PUBLIC_URL };
/** What only the secretariat, and in a round its chair, ever does. */
const ACTS: [string, (ctx: Context) => Promise<unknown>][] = [
  ["assigning by hand", (ctx) => assign(ctx, { roundId: INVENTED, entryId: INVENTED, reviewerId: INVENTED })],
  ["assigning by a table", (ctx) => assignGiven(ctx, INVENTED, [], { seen: "", publicUrl: PUBLIC_URL })],
  [
    "looking for the best plan beside a table",
    (ctx) => bestPlanFor(ctx, { attempt: NEVER }, { id: INVENTED, reviewsPerEntry: null, blind: false }, () => {}),
  ],
  ["setting side rules", (ctx) => setRules(ctx, INVENTED, {} as Parameters<typeof setRules>[2])],
  ["stopping a search", (ctx) => stopSearch(ctx, { inTurn: openQueues(), stopping: () => null }, INVENTED)],
  [
    "beginning a search",
    (ctx) => beginSearch(ctx, { inTurn: openQueues(), beginning: () => null, giveUp: () => false }, INVENTED),
  ],
  ["assigning in balance", (ctx) => assignBalanced(ctx, NEVER, INVENTED, { publicUrl: PUBLIC_URL })],
  ["changing a cycle", (ctx) => changeCycle(ctx, INVENTED, {} as Parameters<typeof changeCycle>[2])],
  ["moving a deadline", (ctx) => moveDeadline(ctx, INVENTED, { closesAt: JUDGING, reason: "x" }, PUBLIC_URL)],
  ["publishing a call", (ctx) => publishCall(ctx, INVENTED)],
  ["copying a cycle", (ctx) => startCycle(ctx, { cycleId: INVENTED }, {} as Parameters<typeof startCycle>[2])],
  ["adding a question", (ctx) => addQuestion(ctx, INVENTED, {} as Parameters<typeof addQuestion>[2])],
  ["giving more time", (ctx) => extendEntry(ctx, INVENTED, { closesAt: JUDGING, reason: "x" }, PUBLIC_URL)],
  ["looking whether to give more time", (ctx) => getExtendable(ctx, INVENTED)],
  ["telling a team what could be better", (ctx) => giveFeedback(ctx, INVENTED, "x", PUBLIC_URL)],
  ["changing a round", (ctx) => changeRound(ctx, INVENTED, {} as Parameters<typeof changeRound>[2], WHY)],
  ["locking scores", (ctx) => lockScores(ctx, INVENTED, WHY)],
  ["unlocking scores", (ctx) => unlockScores(ctx, INVENTED, { closesAt: JUDGING, ...WHY })],
  ["calling a panel", (ctx) => setDate(ctx, { roundId: INVENTED } as Parameters<typeof setDate>[1], PUBLIC_URL)],
  ["changing a rubric", (ctx) => changeRubric(ctx, INVENTED, {} as Parameters<typeof changeRubric>[2])],
  ["looking at a call's early entries", (ctx) => earlyEntries(ctx, INVENTED, 1)],
  ["reading all texts of a cycle", (ctx) => allTexts(ctx, INVENTED)],
  ["checking a package", (ctx) => checkPackage(ctx, KEY, "x")],
  ["looking at packages", (ctx) => allPackages(ctx)],
  ["proposing a package", (ctx) => proposePackage(ctx, MEANS, { note: "x", reason: "x" }, PUBLIC_URL)],
  ["confirming a package", (ctx) => confirmPackage(ctx, MEANS, INVENTED, PUBLIC_URL)],
  ["declining a package", (ctx) => declinePackage(ctx, INVENTED)],
  ["asking who entered", (ctx) => inquire(ctx, INVENTED, { question: "x", dueAt: JUDGING }, PUBLIC_URL)],
  ["looking at a reviewer's question", (ctx) => getProposed(ctx, INVENTED)],
  ["looking whether a conflict may be lifted", (ctx) => getWaivable(ctx, { ...PAIR, roundId: INVENTED })],
  ["revoking an invitation", (ctx) => revokeInvitation(ctx, INVENTED, "0".repeat(64))],
  ["removing from a panel", (ctx) => removeFromPanel(ctx, INVENTED, INVENTED, "x", "https://award.example")],
  ["looking at the criteria that somebody reads", (ctx) => divisionFor(ctx, INVENTED, INVENTED)],
  ["naming the criteria that somebody reads", (ctx) => nameCriteria(ctx, INVENTED, INVENTED, [])],
  ["sending letters to many again", (ctx) => retryWave(ctx, INVENTED)],
  ["translating a cycle", (ctx) => translateCycle(ctx, INVENTED, "fr", [])],
  ["reminding reviewers", (ctx) => remindReviewers(ctx, INVENTED, PUBLIC_URL)],
  ["reminding teams", (ctx) => remindTeams(ctx, INVENTED, "https://award.example")],
];

it.each(ACTS)(
  "%s: an observer is refused before anything is looked up or held, so what was never there answers the same",
  (_what, act) =>
    inTransaction(db, async (tx) => {
      await expect(act({ db: tx, actor: await aStaffMember(tx, "observer"), now: JUDGING })).rejects.toMatchObject({
        because: "not-your-role",
        how: "never",
      });
    }),
);
