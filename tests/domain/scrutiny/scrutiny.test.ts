import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { issueToken } from "#app/domain/link/commands.server.ts";
import { tokenId } from "#app/domain/link/queries.server.ts";
import { getInvitation } from "#app/domain/account/queries.server.ts";
import { changeEmail } from "#app/domain/address/commands.server.ts";
import { sha256 } from "#app/domain/audit/rules.ts";
import { ANONYMOUS, type Actor, type PanelRole, PORTAL, type StaffRole } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import {
  acceptInvitation,
  confirmForPanel,
  inviteToPanel,
  joinPanel,
  removeFromPanel,
  resendInvitation,
  revokeInvitation,
} from "#app/domain/panel/commands.server.ts";
import { openInvitations, waitingForPanel } from "#app/domain/panel/queries.server.ts";
import { electorateOf } from "#app/domain/ballot/queries.server.ts";
import { takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { canScrutinise, canTakeOpenings } from "#app/domain/scrutiny/policy.ts";
import { openingsFile } from "#app/domain/scrutiny/openings.server.ts";
import { scrutinyOf, scrutinyTold } from "#app/domain/scrutiny/queries.server.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles, roleGrants } from "#db/schema/account.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { cityMembers } from "#db/schema/city.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount, aPanelMember, aRound, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aContest, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { lettersOf, mailedToken } from "#tests/support/letters.ts";
import { aProvedRound } from "#tests/support/proved-round.ts";

const { db } = await testDatabase();
const { round, candidates, lin, chen } = await aProvedRound(db, { against: false });
const URL = "https://award.example";
const person = (roles: PanelRole[], staff: StaffRole[] = [], elsewhere: Actor["panels"] = []): Actor => ({
  ...ANONYMOUS,
  id: "me",
  staff,
  panels: [...roles.map((role) => ({ roundId: "round", cycleId: "cycle", role })), ...elsewhere],
});
const appointed = async (tx: Db) => {
  const { id } = await anAccount(tx, { name: "Nadia Brandt" });
  await joinPanel({ ...lin, actor: PORTAL, db: tx }, { roundId: round.id, accountId: id, role: "scrutineer" });
  return contextOf(tx, { id }, days(2));
};

describe("who may take the openings of a round", () => {
  const [asked, free] = [
    { roundId: "round", cycleId: "cycle", frozen: true, inConflict: false },
    person(["scrutineer"]),
  ];
  it.each<[string, Verdict, Verdict]>([
    ["its scrutineer, after the freeze", canTakeOpenings(free, asked), yes],
    ["not before", canTakeOpenings(free, { ...asked, frozen: false }), notNow("round-not-frozen")],
    [
      "not in conflict, frozen or not",
      canTakeOpenings(free, { ...asked, frozen: false, inConflict: true }),
      no("conflict"),
    ],
    ["not of another round", canTakeOpenings(free, { ...asked, roundId: "other" }), hidden],
    [
      "an observer who scrutinises as well, for they decide nothing",
      canTakeOpenings(person(["scrutineer"], ["observer"]), asked),
      yes,
    ],
    ...(["secretariat", "administrator"] as const).map((role): [string, Verdict, Verdict] => [
      `nobody of the ${role}`,
      canTakeOpenings(person(["scrutineer"], [role]), asked),
      no("roles-apart"),
    ]),
    ...(["reviewer", "chair"] as const).map((role): [string, Verdict, Verdict] => [
      `no ${role} who scrutinises`,
      canTakeOpenings(person(["scrutineer", role]), asked),
      no("roles-apart"),
    ]),
    ...(["reviewer", "chair"] as const).map((role): [string, Verdict, Verdict] => [
      `no ${role} of another round of the cycle`,
      canTakeOpenings(person(["scrutineer"], [], [{ roundId: "other", cycleId: "cycle", role }]), asked),
      no("roles-apart"),
    ]),
    [
      "who judged another cycle",
      canTakeOpenings(person(["scrutineer"], [], [{ roundId: "other", cycleId: "earlier", role: "chair" }]), asked),
      yes,
    ],
    [
      "who scrutinises another round as well",
      canTakeOpenings(person(["scrutineer"], [], [{ roundId: "other", cycleId: "cycle", role: "scrutineer" }]), asked),
      yes,
    ],
    ...[
      person([]),
      person(["reviewer"]),
      person(["chair"]),
      person([], ["secretariat"]),
      person([], ["observer"]),
      person([], ["administrator"]),
      ANONYMOUS,
    ].flatMap((other, at): [string, Verdict, Verdict][] => [
      [`nobody else (${at})`, canTakeOpenings(other, asked), hidden],
      [`nor looks at the page (${at})`, canScrutinise(other, "round"), hidden],
    ]),
  ])("%s", (_who, given, verdict) => expect(given).toEqual(verdict));
});

/** What one of the secretariat has proposed another one confirms. */
const second = async (tx: Db) => {
  const [waiting] = await waitingForPanel({ ...lin, db: tx }, round.id);
  await expect(
    tx.transaction((inner) => confirmForPanel({ ...lin, db: inner as unknown as Db, now: days(2) }, waiting!.id, URL)),
  ).rejects.toMatchObject({ because: "own-proposal" });
  await confirmForPanel({ ...chen, db: tx, now: days(2) }, waiting!.id, URL);
};

describe("a scrutineer", () => {
  it("is invited by two persons, after the freeze as well, and takes the openings on record", () =>
    inTransaction(db, async (tx) => {
      const [nadia, desk] = [await anAccount(tx, { name: "Nadia Brandt" }), { ...lin, db: tx, now: days(2) }];
      await expect(
        joinPanel(desk, { roundId: round.id, accountId: nadia.id, role: "scrutineer" }),
      ).rejects.toMatchObject({ because: "needs-second-person", how: "never" });
      await expect(
        inviteToPanel(desk, round.id, { email: nadia.email, role: "scrutineer" }, URL),
      ).rejects.toMatchObject({ fields: { reason: "reason-needed" } });
      expect(
        await inviteToPanel(desk, round.id, { email: nadia.email, role: "scrutineer", reason: "A notary" }, URL),
      ).toBe("proposed");
      expect((await lettersOf(tx)).filter(({ email }) => email === nadia.email)).toEqual([]);
      expect(await waitingForPanel(desk, round.id)).toMatchObject([{ kind: "scrutineer", email: nadia.email }]);
      await second(tx);
      expect((await lettersOf(tx)).filter(({ email }) => email === nadia.email)).toMatchObject([
        { kind: "scrutineer-invitation" },
      ]);
      await acceptInvitation(await contextOf(tx, nadia, days(2)), await mailedToken(tx, nadia.email));
      const ctx = await contextOf(tx, nadia, days(2));
      expect(await scrutinyOf(ctx, round.id)).toMatchObject({
        taking: yes,
        taken: [],
        stated: true,
        published: true,
        contactEmail: expect.stringContaining("@") as string,
      });
      expect(await scrutinyTold({ db: tx }, round.id)).toEqual({
        scrutineers: 1,
        takenAt: null,
        left: 0,
        leftByTwo: 0,
      });
      const file = await takeOpenings(ctx, round.id);
      expect(JSON.parse(file)).toMatchObject({ round: round.id, adjusted: null });
      const [event, ...more] = await tx
        .select({ payload: auditEvents.payload })
        .from(auditEvents)
        .where(and(eq(auditEvents.type, "openings.taken"), eq(auditEvents.actorId, nadia.id)));
      expect(more).toEqual([]);
      expect(JSON.parse(event!.payload.toString())).toMatchObject({
        details: { roundId: round.id, sha256: sha256(file) },
      });
      expect(await scrutinyTold({ db: tx }, round.id)).toEqual({
        scrutineers: 1,
        takenAt: expect.any(Date) as Date,
        left: 0,
        leftByTwo: 0,
      });
      expect((await scrutinyOf(ctx, round.id)).taken).toHaveLength(1);
    }));

  it("who changed her address before the second person agreed comes in by the invitation to the new one", () =>
    inTransaction(db, async (tx) => {
      const [nadia, desk] = [await anAccount(tx, { name: "Nadia Brandt" }), { ...lin, db: tx, now: days(2) }];
      await inviteToPanel(desk, round.id, { email: nadia.email, role: "scrutineer", reason: "A notary" }, URL);
      const moved = { ...nadia, email: `new-${nadia.email}` };
      const own = await contextOf(tx, nadia, days(2));
      await changeEmail(
        own,
        await issueToken(own, { purpose: "change-email", email: moved.email, accountId: nadia.id }),
      );
      await second(tx);
      expect(await openInvitations(desk, round.id)).toMatchObject([{ email: moved.email, role: "scrutineer" }]);
      await acceptInvitation(await contextOf(tx, moved, days(2)), await mailedToken(tx, moved.email));
      expect(await scrutinyTold({ db: tx }, round.id)).toMatchObject({ scrutineers: 1 });
    }));

  it("does not vote", () =>
    inTransaction(db, async (tx) => {
      const ctx = await appointed(tx);
      expect((await electorateOf({ db: tx }, round.id)).map(({ accountId }) => accountId)).not.toContain(ctx.actor.id);
    }));

  it("comes in by no invitation that was revoked, after the freeze too", () =>
    inTransaction(db, async (tx) => {
      const [desk, other] = [{ ...lin, db: tx, now: days(2) }, await anAccount(tx)];
      await inviteToPanel(desk, round.id, { email: other.email, role: "scrutineer", reason: "A notary" }, URL);
      await second(tx);
      const token = await mailedToken(tx, other.email);
      const [open] = await openInvitations(desk, round.id);
      await revokeInvitation(desk, round.id, open!.id);
      await expect(acceptInvitation(await contextOf(tx, other, days(2)), token)).rejects.toBeInstanceOf(NotFound);
      await expect(inviteToPanel(desk, round.id, { email: other.email, role: "reviewer" }, URL)).rejects.toMatchObject({
        because: "round-frozen",
        how: "not-now",
      });
    }));

  it("comes in by no invitation that one person sent alone, before it took two; it is neither listed nor sent again", () =>
    inTransaction(db, async (tx) => {
      const [desk, other] = [{ ...lin, db: tx, now: days(2) }, await anAccount(tx)];
      const grants = { roundId: round.id, role: "scrutineer" as const };
      const token = await issueToken(desk, { purpose: "join-panel", email: other.email, accountId: other.id, grants });
      const invited = await contextOf(tx, other, days(2));
      await expect(getInvitation(invited, token)).rejects.toBeInstanceOf(NotFound);
      await expect(acceptInvitation(invited, token)).rejects.toBeInstanceOf(NotFound);
      await expect(
        joinPanel(invited, { roundId: round.id, accountId: other.id, role: "scrutineer" }),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await openInvitations(desk, round.id)).toEqual([]);
      await expect(resendInvitation(desk, round.id, tokenId(token), URL)).rejects.toBeInstanceOf(NotFound);

      await tx.insert(proposals).values({
        kind: "scrutineer",
        accountId: other.id,
        roundId: round.id,
        email: other.email,
        reason: "A notary",
        at: days(2),
        by: lin.actor.id,
        outcome: "confirmed",
        decidedAt: days(3),
        decidedBy: chen.actor.id,
      });
      const later = { ...desk, now: days(3) };
      await expect(getInvitation({ ...invited, now: days(3) }, token)).rejects.toBeInstanceOf(NotFound);
      const agreed = await issueToken(later, {
        purpose: "join-panel",
        email: other.email,
        accountId: other.id,
        grants,
      });
      await resendInvitation(later, round.id, tokenId(agreed), URL);
      await acceptInvitation(await contextOf(tx, other, days(3)), await mailedToken(tx, other.email));
      expect(await scrutinyTold({ db: tx }, round.id)).toMatchObject({ scrutineers: 1 });
    }));

  it("who was taken off before it took two persons is told of, and no second person", () =>
    inTransaction(db, async (tx) => {
      const ctx = await appointed(tx);
      await takeOpenings(ctx, round.id);
      await tx.delete(panelMembers).where(eq(panelMembers.accountId, ctx.actor.id));
      expect(await scrutinyTold({ db: tx }, round.id)).toEqual({
        scrutineers: 0,
        takenAt: null,
        left: 1,
        leftByTwo: 0,
      });
    }));

  it("goes again when two persons take her off, after the freeze too, and that she took the openings stays told", () =>
    inTransaction(db, async (tx) => {
      const [ctx, desk] = [await appointed(tx), { ...lin, db: tx, now: days(2) }];
      await takeOpenings(ctx, round.id);
      await expect(removeFromPanel(desk, round.id, ctx.actor.id, "", URL)).rejects.toMatchObject({
        fields: { reason: "reason-needed" },
      });
      expect(await removeFromPanel(desk, round.id, ctx.actor.id, "Retired", URL)).toBe("proposed");
      expect(await scrutinyTold({ db: tx }, round.id)).toEqual({
        scrutineers: 1,
        takenAt: expect.any(Date) as Date,
        left: 0,
        leftByTwo: 0,
      });
      await second(tx);
      expect(await scrutinyTold({ db: tx }, round.id)).toEqual({
        scrutineers: 0,
        takenAt: null,
        left: 1,
        leftByTwo: 1,
      });
      await expect(takeOpenings(await contextOf(tx, ctx.actor), round.id)).rejects.toBeInstanceOf(NotFound);
    }));

  it("has no other part: nobody who judges or runs the award becomes one, and she becomes none of them", () =>
    inTransaction(db, async (tx) => {
      const [desk, reviewer, tom, ctx] = [
        { ...lin, db: tx },
        await aPanelMember(tx, round.id),
        await aStaffMember(tx, "administrator"),
        await appointed(tx),
      ];
      for (const { id } of [reviewer, tom])
        await expect(
          joinPanel({ ...desk, actor: PORTAL }, { roundId: round.id, accountId: id, role: "scrutineer" }),
        ).rejects.toMatchObject({ because: "roles-apart", how: "never" });
      await expect(
        joinPanel(desk, { roundId: round.id, accountId: ctx.actor.id, role: "reviewer" }),
      ).rejects.toMatchObject({ because: "roles-apart" });
      const final = await aRound(tx, { cycleId: round.cycleId, rubricId: round.rubricId, position: 2 });
      const juror = await aPanelMember(tx, final.id);
      await expect(
        joinPanel({ ...desk, actor: PORTAL }, { roundId: round.id, accountId: juror.id, role: "scrutineer" }),
      ).rejects.toMatchObject({ because: "roles-apart" });
      await expect(
        joinPanel(desk, { roundId: final.id, accountId: ctx.actor.id, role: "reviewer" }),
      ).rejects.toMatchObject({ because: "roles-apart" });
      await tx.insert(roleGrants).values({ accountId: ctx.actor.id, role: "secretariat", grantedAt: JUDGING });
      await expect(takeOpenings(await contextOf(tx, ctx.actor), round.id)).rejects.toMatchObject({
        because: "roles-apart",
        how: "never",
      });
    }));

  it.each<[string, (tx: Db, accountId: string) => Promise<unknown>]>([
    [
      "a team that entered",
      (tx, accountId) =>
        tx.insert(cityMembers).values({ cityId: candidates[3]!.city.id, accountId, role: "viewer", joinedAt: JUDGING }),
    ],
    [
      "a country that entered",
      (tx, accountId) => tx.insert(reviewerProfiles).values({ accountId, countries: ["UG"], updatedAt: JUDGING }),
    ],
  ])("of %s is in conflict, and gets nothing", (_whose, tie) =>
    inTransaction(db, async (tx) => {
      const ctx = await appointed(tx);
      await tie(tx, ctx.actor.id);
      expect((await scrutinyOf(ctx, round.id)).taking).toEqual(no("conflict"));
      await expect(takeOpenings(ctx, round.id)).rejects.toMatchObject({ because: "conflict", how: "never" });
      expect(await scrutinyTold({ db: tx }, round.id)).toMatchObject({ takenAt: null });
    }),
  );

  it("waits for the freeze, and nobody else waits for anything", () =>
    inTransaction(db, async (tx) => {
      const open = await aScoredRound(tx, { cycle: await aContest(tx) });
      const nadia = await aPanelMember(tx, open.id, { role: "scrutineer" });
      const ctx = await contextOf(tx, nadia);
      expect((await scrutinyOf(ctx, open.id)).taking).toEqual(notNow("round-not-frozen"));
      await expect(takeOpenings(ctx, open.id)).rejects.toMatchObject({ because: "round-not-frozen", how: "not-now" });
      for (const who of [
        await aStaffMember(tx),
        await aStaffMember(tx, "observer"),
        await aPanelMember(tx, round.id),
        await anAccount(tx),
      ]) {
        await expect(takeOpenings(await contextOf(tx, who), round.id)).rejects.toBeInstanceOf(NotFound);
        await expect(scrutinyOf(await contextOf(tx, who), round.id)).rejects.toBeInstanceOf(NotFound);
      }
    }));
});

it("what a scrutineer may take opens every event and nothing that was written", async () => {
  const file = await openingsFile({ db }, round.id);
  const { events, reviews, entries } = JSON.parse(file) as {
    events: { record: { entry: string } }[];
    reviews: unknown[];
    entries: { id: string }[];
  };
  expect([events.length, reviews.length, entries.length]).toEqual([48, 48, 12]);
  expect(new Set(entries.map(({ id }) => id))).toEqual(new Set(candidates.map(({ id }) => id)));
  for (const word of ["Why it", "Judge", "Plan of", "contact-"]) expect(file).not.toContain(word);
});
