import { expect, it } from "vitest";
import { action as settings } from "#app/routes/secretariat/cycle-settings.tsx";
import { action as newRound } from "#app/routes/secretariat/round-new.tsx";
import { action as newRubric } from "#app/routes/secretariat/rubric-new.tsx";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aStaffMember, NOW } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();

it.each([
  ["settings of a cycle", settings],
  ["a new round", newRound],
  ["a new rubric", newRubric],
])(
  "%s: an observer is refused before what they sent is read, so it is never told what was wrong with it",
  (_what, act) =>
    inTransaction(db, async (tx) => {
      const observer = await aStaffMember(tx, "observer");
      const sent = { params: { cycleId: (await aCycle(tx)).id }, form: { name: "" }, now: NOW };
      expect((await answerOf(act(await visitAs(tx, observer, "/secretariat", sent)))).status).toBe(403);
    }),
);
