import { describe, expect, it } from "vitest";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import * as comment from "#app/routes/reviewer/comment.ts";
import * as confidentiality from "#app/routes/reviewer/confidentiality.tsx";
import * as conflict from "#app/routes/reviewer/conflict.tsx";
import * as conflicts from "#app/routes/reviewer/conflicts.tsx";
import * as discussion from "#app/routes/reviewer/discussion.tsx";
import * as elsewhere from "#app/routes/reviewer/elsewhere.ts";
import * as finish from "#app/routes/reviewer/finish.tsx";
import * as offlineList from "#app/routes/reviewer/offline-list.ts";
import * as offline from "#app/routes/reviewer/offline.tsx";
import * as pair from "#app/routes/reviewer/pair.tsx";
import * as recusal from "#app/routes/reviewer/recusal.tsx";
import * as rounds from "#app/routes/reviewer/rounds.tsx";
import * as score from "#app/routes/reviewer/score.ts";
import * as sheet from "#app/routes/reviewer/sheet.tsx";
import * as submission from "#app/routes/reviewer/submission.tsx";
import * as tasks from "#app/routes/reviewer/tasks.tsx";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { freezes } from "#db/schema/round.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aMember, aCity, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, aTask, contextOf, days } from "#tests/support/judging.ts";
import { answerOf, visitAs, type VisitOptions } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const DAY = 86_400_000;
const INVENTED = "00000000-0000-4000-8000-000000000000";

async function aDesk(tx: Db, given: Parameters<typeof aScoredRound>[1] = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, ...given });
  const rafael = await aJudge(tx, round);
  const entry = await aCandidate(tx, { cycle });
  const task = await aTask(tx, { round, entry, reviewer: rafael });
  const [first, second] = round.criteria.map(({ id }) => id) as [string, string];
  const visit = (person: { id: string } | null, options: VisitOptions = {}) =>
    visitAs(tx, person, `/judging/assignments/${task.id}`, {
      now: JUDGING,
      ...options,
      params: { assignmentId: task.id, roundId: round.id, criterionId: first, ...options.params },
    });
  const json = { accept: "application/json" };
  return { cycle, round, rafael, entry, task, first, second, visit, json };
}

describe("conflict questions at once", () => {
  it("takes the ticked ones, asks apart what the profile speaks against, and knows nobody else's", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael } = await aDesk(tx, {
        conflictRules: { country: "warn", city: "warn", organisation: "warn" },
      });
      await tx
        .insert(reviewerProfiles)
        .values({ accountId: rafael.id, countries: ["BO"], updatedAt: JUDGING })
        .onConflictDoUpdate({ target: reviewerProfiles.accountId, set: { countries: ["BO"] } });
      const waiting = { round, reviewer: rafael, declared: null };
      const ticked = await aTask(tx, { ...waiting, entry: await aCandidate(tx, { cycle }) });
      const left = await aTask(tx, { ...waiting, entry: await aCandidate(tx, { cycle }) });
      const odd = await aTask(tx, {
        ...waiting,
        entry: await aCandidate(tx, { cycle, city: await aCity(tx, { country: "BO" }) }),
      });
      const other = await aTask(tx, {
        ...waiting,
        reviewer: await aJudge(tx, round),
        entry: await aCandidate(tx, { cycle }),
      });
      const visit = (form?: { none: string[] }) =>
        visitAs(tx, rafael, `/judging/rounds/${round.id}/conflicts`, {
          now: JUDGING,
          params: { roundId: round.id },
          ...(form ? { form } : {}),
        });
      const asked = async () => {
        const { data } = await answerOf(conflicts.loader(await visit()));
        const { entries } = data as { entries: { id: string; against: boolean }[] };
        return entries.map(({ id, against }) => ({ id, against }));
      };
      const all = [ticked, left].map(({ id }) => ({ id, against: false }));
      expect(await asked()).toEqual(expect.arrayContaining([...all, { id: odd.id, against: true }]));
      expect(await asked()).toHaveLength(3);

      expect((await answerOf(conflicts.action(await visit({ none: [] })))).status).toBe(422);
      const none = [ticked, odd, other].map(({ id }) => id);
      expect((await answerOf(conflicts.action(await visit({ none })))).status).toBe(303);
      expect((await asked()).map(({ id }) => id).sort()).toEqual([left.id, odd.id].sort());
      const declared = await tx.select().from(conflictDeclarations);
      expect(declared.filter(({ entryId }) => entryId === other.entryId)).toEqual([]);
      expect(declared.find(({ entryId }) => entryId === ticked.entryId)).toMatchObject({
        accountId: rafael.id,
        answer: "none",
      });
    }));
});

describe("two entries side by side", () => {
  it("offers what one has opened, shows two, asks for another than the same, and knows no invented one", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, rafael, task } = await aDesk(tx);
      const second = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael });
      const unopened = await aTask(tx, {
        round,
        entry: await aCandidate(tx, { cycle }),
        reviewer: rafael,
        declared: null,
      });
      const ask = async (query: string) =>
        answerOf(
          pair.loader(
            await visitAs(tx, rafael, `/judging/rounds/${round.id}/pair${query}`, {
              now: JUDGING,
              params: { roundId: round.id },
            }),
          ),
        );
      const chosen = await ask("");
      expect(chosen).toMatchObject({ data: { pair: null, opened: [{ value: task.id }, { value: second.id }] } });
      expect(JSON.stringify(chosen)).not.toContain(unopened.id);
      expect(await ask(`?first=${task.id}&second=${second.id}`)).toMatchObject({
        data: { pair: { sides: [{ id: task.id }, { id: second.id }] } },
      });
      expect(await ask(`?first=${task.id}&second=${task.id}`)).toMatchObject({ data: { pair: null, same: true } });
      expect((await ask(`?first=${task.id}&second=${unopened.id}`)).status).toBe(409);
      for (const other of [INVENTED, "x"]) expect((await ask(`?first=${task.id}&second=${other}`)).status).toBe(404);
    }));
});

describe("a discussion", () => {
  async function aTalk(tx: Db) {
    const desk = await aDesk(tx, { discussion: "after-own" });
    await aReview(tx, { round: desk.round, entry: desk.entry, reviewer: desk.rafael, values: [3, 3] });
    const params = { roundId: desk.round.id, entryId: desk.entry.id };
    const send = async (form: Record<string, string>) =>
      answerOf(discussion.action(await desk.visit(desk.rafael, { form, params })));
    const read = async (query = "") =>
      (await answerOf(discussion.loader(await visitAs(tx, desk.rafael, `/${query}`, { now: JUDGING, params }))))
        .data as { messages: { id: string; text: string }[]; correcting: { text: string } | null };
    return { ...desk, send, read };
  }

  it("takes a message by a plain form, gives one of one's own back to be corrected, and keeps what was typed when it is refused", () =>
    inTransaction(db, async (tx) => {
      const { send, read, round, entry } = await aTalk(tx);
      expect(await send({ text: "Solid" })).toMatchObject({
        status: 303,
        location: `/rounds/${round.id}/entries/${entry.id}/discussion`,
      });
      const { id } = (await read()).messages[0]!;
      expect((await read(`?correct=${id}`)).correcting).toMatchObject({ text: "Solid" });
      await send({ text: "Rather solid", corrects: id });
      expect((await read()).messages).toMatchObject([{ text: "Rather solid" }]);
      const long = "x".repeat(5001);
      expect(await send({ text: long, corrects: id })).toMatchObject({
        status: 422,
        data: { errors: { text: "too-long" }, typed: { text: long, corrects: id } },
      });
      expect((await send({ text: "x", corrects: INVENTED })).status).toBe(404);
    }));

  it("gives words back that were written while a conflict ended the assignment", () =>
    inTransaction(db, async (tx) => {
      const { send, rafael, entry } = await aTalk(tx);
      await declareConflict(await contextOf(tx, rafael), { entryId: entry.id, answer: "conflict", reason: "a friend" });
      expect(await send({ text: "Half a thought" })).toMatchObject({
        status: 404,
        data: { because: "not-assigned", typed: { text: "Half a thought" } },
      });
    }));
});

describe("a criterion saves itself", () => {
  it("answers its version and when, by the reader's clock", () =>
    inTransaction(db, async (tx) => {
      const { rafael, first, visit, json } = await aDesk(tx);
      const answer = await answerOf(
        score.action(
          await visit(rafael, {
            form: { [`score.${first}`]: "4", [`comment.${first}`]: "Solid", version: "" },
            headers: json,
          }),
        ),
      );
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual({ version: 1, saved: "Saved 08:00:00", notes: [] });
    }));
  it("409 with what stands, when another window was first", () =>
    inTransaction(db, async (tx) => {
      const { rafael, first, visit, json } = await aDesk(tx);
      const send = async (value: string, version: string) =>
        answerOf(score.action(await visit(rafael, { form: { [`score.${first}`]: value, version }, headers: json })));
      await send("4", "");
      const answer = await send("2", "");
      expect(answer.status).toBe(409);
      expect(answer.data).toMatchObject({ theirs: { text: "4", version: 1 } });
    }));
  it("409 after the freeze, with the sentence", () =>
    inTransaction(db, async (tx) => {
      const { rafael, round, first, visit, json } = await aDesk(tx);
      await tx.insert(freezes).values({ roundId: round.id, at: JUDGING, by: rafael.id, reviews: 0, scoresSha256: "" });
      const answer = await answerOf(
        score.action(await visit(rafael, { form: { [`score.${first}`]: "2", version: "" }, headers: json })),
      );
      expect([answer.status, answer.data]).toEqual([
        409,
        { because: "round-frozen", message: "The scores of this round are frozen. Nothing can be changed any more." },
      ]);
    }));
  it.each(["0", "6", "2.5", "drop table", "٤"])("422 for %j", (value) =>
    inTransaction(db, async (tx) => {
      const { rafael, first, visit, json } = await aDesk(tx);
      const answer = await answerOf(
        score.action(await visit(rafael, { form: { [`score.${first}`]: value, version: "" }, headers: json })),
      );
      expect(answer.status).toBe(422);
      expect(await tx.select().from(scores)).toEqual([]);
    }),
  );
  it("B22: fields that are nobody's to set change nothing", () =>
    inTransaction(db, async (tx) => {
      const { rafael, first, visit, json } = await aDesk(tx);
      await answerOf(
        score.action(
          await visit(rafael, {
            form: {
              [`score.${first}`]: "4",
              version: "",
              submittedAt: "2020-01-01",
              total: "500",
              reviewerId: INVENTED,
            },
            headers: json,
          }),
        ),
      );
      expect(await tx.select({ value: scores.value }).from(scores)).toEqual([{ value: 4 }]);
    }));
  it("401 without a session, before anything is looked up", () =>
    inTransaction(db, async (tx) => {
      const { first, visit, json } = await aDesk(tx);
      const own = await answerOf(score.action(await visit(null, { form: { [`score.${first}`]: "4" }, headers: json })));
      const invented = await answerOf(
        score.action(
          await visit(null, { form: { [`score.${first}`]: "4" }, params: { assignmentId: INVENTED }, headers: json }),
        ),
      );
      expect([own.status, invented.status]).toEqual([401, 401]);
      expect(await tx.select().from(scores)).toEqual([]);
    }));
});

describe("B27, B28: the assignment ends while somebody writes", () => {
  it("404, nothing saved, and the words come back with the reason", () =>
    inTransaction(db, async (tx) => {
      const { rafael, entry, first, visit, json } = await aDesk(tx);
      const form = { [`score.${first}`]: "4", [`comment.${first}`]: "Half a thought" };
      await declareConflict(await contextOf(tx, rafael), {
        entryId: entry.id,
        answer: "conflict",
        reason: "a friend works there",
      });
      for (const route of [sheet, submission]) {
        const page = await answerOf(route.action(await visit(rafael, { form })));
        expect(page).toMatchObject({
          status: 404,
          data: { because: "not-assigned", typed: { [`comment.${first}`]: "Half a thought" } },
        });
      }
      const quiet = await answerOf(
        score.action(await visit(rafael, { form: { ...form, version: "" }, headers: json })),
      );
      expect(quiet.status).toBe(404);
      expect(await tx.select().from(scores)).toEqual([]);
    }));
  it("is not opened, nor handed in, before the round has begun", () =>
    inTransaction(db, async (tx) => {
      const { rafael, visit } = await aDesk(tx);
      for (const route of [sheet, submission])
        expect((await answerOf(route.loader(await visit(rafael, { now: days(-6) })))).status).toBe(409);
    }));
  it("somebody whose it never was learns nothing: the same answer as for an invented id", () =>
    inTransaction(db, async (tx) => {
      const { round, first, visit } = await aDesk(tx);
      const others = [
        await aJudge(tx, round),
        await aJudge(tx, round, { role: "chair" }),
        await aStaffMember(tx, "secretariat"),
        await aStaffMember(tx, "administrator"),
        await aMember(tx, (await aCity(tx)).id),
      ];
      for (const other of others) {
        for (const route of [sheet, submission, conflict, recusal]) {
          const form = { [`score.${first}`]: "4", answer: "none", reason: "x" };
          const hidden = await answerOf(route.action(await visit(other, { form })));
          const invented = await answerOf(
            route.action(await visit(other, { form, params: { assignmentId: INVENTED } })),
          );
          expect(hidden).toEqual(invented);
          expect(hidden.status).toBe(404);
          expect((await answerOf(route.loader(await visit(other)))).status).toBe(404);
        }
        expect(
          (
            await answerOf(
              comment.action(
                await visit(other, { form: { comment: "x", version: "" }, headers: { accept: "application/json" } }),
              ),
            )
          ).status,
        ).toBe(404);
      }
    }));
});

describe("a round that closed while its reviewer was without a line", () => {
  it("takes nothing any more, says so for each field and for the review, gives back what was typed and keeps what had arrived", () =>
    inTransaction(db, async (tx) => {
      const { rafael, round, task, first, second, visit, json } = await aDesk(tx);
      await answerOf(
        score.action(
          await visit(rafael, {
            form: { [`score.${first}`]: "3", [`comment.${first}`]: "Before", version: "" },
            headers: json,
          }),
        ),
      );
      const late = new Date(round.closesAt.getTime() + 1);
      const closed = { because: "round-closed", message: "This round has closed." };
      const [words, said] = [
        { [`score.${first}`]: "5", [`comment.${first}`]: "Written on the train" },
        { comment: "Overall", notes: "" },
      ];
      const quiet = [
        await answerOf(
          score.action(await visit(rafael, { now: late, form: { ...words, version: "1" }, headers: json })),
        ),
        await answerOf(
          score.action(
            await visit(rafael, {
              now: late,
              form: { [`score.${second}`]: "4", version: "" },
              params: { criterionId: second },
              headers: json,
            }),
          ),
        ),
        await answerOf(
          comment.action(await visit(rafael, { now: late, form: { ...said, version: "" }, headers: json })),
        ),
      ];
      for (const answer of quiet) expect([answer.status, answer.data]).toEqual([409, closed]);
      expect(
        await answerOf(submission.action(await visit(rafael, { now: late, form: {}, headers: json }))),
      ).toMatchObject({ status: 409, data: closed });
      for (const route of [sheet, submission]) {
        const page = await answerOf(route.action(await visit(rafael, { now: late, form: { ...words, ...said } })));
        expect(page).toMatchObject({
          status: 409,
          data: { because: "round-closed", typed: { ...words, comment: "Overall" } },
        });
      }
      expect(
        await tx.select({ value: scores.value, comment: scores.comment, version: scores.version }).from(scores),
      ).toEqual([{ value: 3, comment: "Before", version: 1 }]);
      expect(await tx.select({ submittedAt: reviews.submittedAt, comment: reviews.comment }).from(reviews)).toEqual([
        { submittedAt: null, comment: "" },
      ]);

      const own = (await answerOf(sheet.loader(await visit(rafael, { now: late })))).data as { sheet: object };
      expect(own.sheet).toMatchObject({
        facts: { state: "closed" },
        scores: [{ criterionId: first, value: 3, comment: "Before" }],
      });
      expect(await answerOf(tasks.loader(await visit(rafael, { now: late })))).toMatchObject({
        data: { round: { state: "closed" }, first: null },
      });
      expect(await answerOf(offline.loader(await visit(rafael, { now: late })))).toMatchObject({
        data: { entries: 1 },
      });
      expect(
        (
          (await answerOf(offlineList.loader(await visit(rafael, { now: late, headers: json })))).data as {
            entries: object[];
          }
        ).entries,
      ).toEqual([{ id: task.id, files: [] }]);
    }));
});

describe("the sheet by its button", () => {
  it("saves and comes back to the sheet", () =>
    inTransaction(db, async (tx) => {
      const { rafael, task, first, second, visit } = await aDesk(tx);
      const answer = await answerOf(
        sheet.action(
          await visit(rafael, {
            form: {
              [`score.${first}`]: "4",
              [`score.${second}`]: "3",
              comment: "Fine",
              notes: "",
              [`version:${first}`]: "",
              "version:comment": "",
              "version:notes": "",
            },
          }),
        ),
      );
      expect(answer).toMatchObject({ status: 303, location: `/judging/assignments/${task.id}?saved` });
      expect(await answerOf(sheet.loader(await visit(rafael)))).toMatchObject({
        status: 200,
        data: { sheet: { comment: "Fine" } },
      });
    }));
  it("shows both texts when another window was first, and keeps the rest", () =>
    inTransaction(db, async (tx) => {
      const { rafael, first, second, visit } = await aDesk(tx);
      await sheet.action(await visit(rafael, { form: { [`score.${first}`]: "4" } }));
      const answer = await answerOf(
        sheet.action(
          await visit(rafael, {
            form: { [`score.${first}`]: "1", [`score.${second}`]: "3", [`version:${first}`]: "" },
          }),
        ),
      );
      expect(answer).toMatchObject({
        status: 409,
        data: {
          clashes: [{ field: `score.${first}`, theirs: { value: 4, version: 1 } }],
          typed: { [`score.${first}`]: "1" },
        },
      });
      expect((await tx.select({ value: scores.value }).from(scores)).map(({ value }) => value).sort()).toEqual([3, 4]);
    }));
  it("hands in what is complete, says beside each field what is missing, and loses nothing", () =>
    inTransaction(db, async (tx) => {
      const { rafael, round, task, first, second, visit } = await aDesk(tx, { commentRequired: true });
      const incomplete = await answerOf(
        submission.action(
          await visit(rafael, {
            form: { [`score.${first}`]: "4", [`comment.${first}`]: "Why not", [`comment.${second}`]: "" },
          }),
        ),
      );
      expect(incomplete).toMatchObject({
        status: 422,
        data: { errors: { [`score.${second}`]: "score-needed", [`comment.${second}`]: "comment-needed" } },
      });
      expect(await tx.select({ value: scores.value }).from(scores)).toContainEqual({ value: 4 });
      const done = await answerOf(
        submission.action(
          await visit(rafael, { form: { [`score.${second}`]: "3", [`comment.${second}`]: "Because" } }),
        ),
      );
      expect(done).toMatchObject({ status: 303, location: `/judging/rounds/${round.id}?done=${task.id}#done` });
      expect(
        await answerOf(
          tasks.loader(
            await visitAs(tx, rafael, `/judging/rounds/${round.id}?done=${task.id}`, {
              now: JUDGING,
              params: { roundId: round.id },
            }),
          ),
        ),
      ).toMatchObject({ status: 200, data: { just: { next: null, title: expect.stringMatching(/^Initiative/) } } });
    }));

  it("says once more that a review is in to whoever got no answer, also when the round has closed meanwhile", () =>
    inTransaction(db, async (tx) => {
      const { rafael, round, entry, task, json, visit } = await aDesk(tx);
      await aReview(tx, { round, entry, reviewer: rafael, values: [4, 3] });
      const again = async (form: Record<string, string>) =>
        answerOf(
          submission.action(await visit(rafael, { now: new Date(JUDGING.getTime() + 6 * DAY), form, headers: json })),
        );
      expect(await again({})).toMatchObject({
        status: 303,
        location: `/judging/rounds/${round.id}?done=${task.id}#done`,
      });
      expect(await again({ comment: "Later" })).toMatchObject({ status: 409, data: { because: "round-closed" } });
    }));
});

describe("once the others' scores are open", () => {
  async function aDoneDesk(tx: Db) {
    const desk = await aDesk(tx);
    await aReview(tx, { round: desk.round, entry: desk.entry, reviewer: desk.rafael, values: [4, 3] });
    return desk;
  }
  it("a criterion that saves itself asks for the reason of a change, then takes it", () =>
    inTransaction(db, async (tx) => {
      const { rafael, first, visit, json } = await aDoneDesk(tx);
      const send = async (form: Record<string, string>) =>
        answerOf(score.action(await visit(rafael, { form: { version: "1", ...form }, headers: json })));
      const unexplained = await send({ [`score.${first}`]: "5", [`reason.${first}`]: "  " });
      expect([unexplained.status, unexplained.data]).toEqual([
        422,
        { message: "Say why you change this score: the others’ scores are open to you" },
      ]);
      expect((await send({ [`score.${first}`]: "5", [`reason.${first}`]: "Misread the costs" })).status).toBe(200);
      expect(await tx.select({ value: scores.value, reason: scores.reason }).from(scores)).toContainEqual({
        value: 5,
        reason: "Misread the costs",
      });
    }));
  it("the sheet by its button asks beside the field, keeps what was typed and saves nothing of it", () =>
    inTransaction(db, async (tx) => {
      const { rafael, first, visit } = await aDoneDesk(tx);
      const form = {
        [`score.${first}`]: "5",
        [`version:${first}`]: "1",
        [`reason.${first}`]: "",
        comment: "New words",
        "version:comment": "1",
      };
      for (const route of [sheet, submission]) {
        expect(await answerOf(route.action(await visit(rafael, { form })))).toMatchObject({
          status: 422,
          data: {
            errors: { [`reason.${first}`]: "change-unexplained" },
            typed: { [`score.${first}`]: "5", comment: "New words" },
          },
        });
      }
      expect(await tx.select({ value: scores.value }).from(scores)).not.toContainEqual({ value: 5 });
      expect(
        (await answerOf(sheet.action(await visit(rafael, { form: { ...form, [`reason.${first}`]: "Misread" } }))))
          .status,
      ).toBe(303);
    }));
  it.each([
    ["x".repeat(2001), "too-long"],
    ["a\0b", "not-text"],
  ])("a reason that cannot be kept is refused beside the field", (reason, code) =>
    inTransaction(db, async (tx) => {
      const { rafael, first, visit } = await aDoneDesk(tx);
      expect(
        await answerOf(
          sheet.action(await visit(rafael, { form: { [`score.${first}`]: "5", [`reason.${first}`]: reason } })),
        ),
      ).toMatchObject({ status: 422, data: { errors: { [`reason.${first}`]: code } } });
    }),
  );
});

describe("before the first look", () => {
  it("the statement, then the question, then the entry", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round } = await aDesk(tx);
      const fresh = await aJudge(tx, round, { accepted: false });
      const task = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: fresh, declared: null });
      const at = (options: VisitOptions = {}) =>
        visitAs(tx, fresh, `/judging/assignments/${task.id}`, {
          now: JUDGING,
          ...options,
          params: { assignmentId: task.id, roundId: round.id },
        });
      expect(await answerOf(sheet.loader(await at()))).toMatchObject({
        status: 302,
        location: `/judging/rounds/${round.id}/confidentiality?entry=${task.id}`,
      });
      expect(await answerOf(confidentiality.action(await at({ form: { entry: task.id } })))).toMatchObject({
        status: 422,
        data: { errors: { accept: "must-accept" } },
      });
      expect(
        await answerOf(confidentiality.action(await at({ form: { accept: "yes", entry: task.id } }))),
      ).toMatchObject({ status: 303, location: `/judging/assignments/${task.id}` });
      expect(await answerOf(sheet.loader(await at()))).toMatchObject({
        status: 302,
        location: `/judging/assignments/${task.id}/conflict`,
      });
      expect(await answerOf(conflict.action(await at({ form: { answer: "none", reason: "" } })))).toMatchObject({
        status: 303,
        location: `/judging/assignments/${task.id}`,
      });
      expect((await answerOf(sheet.loader(await at()))).status).toBe(200);
    }));
  it("B15: the statement leads nowhere else", () =>
    inTransaction(db, async (tx) => {
      const { round, rafael } = await aDesk(tx);
      const answer = await answerOf(
        confidentiality.action(
          await visitAs(tx, rafael, "/", {
            now: JUDGING,
            params: { roundId: round.id },
            form: { accept: "yes", entry: "//evil.example" },
          }),
        ),
      );
      expect(answer.location).toBe(`/judging/rounds/${round.id}`);
    }));
  it("a doubt needs a word and takes the entry off the list", () =>
    inTransaction(db, async (tx) => {
      const { rafael, round, visit } = await aDesk(tx);
      expect(await answerOf(conflict.action(await visit(rafael, { form: { reason: "" } })))).toMatchObject({
        status: 422,
        data: { errors: { answer: "conflict-unsaid" } },
      });
      expect(
        await answerOf(conflict.action(await visit(rafael, { form: { answer: "unsure", reason: "" } }))),
      ).toMatchObject({ status: 422, data: { errors: { reason: "reason-needed" } } });
      expect(
        await answerOf(conflict.action(await visit(rafael, { form: { answer: "unsure", reason: "I advised them" } }))),
      ).toMatchObject({ status: 303, location: `/judging/rounds/${round.id}?left=conflict` });
      expect((await answerOf(sheet.loader(await visit(rafael)))).status).toBe(404);
    }));
  it("a “no” that one's own profile speaks against is asked once more, and only then believed", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round } = await aDesk(tx, {
        conflictRules: { country: "warn", city: "warn", organisation: "warn" },
      });
      const ugandan = await aJudge(tx, round, { countries: ["UG"], organisations: ["Walkers United"] });
      const task = await aTask(tx, {
        round,
        entry: await aCandidate(tx, { cycle, partners: ["walkers united"] }),
        reviewer: ugandan,
        declared: null,
      });
      const answer = async (form: Record<string, string>) =>
        answerOf(
          conflict.action(await visitAs(tx, ugandan, "/", { now: JUDGING, params: { assignmentId: task.id }, form })),
        );
      expect(await answer({ answer: "none", reason: "" })).toMatchObject({
        status: 200,
        data: {
          against: [
            { kind: "country", country: "UG" },
            { kind: "organisation", name: "Walkers United" },
          ],
        },
      });
      expect(await answer({ answer: "none", reason: "", sure: "yes" })).toMatchObject({
        status: 303,
        location: `/judging/assignments/${task.id}`,
      });
    }));
});

describe("the lists", () => {
  it("judging is for panels: 403 for everybody else, empty for who has nothing yet", () =>
    inTransaction(db, async (tx) => {
      const { round } = await aDesk(tx);
      const statusFor = async (person: { id: string } | null) =>
        (await answerOf(rounds.loader(await visitAs(tx, person, "/judging", { now: JUDGING })))).status;
      expect(await statusFor(null)).toBe(302);
      expect(await statusFor(await aStaffMember(tx, "secretariat"))).toBe(403);
      expect(await statusFor(await aMember(tx, (await aCity(tx)).id))).toBe(403);
      expect(await statusFor(await aJudge(tx, round, { role: "chair" }))).toBe(200);
      expect(await statusFor(await aJudge(tx, round))).toBe(200);
    }));
  it("stepping back needs a reason and ends it", () =>
    inTransaction(db, async (tx) => {
      const { rafael, round, visit } = await aDesk(tx);
      expect((await answerOf(recusal.action(await visit(rafael, { form: { reason: " " } })))).status).toBe(422);
      expect(await answerOf(recusal.action(await visit(rafael, { form: { reason: "No time" } })))).toMatchObject({
        status: 303,
        location: `/judging/rounds/${round.id}?left=recusal`,
      });
    }));
  it("the last page sorts by any column, refuses while something is missing and then finishes", () =>
    inTransaction(db, async (tx) => {
      const { cycle, rafael, round, entry, visit } = await aDesk(tx);
      expect(await answerOf(finish.action(await visit(rafael, { form: {} })))).toMatchObject({
        status: 409,
        data: { because: "reviews-missing" },
      });
      await aReview(tx, { round, entry, reviewer: rafael, values: [2, 5] });
      await aReview(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael, values: [4, 1] });
      const sorted = async (query: string) =>
        (
          (
            await answerOf(
              finish.loader(
                await visitAs(tx, rafael, `/judging/rounds/${round.id}/finish?${query}`, {
                  now: JUDGING,
                  params: { roundId: round.id },
                }),
              ),
            )
          ).data as { rows: { values: number[] }[] }
        ).rows.map(({ values }) => values[0]);
      expect(await sorted("sort=criterion-0&order=down")).toEqual([4, 2]);
      expect(await sorted("sort=criterion-1&order=down")).toEqual([2, 4]);
      expect(await sorted("sort=points;drop&order=sideways")).toEqual([2, 4]);
      expect((await answerOf(finish.action(await visit(rafael, { form: {} })))).status).toBe(303);
    }));
});

it.each([
  ["/rounds/1/discussions?page=2&lang=fr", "/rounds/1/discussions?page=2&lang=fr"],
  ["/attachments/1", "/attachments/1"],
  ["/", "/"],
  ["//evil.example/", "/"],
  ["/%5Cevil.example", "/"],
])("a link copied from a page that was taken along, to %s, leads on to %s", (from, to) =>
  inTransaction(db, async (tx) => {
    const { location, status } = await answerOf(elsewhere.loader(await visitAs(tx, null, `/judging/elsewhere${from}`)));
    expect([status, location]).toEqual([302, to]);
  }),
);
