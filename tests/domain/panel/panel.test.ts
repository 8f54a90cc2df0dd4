import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { spendToken } from "#app/domain/link/commands.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS, type Actor, type Context, PORTAL } from "#app/domain/context.ts";
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
import { canJoinPanel, canManagePanel, canRemoveMember } from "#app/domain/panel/policy.ts";
import { getMember, openInvitations, panelOf, waitingForPanel } from "#app/domain/panel/queries.server.ts";
import { confirmProposal } from "#app/domain/proposal/commands.server.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import type { Db } from "#db/client.server.ts";
import { recusals } from "#db/schema/assignment.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { freezes } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  anAccount,
  anAssignment,
  aPanelMember,
  aRound,
  aStaffMember,
  aValidEntry,
  JUDGING,
  personOf,
} from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound } from "#tests/support/judging.ts";
import { lettersOf, mailedToken } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const URL = "https://award.example";
const as = async (tx: Db, { id }: { id: string }): Promise<Context> => ({
  db: tx,
  actor: await personOf(tx, id),
  now: JUDGING,
});
const secretariat = async (tx: Db) => as(tx, await aStaffMember(tx));
const rolesIn = async (tx: Db, roundId: string, { id }: { id: string }) =>
  (
    await tx
      .select()
      .from(panelMembers)
      .where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.accountId, id)))
  )
    .map(({ role }) => role)
    .sort();
const freeze = (tx: Db, roundId: string, by: string) =>
  tx.insert(freezes).values({ roundId, at: JUDGING, by, reviews: 0, scoresSha256: "" });

describe("an invitation", () => {
  it.each([{}, { role: "" }, { role: "owner" }])("gives nobody a part where what it grants is damaged: %j", (damage) =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      const rafael = await anAccount(tx);
      await inviteToPanel(ctx, round.id, { email: rafael.email, role: "reviewer" }, URL);
      await tx.execute(sql`update one_time_tokens set grants = grants - 'role' || ${JSON.stringify(damage)}::jsonb`);
      const token = await mailedToken(tx, rafael.email);
      await expect(acceptInvitation(await as(tx, rafael), token)).rejects.toBeInstanceOf(NotFound);
      expect(await rolesIn(tx, round.id, rafael)).toEqual([]);
    }),
  );

  it("is mailed in the recipient's language with a link that makes them a member once", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      const rafael = await anAccount(tx, { locale: "zh-Hans" });
      await inviteToPanel(ctx, round.id, { email: rafael.email, role: "reviewer" }, URL);
      expect(await lettersOf(tx)).toMatchObject([
        {
          kind: "panel-invitation",
          email: rafael.email,
          locale: "zh-Hans",
          params: { round: "委员会", cycle: "第八届广州奖", link: expect.stringContaining(`${URL}/invitations/`) },
        },
      ]);
      expect(await openInvitations(ctx, round.id)).toMatchObject([{ email: rafael.email, role: "reviewer" }]);

      await acceptInvitation(await as(tx, rafael), await mailedToken(tx, rafael.email));
      expect(await rolesIn(tx, round.id, rafael)).toEqual(["reviewer"]);
      expect(await openInvitations(ctx, round.id)).toEqual([]);
      expect((await eventsOf(ctx, rafael.id)).map(({ type }) => type).sort()).toEqual([
        "panel.invited",
        "panel.joined",
        "token.used",
      ]);
      await expect(inviteToPanel(ctx, round.id, { email: rafael.email, role: "reviewer" }, URL)).rejects.toMatchObject({
        because: "already-member",
      });
    }));

  it("is neither revoked nor sent again once the scores are frozen", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      const rafael = await anAccount(tx);
      await inviteToPanel(ctx, round.id, { email: rafael.email, role: "reviewer" }, URL);
      const [open] = await openInvitations(ctx, round.id);
      await tx
        .insert(freezes)
        .values({ roundId: round.id, at: JUDGING, by: ctx.actor.id, reviews: 0, scoresSha256: "" });
      for (const act of [
        () => revokeInvitation(ctx, round.id, open!.id),
        () => resendInvitation(ctx, round.id, open!.id, URL),
      ])
        await expect(act()).rejects.toMatchObject({ because: "round-frozen", how: "not-now" });
      expect(await openInvitations(ctx, round.id)).toEqual([open]);
    }));

  it("is not sent again to who has become a member meanwhile, and stands as it was", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      const rafael = await anAccount(tx);
      await inviteToPanel(ctx, round.id, { email: rafael.email, role: "reviewer" }, URL);
      const [open] = await openInvitations(ctx, round.id);
      await joinPanel(ctx, { roundId: round.id, accountId: rafael.id, role: "reviewer" });
      await expect(resendInvitation(ctx, round.id, open!.id, URL)).rejects.toMatchObject({
        because: "already-member",
        how: "not-now",
      });
      expect(await openInvitations(ctx, round.id)).toEqual([open]);
      expect(await lettersOf(tx)).toHaveLength(1);
    }));

  it("goes out again under a new link, and can be taken back; the old links lead nowhere", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      const rafael = await anAccount(tx);
      await inviteToPanel(ctx, round.id, { email: rafael.email, role: "reviewer" }, URL);
      const first = await mailedToken(tx, rafael.email);
      const later = { ...ctx, now: new Date(JUDGING.getTime() + 1000) };
      const [open] = await openInvitations(later, round.id);
      await resendInvitation(later, round.id, open!.id, URL);
      await expect(acceptInvitation({ ...(await as(tx, rafael)), now: later.now }, first)).rejects.toBeInstanceOf(
        NotFound,
      );
      const [again, ...more] = await openInvitations(later, round.id);
      expect([again!.role, more, (await lettersOf(tx)).length]).toEqual(["reviewer", [], 2]);
      await expect(revokeInvitation(later, (await aRound(tx)).id, again!.id)).rejects.toBeInstanceOf(NotFound);
      await revokeInvitation(later, round.id, again!.id);
      expect(await openInvitations(later, round.id)).toEqual([]);
      await expect(revokeInvitation(later, round.id, again!.id)).rejects.toBeInstanceOf(NotFound);
      const observer = await as(tx, await aStaffMember(tx, "observer"));
      await expect(revokeInvitation(observer, round.id, again!.id)).rejects.toMatchObject({ because: "not-your-role" });
      expect(
        (await eventsOf(ctx, rafael.id)).map(({ type }) => type).filter((type) => type === "panel.invitation-revoked"),
      ).toHaveLength(2);
    }));

  it("reaches people without an account", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      await inviteToPanel(ctx, round.id, { email: "new@university.example", role: "reviewer" }, URL);
      expect(await lettersOf(tx)).toMatchObject([
        { email: "new@university.example", locale: "en", params: { round: "Committee" } },
      ]);
    }));

  it("B25: lets nobody in for another round, in another role, under another address, after it ended or was used", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round, other] = [await secretariat(tx), await aRound(tx), await aRound(tx)];
      const [rafael, mallory] = [await anAccount(tx), await anAccount(tx)];
      await inviteToPanel(ctx, round.id, { email: rafael.email, role: "reviewer" }, URL);
      const tries = [
        [rafael, { roundId: round.id, role: "chair" as const }],
        [rafael, { roundId: other.id, role: "reviewer" as const }],
        [mallory, { roundId: round.id, role: "reviewer" as const }],
      ] as const;
      for (const [who, given] of tries)
        await expect(joinPanel(await as(tx, who), { ...given, accountId: who.id })).rejects.toBeInstanceOf(NotFound);
      await expect(
        joinPanel(await as(tx, mallory), { roundId: round.id, accountId: rafael.id, role: "reviewer" }),
      ).rejects.toBeInstanceOf(NotFound);
      const late = { ...(await as(tx, rafael)), now: new Date("2027-06-01T00:00:00Z") };
      await expect(
        joinPanel(late, { roundId: round.id, accountId: rafael.id, role: "reviewer" }),
      ).rejects.toBeInstanceOf(NotFound);
      await spendToken(await as(tx, rafael), await mailedToken(tx, rafael.email), "join-panel");
      await expect(
        joinPanel(
          { ...(await as(tx, rafael)), now: new Date(JUDGING.getTime() + 1) },
          { roundId: round.id, accountId: rafael.id, role: "reviewer" },
        ),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await tx.select().from(panelMembers)).toEqual([]);
    }));

  it("nobody of the secretariat sits on a panel: not by inviting themselves, nor by a colleague's invitation", () =>
    inTransaction(db, async (tx) => {
      const [ctx, colleague, round] = [await secretariat(tx), await secretariat(tx), await aRound(tx)];
      await expect(
        inviteToPanel(ctx, round.id, { email: ctx.actor.email, role: "reviewer" }, URL),
      ).rejects.toMatchObject({ because: "own-role" });
      await inviteToPanel(colleague, round.id, { email: ctx.actor.email, role: "reviewer" }, URL);
      await expect(acceptInvitation(ctx, await mailedToken(tx, ctx.actor.email))).rejects.toMatchObject({
        because: "roles-apart",
        how: "never",
      });
      expect(await tx.select().from(panelMembers)).toEqual([]);
    }));

  it("joining twice changes and records nothing", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round, rafael] = [await secretariat(tx), await aRound(tx), await anAccount(tx)];
      for (let count = 0; count < 2; count++)
        await joinPanel(ctx, { roundId: round.id, accountId: rafael.id, role: "reviewer" });
      expect((await eventsOf(ctx, rafael.id)).map(({ type }) => type)).toEqual(["panel.joined"]);
    }));
});

describe("chairs are made and unmade by two persons (matrix 47)", () => {
  const proposalOf = async (tx: Db) => (await tx.select().from(proposals)).find(({ outcome }) => outcome === null)!.id;
  it.each(["secretariat", "administrator"] as const)(
    "one of the secretariat proposes, another person (%s) confirms, and only then the invitation goes out",
    (second) =>
      inTransaction(db, async (tx) => {
        const [ctx, other, round, ingrid] = [
          await secretariat(tx),
          await as(tx, await aStaffMember(tx, second)),
          await aRound(tx),
          await anAccount(tx),
        ];
        await expect(inviteToPanel(ctx, round.id, { email: ingrid.email, role: "chair" }, URL)).rejects.toMatchObject({
          fields: { reason: "reason-needed" },
        });
        expect(
          await inviteToPanel(
            ctx,
            round.id,
            { email: ingrid.email, role: "chair", reason: "Chaired it last time" },
            URL,
          ),
        ).toBe("proposed");
        expect(await openInvitations(ctx, round.id)).toEqual([]);
        expect((await lettersOf(tx)).map(({ kind, email }) => [kind, email])).toEqual([
          ["proposal-made", other.actor.email],
        ]);
        await expect(
          inviteToPanel(ctx, round.id, { email: ingrid.email, role: "chair", reason: "Again" }, URL),
        ).rejects.toMatchObject({ because: "already-proposed-right" });
        await expect(confirmForPanel(ctx, await proposalOf(tx), URL)).rejects.toMatchObject({
          because: "own-proposal",
        });
        await expect(confirmProposal(other, await proposalOf(tx), URL)).rejects.toBeInstanceOf(NotFound);
        expect(await waitingForPanel(ctx, round.id)).toMatchObject([{ kind: "chair", email: ingrid.email }]);
        await confirmForPanel(other, await proposalOf(tx), URL);
        const [invited] = (await lettersOf(tx)).filter(({ email }) => email === ingrid.email);
        expect(invited).toMatchObject({ kind: "chair-invitation" });
        await acceptInvitation(await as(tx, ingrid), await mailedToken(tx, ingrid.email));
        expect(await rolesIn(tx, round.id, ingrid)).toEqual(["chair"]);
        expect((await eventsOf(ctx, ingrid.id)).map(({ type }) => type).sort()).toEqual([
          "panel.invited",
          "panel.joined",
          "proposal.confirmed",
          "proposal.made",
          "token.used",
        ]);
      }),
  );

  it("a reviewer becomes chair in the same way, and nobody by the secretariat's own hand", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      const rafael = await aPanelMember(tx, round.id);
      await expect(joinPanel(ctx, { roundId: round.id, accountId: rafael.id, role: "chair" })).rejects.toMatchObject({
        because: "needs-second-person",
      });
      expect(
        await inviteToPanel(ctx, round.id, { email: rafael.email, role: "chair", reason: "The chair fell ill" }, URL),
      ).toBe("proposed");
      await expect(confirmForPanel(await as(tx, rafael), await proposalOf(tx), URL)).rejects.toBeInstanceOf(NotFound);
      expect(await rolesIn(tx, round.id, rafael)).toEqual(["reviewer"]);
    }));

  it("whoever chairs already is not proposed again", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      const ingrid = await aPanelMember(tx, round.id, { role: "chair" });
      await expect(
        inviteToPanel(ctx, round.id, { email: ingrid.email, role: "chair", reason: "x" }, URL),
      ).rejects.toMatchObject({ because: "already-member", how: "not-now" });
      expect(await waitingForPanel(ctx, round.id)).toEqual([]);
    }));

  it("a chair leaves when a second person agrees, in every role; not once they have scored or the scores are frozen", () =>
    inTransaction(db, async (tx) => {
      const [ctx, other, round] = [await secretariat(tx), await secretariat(tx), await aScoredRound(tx)];
      const ingrid = await aJudge(tx, round, { role: "chair" });
      await aPanelMember(tx, round.id, { accountId: ingrid.id });
      await expect(removeFromPanel(ctx, round.id, ingrid.id, "", URL)).rejects.toMatchObject({
        fields: { reason: "reason-needed" },
      });
      expect(await removeFromPanel(ctx, round.id, ingrid.id, "Fell ill", URL)).toBe("proposed");
      expect(await rolesIn(tx, round.id, ingrid)).toEqual(["chair", "reviewer"]);
      await expect(confirmForPanel(ctx, await proposalOf(tx), URL)).rejects.toMatchObject({ because: "own-proposal" });
      const begun = tx.transaction(async (inner) => {
        const within = inner as unknown as Db;
        await aReview(within, {
          round,
          entry: await aCandidate(within, { cycle: { id: round.cycleId } }),
          reviewer: ingrid,
          values: [3, null],
          submitted: false,
        });
        await confirmForPanel({ ...other, db: within }, await proposalOf(within), URL);
      });
      await expect(begun).rejects.toMatchObject({ because: "round-has-started" });
      const late = tx.transaction(async (inner) => {
        const within = inner as unknown as Db;
        await freeze(within, round.id, ctx.actor.id);
        await confirmForPanel({ ...other, db: within }, await proposalOf(within), URL);
      });
      await expect(late).rejects.toMatchObject({ because: "round-frozen" });
      await confirmForPanel(other, await proposalOf(tx), URL);
      expect(await rolesIn(tx, round.id, ingrid)).toEqual([]);
      expect((await eventsOf(ctx, ingrid.id)).map(({ type }) => type).sort()).toEqual([
        "panel.removed",
        "proposal.confirmed",
        "proposal.made",
      ]);
    }));
});

describe("leaving a panel", () => {
  it("ends assignments of somebody who has not begun", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aRound(tx)];
      const rafael = await aPanelMember(tx, round.id);
      const assignment = await anAssignment(tx, {
        roundId: round.id,
        entryId: (await aValidEntry(tx, round.cycleId)).id,
        reviewerId: rafael.id,
      });
      await removeFromPanel(ctx, round.id, rafael.id, "", URL);
      expect(await rolesIn(tx, round.id, rafael)).toEqual([]);
      expect((await tx.select().from(recusals)).map(({ assignmentId }) => assignmentId)).toEqual([assignment.id]);
      expect((await eventsOf(ctx, rafael.id)).map(({ type }) => type)).toEqual(["panel.removed"]);
      expect((await eventsOf(ctx, assignment.id)).map(({ type }) => type)).toEqual(["assignment.recused"]);
    }));

  it("is refused once they have scored, after the freeze, and for strangers", () =>
    inTransaction(db, async (tx) => {
      const [ctx, round] = [await secretariat(tx), await aScoredRound(tx)];
      const [begun, idle, stranger] = [await aJudge(tx, round), await aJudge(tx, round), await anAccount(tx)];
      await aReview(tx, {
        round,
        entry: await aCandidate(tx, { cycle: { id: round.cycleId } }),
        reviewer: begun,
        values: [3, null],
        submitted: false,
      });
      await expect(removeFromPanel(ctx, round.id, begun.id, "", URL)).rejects.toMatchObject({
        because: "round-has-started",
      });
      await expect(removeFromPanel(ctx, round.id, stranger.id, "", URL)).rejects.toBeInstanceOf(NotFound);
      await freeze(tx, round.id, ctx.actor.id);
      await expect(removeFromPanel(ctx, round.id, idle.id, "", URL)).rejects.toMatchObject({ because: "round-frozen" });
      await expect(inviteToPanel(ctx, round.id, { email: "x@y.example", role: "reviewer" }, URL)).rejects.toMatchObject(
        { because: "round-frozen" },
      );
      await expect(
        joinPanel(ctx, { roundId: round.id, accountId: stranger.id, role: "reviewer" }),
      ).rejects.toMatchObject({ because: "round-frozen" });
      expect(await rolesIn(tx, round.id, begun)).toEqual(["reviewer"]);
    }));

  it("is not for chairs", () =>
    inTransaction(db, async (tx) => {
      const round = await aRound(tx);
      const [chair, rafael] = [await aPanelMember(tx, round.id, { role: "chair" }), await aPanelMember(tx, round.id)];
      await expect(removeFromPanel(await as(tx, chair), round.id, rafael.id, "", URL)).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(
        inviteToPanel(await as(tx, chair), round.id, { email: "x@y.example", role: "reviewer" }, URL),
      ).rejects.toMatchObject({ because: "not-your-role" });
      expect(await lettersOf(tx)).toEqual([]);
    }));
});

it("who may not manage a panel is refused before anything is looked up or held: an invented round answers the same", () =>
  inTransaction(db, async (tx) => {
    const ctx = await as(tx, await aStaffMember(tx, "observer"));
    for (const roundId of ["6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10", (await aRound(tx)).id]) {
      await expect(inviteToPanel(ctx, roundId, { email: "x@y.example", role: "reviewer" }, URL)).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(removeFromPanel(ctx, roundId, ctx.actor.id, "", URL)).rejects.toMatchObject({
        because: "not-your-role",
      });
    }
  }));

it("the panel is shown to those who follow the round, one row a person", () =>
  inTransaction(db, async (tx) => {
    const round = await aRound(tx);
    const ingrid = await aPanelMember(tx, round.id, { role: "chair", name: "Ingrid Solheim" });
    await aPanelMember(tx, round.id, { role: "reviewer", accountId: ingrid.id });
    const rafael = await aPanelMember(tx, round.id, { name: "Rafael Monteiro", profile: { capacity: 7 } });
    const seen = await panelOf(await as(tx, ingrid), round.id);
    expect(seen.map(({ name, roles, capacity }) => [name, roles, capacity])).toEqual([
      ["Ingrid Solheim", ["reviewer", "chair"], null],
      ["Rafael Monteiro", ["reviewer"], 7],
    ]);
    expect(seen[0]?.joinedAt).toBeInstanceOf(Date);
    expect(await getMember(await as(tx, ingrid), round.id, rafael.id)).toMatchObject({
      name: "Rafael Monteiro",
      roles: ["reviewer"],
    });
    for (const read of [panelOf, openInvitations])
      await expect(read(await as(tx, rafael), round.id)).rejects.toBeInstanceOf(NotFound);
    const asReviewer = await as(tx, rafael);
    expect(() => waitingForPanel(asReviewer, round.id)).toThrow(NotFound);
    await expect(getMember(await as(tx, rafael), round.id, ingrid.id)).rejects.toBeInstanceOf(NotFound);
  }));

describe("who may", () => {
  const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
  const secretary = person({ staff: ["secretariat"] });
  const round = { id: "round", frozen: false };
  const nothing = { roles: [], staff: [] } as const;
  const checking = { role: "scrutineer", accountId: "other", invited: true, frozen: true, ...nothing } as const;
  it.each([
    ["manage a panel", canManagePanel(secretary, round), yes],
    ["manage a frozen one", canManagePanel(secretary, { ...round, frozen: true }), notNow("round-frozen")],
    ["manage as an observer", canManagePanel(person({ staff: ["observer"] }), round), no("not-your-role")],
    [
      "manage as a reviewer",
      canManagePanel(person({ panels: [{ roundId: "round", cycleId: "c", role: "reviewer" }] }), round),
      hidden,
    ],
    ["manage as an administrator", canManagePanel(person({ staff: ["administrator"] }), round), hidden],
    [
      "join with an invitation",
      canJoinPanel(person({}), { role: "reviewer", accountId: "me", invited: true, frozen: false, ...nothing }),
      yes,
    ],
    [
      "join without one",
      canJoinPanel(person({}), { role: "reviewer", accountId: "me", invited: false, frozen: false, ...nothing }),
      hidden,
    ],
    [
      "join for somebody else",
      canJoinPanel(person({}), { role: "reviewer", accountId: "other", invited: true, frozen: false, ...nothing }),
      hidden,
    ],
    [
      "join a frozen round",
      canJoinPanel(person({}), { role: "reviewer", accountId: "me", invited: true, frozen: true, ...nothing }),
      notNow("round-frozen"),
    ],
    [
      "be put there by the secretariat",
      canJoinPanel(secretary, { role: "reviewer", accountId: "other", invited: false, frozen: false, ...nothing }),
      yes,
    ],
    [
      "be put there by the portal",
      canJoinPanel(PORTAL, { role: "reviewer", accountId: "other", invited: false, frozen: false, ...nothing }),
      yes,
    ],
    [
      "be made a scrutineer by the secretariat alone",
      canJoinPanel(secretary, { ...checking, invited: false }),
      no("needs-second-person"),
    ],
    ["scrutinise a frozen round", canJoinPanel(secretary, checking), yes],
    ["scrutinise as a reviewer", canJoinPanel(secretary, { ...checking, roles: ["reviewer"] }), no("roles-apart")],
    [
      "scrutinise as an administrator",
      canJoinPanel(secretary, { ...checking, staff: ["administrator"] }),
      no("roles-apart"),
    ],
    [
      "review as one of the secretariat, let in by a colleague",
      canJoinPanel(secretary, { ...checking, role: "reviewer", frozen: false, staff: ["secretariat"] }),
      no("roles-apart"),
    ],
    [
      "review as an observer",
      canJoinPanel(secretary, { ...checking, role: "reviewer", frozen: false, staff: ["observer"] }),
      no("roles-apart"),
    ],
    ["scrutinise as an observer", canJoinPanel(secretary, { ...checking, staff: ["observer"] }), yes],
    [
      "review as a scrutineer",
      canJoinPanel(secretary, { ...checking, role: "reviewer", frozen: false, roles: ["scrutineer"] }),
      no("roles-apart"),
    ],
    [
      "take a scrutineer off a frozen round",
      canRemoveMember(
        secretary,
        { ...round, frozen: true },
        { accountId: "other", roles: ["scrutineer"], hasScored: false },
      ),
      yes,
    ],
    [
      "take a reviewer off a frozen round",
      canRemoveMember(
        secretary,
        { ...round, frozen: true },
        { accountId: "other", roles: ["reviewer"], hasScored: false },
      ),
      notNow("round-frozen"),
    ],
    [
      "remove a member",
      canRemoveMember(secretary, round, { accountId: "other", roles: ["reviewer"], hasScored: false }),
      yes,
    ],
    [
      "remove somebody who has scored",
      canRemoveMember(secretary, round, { accountId: "other", roles: ["reviewer"], hasScored: true }),
      notNow("round-has-started"),
    ],
    [
      "remove oneself",
      canRemoveMember(secretary, round, { accountId: "me", roles: ["reviewer"], hasScored: false }),
      no("own-role"),
    ],
    [
      "remove as a chair",
      canRemoveMember(person({ panels: [{ roundId: "round", cycleId: "c", role: "chair" }] }), round, {
        accountId: "other",
        roles: ["reviewer"],
        hasScored: false,
      }),
      no("not-your-role"),
    ],
  ])("%s", (_what, given, verdict) => expect(given).toEqual(verdict));
});
