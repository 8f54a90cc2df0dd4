import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { action as confirm } from "#app/routes/secretariat/confirmation.tsx";
import { loader as cyclePage } from "#app/routes/secretariat/cycle.tsx";
import { action as move, loader as deadlinePage } from "#app/routes/secretariat/deadline.tsx";
import { loader as entryPage, action as screen } from "#app/routes/secretariat/entry.tsx";
import { loader as takeHome } from "#app/routes/entrant/package.ts";
import { loader as overview } from "#app/routes/secretariat/overview.tsx";
import { loader as receiptPage } from "#app/routes/entrant/submission.tsx";
import { loader as packagePage } from "#app/routes/secretariat/package.tsx";
import { action as confirmPackage } from "#app/routes/secretariat/package-confirmation.ts";
import { action as checkPackage, loader as checkedPackages } from "#app/routes/secretariat/packages.tsx";
import { action as reopen } from "#app/routes/secretariat/reopening.tsx";
import { action as change, loader as rubricPage } from "#app/routes/secretariat/rubric.tsx";
import { action as write, loader as newRubric } from "#app/routes/secretariat/rubric-new.tsx";
import type { Db } from "#db/client.server.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { screenings } from "#db/schema/screening.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCoApplicant,
  aCycle,
  anEntry,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  COMPLETE,
  JUDGING,
  NOW,
} from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const FIVE = "1 Nothing\n2 Little\n3 Some\n4 Much\n5 All";
const RUBRIC = {
  name: "Committee",
  "c1-name": "Innovation",
  "c1-description": "How new",
  "c1-weight": "100",
  "c1-min": "1",
  "c1-max": "5",
  "c1-anchors": FIVE,
};
const outcomeOf = async (tx: Db, id: string) =>
  (await tx.select().from(screenings).where(eq(screenings.entryId, id)))[0]?.outcome;
const screening = (id: string, form?: Record<string, string>) => ({
  params: { entryId: id },
  now: JUDGING,
  ...(form ? { form } : {}),
});

describe("the desk", () => {
  it("is for the secretariat and observers; others learn nothing, strangers sign in", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const people = [
        [await aStaffMember(tx), 200],
        [await aStaffMember(tx, "observer"), 200],
        [await aStaffMember(tx, "administrator"), 404],
        [await aPanelMember(tx, round.id, { role: "chair" }), 404],
      ] as const;
      for (const [person, status] of people) {
        expect((await answerOf(overview(await visitAs(tx, person, "/secretariat")))).status).toBe(status);
        expect(
          (
            await answerOf(
              cyclePage(
                await visitAs(tx, person, `/secretariat/cycles/${round.cycleId}`, {
                  params: { cycleId: round.cycleId },
                }),
              ),
            )
          ).status,
        ).toBe(status);
      }
      expect(await answerOf(overview(await visitAs(tx, null, "/secretariat")))).toMatchObject({
        status: 302,
        location: "/sign-in?next=%2Fsecretariat",
      });
    }));

  it.each(["?state=nonsense&page=0", "?page=-1&q=%00", "?page=99999999999&q=%25", "?state=valid&q=%F0%9F%8C%B3"])(
    "takes an odd address %s for the nearest sensible one",
    (query) =>
      inTransaction(db, async (tx) => {
        const cycle = await aCycle(tx);
        const lin = await aStaffMember(tx);
        expect(
          (
            await answerOf(
              cyclePage(
                await visitAs(tx, lin, `/secretariat/cycles/${cycle.id}${query}`, { params: { cycleId: cycle.id } }),
              ),
            )
          ).status,
        ).toBe(200);
      }),
  );

  it("is 404 for a cycle that does not exist, and for an id that is none", () =>
    inTransaction(db, async (tx) => {
      const lin = await aStaffMember(tx);
      for (const cycleId of ["6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10", "1' or 1=1"])
        expect(
          (await answerOf(cyclePage(await visitAs(tx, lin, "/secretariat/cycles/x", { params: { cycleId } })))).status,
        ).toBe(404);
    }));
});

describe("a signed package", () => {
  it("goes home with its team under the entry's code, and is recognised with the questions it answers; without a file the form comes back", () =>
    inTransaction(db, async (tx) => {
      const { owner, entryId, code } = await anEntry(tx, { answers: { title: "Guides" } });
      const file = (await takeHome(await visitAs(tx, owner, "/x", { params: { entryId }, now: NOW }))) as Response;
      expect(file.headers.get("content-disposition")).toBe(`attachment; filename="package-${code}.txt"`);
      const lin = await aStaffMember(tx);
      const upload = async (note: string) => {
        const asked = await visitAs(tx, lin, "/secretariat/packages", { now: NOW });
        const body = new FormData();
        body.append("package", new Blob([note], { type: "text/plain" }), "package.txt");
        return answerOf(checkPackage({ ...asked, request: new Request(asked.request.url, { method: "POST", body }) }));
      };
      expect(await upload(await file.text())).toMatchObject({
        status: 200,
        data: {
          found: { outcome: "known", saves: [{ question: "title", stored: true }] },
          form: [{ questions: [{ key: "title" }, {}, {}, {}, {}, {}, {}] }, {}, {}],
        },
      });
      expect(await upload("")).toMatchObject({ status: 422, data: { errors: { package: "required" } } });
    }));

  it("is proposed with a reason, beside which an empty one is refused with the file at hand still; then its own page tells of it and two people carry it out", () =>
    inTransaction(db, async (tx) => {
      const { owner, entryId, cycle } = await anEntry(tx, { answers: COMPLETE });
      await aRound(tx, { cycleId: cycle.id });
      const note = await (
        (await takeHome(await visitAs(tx, owner, "/x", { params: { entryId }, now: NOW }))) as Response
      ).text();
      const [lin, chen, after] = [
        await aStaffMember(tx),
        await aStaffMember(tx),
        new Date(cycle.closesAt.getTime() + 600_000),
      ];
      const propose = async (reason: string, now = after) =>
        answerOf(
          checkPackage(
            await visitAs(tx, lin, "/secretariat/packages", {
              now,
              form: { note: note.replaceAll("\n", "\r\n"), reason },
            }),
          ),
        );
      expect(await propose(" ")).toMatchObject({
        status: 422,
        data: { errors: { reason: "required" }, found: { outcome: "known", acceptance: { allowed: true } } },
      });
      expect(await propose("Away", cycle.closesAt)).toMatchObject({
        status: 409,
        data: { refused: "package-early", reason: "Away" },
      });
      const { status, location } = await propose("Away");
      expect([status, location]).toEqual([
        303,
        expect.stringMatching(/^\/secretariat\/packages\/[0-9a-f-]{36}$/) as string,
      ]);
      const visit = { params: { packageId: location!.split("/").at(-1)! }, now: after };
      expect(await answerOf(packagePage(await visitAs(tx, chen, "/x", visit)))).toMatchObject({
        status: 200,
        data: {
          proposal: { reason: "Away" },
          confirmation: { allowed: true },
          saves: [{ stored: true }, { stored: true }],
        },
      });
      expect(await answerOf(confirmPackage(await visitAs(tx, chen, "/x", { ...visit, form: {} })))).toMatchObject({
        status: 303,
        location,
      });
      expect(
        await answerOf(receiptPage(await visitAs(tx, owner, "/x", { params: { entryId }, now: after }))),
      ).toMatchObject({ status: 200, data: { kind: "package", receivedAt: NOW, acceptedAt: after } });
      expect(
        await answerOf(checkedPackages(await visitAs(tx, lin, "/secretariat/packages", { now: after }))),
      ).toMatchObject({ data: { proposals: [{ outcome: "confirmed" }] } });
    }));
});

describe("moving the deadline", () => {
  const visit = (cycleId: string, form?: Record<string, string>) => ({
    params: { cycleId },
    now: NOW,
    ...(form ? { form } : {}),
  });
  it("takes date and time in the zone of the call", () =>
    inTransaction(db, async (tx) => {
      const [cycle, lin] = [await aCycle(tx), await aStaffMember(tx)];
      const shown = await answerOf(deadlinePage(await visitAs(tx, lin, "/x", visit(cycle.id))));
      expect(shown.data).toMatchObject({ shown: { date: "2027-03-31", time: "23:59:59" } });
      const moved = await answerOf(
        move(
          await visitAs(
            tx,
            lin,
            "/x",
            visit(cycle.id, { date: "2027-04-05", time: "23:59:59", reason: "Lines were down" }),
          ),
        ),
      );
      expect(moved).toMatchObject({ status: 303, location: `/secretariat/cycles/${cycle.id}/deadline` });
      expect((await getCycle({ db: tx }, cycle.id)).closesAt).toEqual(new Date("2027-04-05T15:59:59Z"));
    }));

  it("says before anybody fills the form that an entry is screened already", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const lin = await aStaffMember(tx);
      const moving = async () =>
        ((await answerOf(deadlinePage(await visitAs(tx, lin, "/x", visit(cycle.id))))).data as { moving: object })
          .moving;
      expect(await moving()).toEqual({ allowed: true });
      await aCandidate(tx, { cycle });
      expect(await moving()).toMatchObject({ because: "entries-screened" });
    }));

  it.each([
    ["nothing", {}, { date: "required", time: "required", reason: "required" }],
    ["a day that does not exist", { date: "2027-02-30", time: "12:00", reason: "x" }, { date: "not-a-date" }],
    ["a time in words", { date: "2027-04-05", time: "noon", reason: "x" }, { time: "not-a-time" }],
    ["a moment that has passed", { date: "2027-03-01", time: "12:00", reason: "x" }, { date: "in-the-past" }],
    ["B51: a reason that is no text", { date: "2027-04-05", time: "12:00", reason: "a\0b" }, { reason: "not-text" }],
  ])("refuses %s beside its field and keeps what was typed", (_case, form, errors) =>
    inTransaction(db, async (tx) => {
      const [cycle, lin] = [await aCycle(tx), await aStaffMember(tx)];
      const answer = await answerOf(move(await visitAs(tx, lin, "/x", visit(cycle.id, form))));
      expect(answer).toMatchObject({ status: 422, data: { errors, typed: form } });
    }),
  );

  it("is 403 for the chair, 404 for others, whatever they send", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const people = [
        [await aPanelMember(tx, round.id, { role: "chair" }), 403],
        [await aPanelMember(tx, round.id), 404],
        [await aStaffMember(tx, "observer"), 403],
        [await aStaffMember(tx, "administrator"), 404],
      ] as const;
      for (const [person, status] of people) {
        expect((await answerOf(deadlinePage(await visitAs(tx, person, "/x", visit(round.cycleId))))).status).toBe(
          status,
        );
        expect((await answerOf(move(await visitAs(tx, person, "/x", visit(round.cycleId, {}))))).status).toBe(status);
      }
    }));
});

describe("screening", () => {
  it("shows what was sealed, contacts included, and not before the close", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const [entry, lin] = [await aCandidate(tx, { cycle, screened: false }), await aStaffMember(tx)];
      const page = await answerOf(entryPage(await visitAs(tx, lin, "/x", screening(entry.id))));
      expect(page).toMatchObject({
        status: 200,
        data: {
          sealed: { code: entry.code, answers: { contact: expect.stringContaining("@city.example") } },
          screening: { state: "received" },
          may: { screen: { allowed: true } },
        },
      });
      expect(
        (await answerOf(entryPage(await visitAs(tx, lin, "/x", { ...screening(entry.id), now: NOW })))).status,
      ).toBe(404);
      const draft = await anEntry(tx, { cycle });
      expect((await answerOf(entryPage(await visitAs(tx, lin, "/x", screening(draft.entryId))))).status).toBe(404);
    }));

  it("names every city that ever accepted to enter together, though what was sealed does not", () =>
    inTransaction(db, async (tx) => {
      const [entry, lin] = [
        await aCandidate(tx, { cycle: await aContest(tx), screened: false }),
        await aStaffMember(tx),
      ];
      await aCoApplicant(tx, entry.id, { name: "Nakuru", country: "KE" });
      await tx.update(coApplicants).set({ endedAt: NOW, endedBy: lin.id });
      const { data } = await answerOf(entryPage(await visitAs(tx, lin, "/x", screening(entry.id))));
      expect(data).toMatchObject({ together: [{ cityName: "Nakuru", country: "KE" }] });
      expect(new Date((data as { together: { endedAt: string }[] }).together[0]!.endedAt)).toEqual(NOW);
      expect((data as { sealed: object }).sealed).not.toHaveProperty("coApplicants");
    }));

  it("goes from received over proposed and confirmed back to received", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const [entry, lin, chen] = [
        await aCandidate(tx, { cycle, screened: false }),
        await aStaffMember(tx),
        await aStaffMember(tx),
      ];
      const here = `/secretariat/entries/${entry.id}`;
      expect(
        await answerOf(
          screen(
            await visitAs(
              tx,
              lin,
              "/x",
              screening(entry.id, { "finding-conditions": "fail", "reason-conditions": "Not a government" }),
            ),
          ),
        ),
      ).toMatchObject({ status: 303, location: here });
      expect(await answerOf(confirm(await visitAs(tx, lin, "/x", screening(entry.id, {}))))).toMatchObject({
        status: 403,
        data: { because: "needs-second-person" },
      });
      const { data } = await answerOf(entryPage(await visitAs(tx, chen, "/x", screening(entry.id))));
      const { seen } = (data as { screening: { seen: string } }).screening;
      expect(await answerOf(confirm(await visitAs(tx, chen, "/x", screening(entry.id, {}))))).toMatchObject({
        status: 409,
        data: { because: "stale" },
      });
      expect(await answerOf(confirm(await visitAs(tx, chen, "/x", screening(entry.id, { seen }))))).toMatchObject({
        status: 303,
        location: here,
      });
      expect(
        await answerOf(screen(await visitAs(tx, chen, "/x", screening(entry.id, { "finding-conditions": "pass" })))),
      ).toMatchObject({ status: 409, data: { because: "already-screened", typed: { "finding-conditions": "pass" } } });
      expect(
        (await answerOf(reopen(await visitAs(tx, lin, "/x", screening(entry.id, { reason: "" }))))).data,
      ).toMatchObject({ errors: { reason: "required" } });
      expect(
        await answerOf(reopen(await visitAs(tx, lin, "/x", screening(entry.id, { reason: "An appeal" })))),
      ).toMatchObject({ status: 303 });
      expect(await outcomeOf(tx, entry.id)).toBeUndefined();
    }));

  it.each([
    ["nothing found", {}, { "finding-conditions": "not-a-choice" }],
    ["B55: a finding nobody offered", { "finding-conditions": "withdrawn" }, { "finding-conditions": "not-a-choice" }],
    [
      "a fail without a reason",
      { "finding-conditions": "fail", "reason-conditions": " " },
      { "reason-conditions": "reason-needed" },
    ],
    [
      "a question without words",
      { "finding-conditions": "ask", "reason-conditions": "" },
      { "reason-conditions": "reason-needed" },
    ],
  ])("refuses %s", (_case, form, errors) =>
    inTransaction(db, async (tx) => {
      const entry = await aCandidate(tx, { cycle: await aContest(tx), screened: false });
      expect(
        await answerOf(screen(await visitAs(tx, await aStaffMember(tx), "/x", screening(entry.id, form)))),
      ).toMatchObject({ status: 422, data: { errors } });
      expect(await outcomeOf(tx, entry.id)).toBeUndefined();
    }),
  );

  it("B22: takes no field that is not on the form", () =>
    inTransaction(db, async (tx) => {
      const entry = await aCandidate(tx, { cycle: await aContest(tx), screened: false });
      const other = await aValidEntry(tx, (await aContest(tx)).id, { screened: false });
      const lin = await aStaffMember(tx);
      await answerOf(
        screen(
          await visitAs(
            tx,
            lin,
            "/x",
            screening(entry.id, {
              "finding-conditions": "fail",
              "reason-conditions": "x",
              confirmedBy: other.startedBy,
              confirmedAt: "2027-01-01",
              entryId: other.id,
            }),
          ),
        ),
      );
      expect(await tx.select().from(screenings)).toMatchObject([
        { entryId: entry.id, by: lin.id, confirmedAt: null, confirmedBy: null },
      ]);
    }));
});

describe("rubrics", () => {
  it("are written, shown and changed until somebody scores", () =>
    inTransaction(db, async (tx) => {
      const [cycle, lin] = [await aCycle(tx), await aStaffMember(tx)];
      const made = await answerOf(write(await visitAs(tx, lin, "/x", { params: { cycleId: cycle.id }, form: RUBRIC })));
      expect(made.status).toBe(303);
      const rubricId = made.location!.split("/").at(-1)!;
      expect((await answerOf(rubricPage(await visitAs(tx, lin, "/x", { params: { rubricId } })))).data).toMatchObject({
        rubric: { name: { en: "Committee" } },
        change: { allowed: true },
      });
      expect(
        (
          await answerOf(
            change(await visitAs(tx, lin, "/x", { params: { rubricId }, form: { ...RUBRIC, name: "Jury" } })),
          )
        ).status,
      ).toBe(303);
      const refused = await answerOf(
        change(await visitAs(tx, lin, "/x", { params: { rubricId }, form: { ...RUBRIC, "c1-weight": "90" } })),
      );
      expect(refused).toMatchObject({
        status: 422,
        data: { errors: { "c1-weight": "weights-not-100" }, typed: { "c1-anchors": FIVE } },
      });
      expect(
        (await answerOf(write(await visitAs(tx, lin, "/x", { params: { cycleId: cycle.id }, form: {} })))).data,
      ).toMatchObject({ errors: { name: "required" } });
    }));

  it("stay as they are once scored with, and are 404 for chairs", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const [rafael, chair, lin, fatima] = [
        await aJudge(tx, round),
        await aJudge(tx, round, { role: "chair" }),
        await aStaffMember(tx),
        await aStaffMember(tx, "observer"),
      ];
      await aReview(tx, {
        round,
        entry: await aCandidate(tx, { cycle: { id: round.cycleId } }),
        reviewer: rafael,
        values: [3, 3],
      });
      const params = { rubricId: round.rubricId };
      expect(await answerOf(change(await visitAs(tx, lin, "/x", { params, form: RUBRIC })))).toMatchObject({
        status: 409,
        data: { because: "rubric-in-use", typed: { name: "Committee" } },
      });
      expect((await answerOf(rubricPage(await visitAs(tx, fatima, "/x", { params })))).data).toMatchObject({
        inUse: true,
        change: { allowed: false },
      });
      for (const [person, page, act] of [
        [chair, 404, 404],
        [rafael, 404, 404],
        [fatima, 200, 403],
      ] as const) {
        expect((await answerOf(rubricPage(await visitAs(tx, person, "/x", { params })))).status).toBe(page);
        expect((await answerOf(change(await visitAs(tx, person, "/x", { params, form: RUBRIC })))).status).toBe(act);
      }
      for (const person of [chair, fatima])
        expect(
          (await answerOf(newRubric(await visitAs(tx, person, "/x", { params: { cycleId: round.cycleId } })))).status,
        ).toBe(person === chair ? 404 : 403);
    }));
});
