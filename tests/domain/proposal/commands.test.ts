import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { openAccount } from "#app/domain/account/commands.server.ts";
import { STAFF_ROLES } from "#app/domain/account/rules.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { type Context, type Person, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { confirmForPanel, inviteToPanel } from "#app/domain/panel/commands.server.ts";
import * as proposal from "#app/domain/proposal/commands.server.ts";
import { allProposals, getProposal } from "#app/domain/proposal/queries.server.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { openSessions } from "#app/http/session.server.ts";
import type { Db } from "#db/client.server.ts";
import { sessions } from "#db/schema/account.ts";
import { authenticatorApps, recoveryCodes } from "#db/schema/factor.ts";
import { notifications } from "#db/schema/notification.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { WAYS_TO_LEAVE } from "#tests/support/leaving.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCity,
  aMember,
  anAccount,
  aPanelMember,
  aRound,
  aStaffMember,
  NOW,
  personOf,
} from "#tests/support/factories.ts";

const { db: database } = await testDatabase();
const URL = "https://award.example";

async function office(db: Db) {
  const [tom, lin, chen, observer, { id: joseph }] = [
    await aStaffMember(db, "administrator"),
    await aStaffMember(db),
    await aStaffMember(db),
    await aStaffMember(db, "observer"),
    await anAccount(db),
  ];
  const as = (actor: Person): Context => ({ db, actor, now: NOW });
  const ask = (roles: Parameters<typeof proposal.changeRoles>[2]["roles"], reason = "Joins the office") =>
    proposal.changeRoles(as(tom), joseph, { roles, reason }, URL);
  const open = async () =>
    (await db.select().from(proposals).where(eq(proposals.accountId, joseph))).find(({ outcome }) => outcome === null)
      ?.id ?? "";
  const staff = async () => (await personOf(db, joseph)).staff.toSorted();
  const types = async () => (await eventsOf({ db }, joseph)).map(({ type }) => type).sort();
  const letters = async () =>
    (await db.select({ kind: notifications.kind, accountId: notifications.accountId }).from(notifications))
      .map(({ kind, accountId }) => `${kind} ${accountId}`)
      .sort();
  return { tom, lin, chen, observer, joseph, as, ask, open, staff, types, letters };
}

describe("giving rights", () => {
  it.each(["secretariat", "administrator", "observer"] as const)(
    "%s: one proposes, another confirms; the person signs in again and hears of it",
    (role) =>
      inTransaction(database, async (db) => {
        const { tom, lin, chen, joseph, as, ask, open, staff, types, letters } = await office(db);
        await openSessions(db, false).open(joseph, new Date(), null, "strong");
        expect(await ask([role])).toEqual([role]);
        expect(await staff()).toEqual([]);
        expect(await letters()).toEqual([`proposal-made ${lin.id}`, `proposal-made ${chen.id}`].sort());
        expect(await db.select().from(sessions)).toHaveLength(1);
        await expect(proposal.confirmProposal(as(tom), await open(), URL)).rejects.toMatchObject({
          because: "own-proposal",
        });
        expect(await staff()).toEqual([]);
        await proposal.confirmProposal(as(lin), await open(), URL);
        expect(await staff()).toEqual([role]);
        expect(await db.select().from(sessions)).toEqual([]);
        expect(await types()).toEqual(["account.role-granted", "proposal.confirmed", "proposal.made"]);
        expect(await letters()).toContain(`role-granted ${joseph}`);
      }),
  );

  it("what is taken away goes at once, and what waits is not proposed twice", () =>
    inTransaction(database, async (db) => {
      const { lin, as, ask, open, staff, types } = await office(db);
      expect(await ask(["observer"])).toEqual(["observer"]);
      expect(await ask(["observer"], "")).toEqual([]);
      await proposal.confirmProposal(as(lin), await open(), URL);
      expect(await ask(["observer", "secretariat"])).toEqual(["secretariat"]);
      await proposal.confirmProposal(as(lin), await open(), URL);
      expect(await ask(["secretariat"], "")).toEqual([]);
      expect(await staff()).toEqual(["secretariat"]);
      expect(await types()).toEqual([
        "account.role-granted",
        "account.role-granted",
        "account.role-revoked",
        "proposal.confirmed",
        "proposal.confirmed",
        "proposal.made",
        "proposal.made",
      ]);
    }));

  it.each(["secretariat", "observer"] as const)(
    "nobody who enters or judges becomes %s, not even by two persons",
    (role) =>
      inTransaction(database, async (db) => {
        const { lin, joseph, as, ask, open, staff } = await office(db);
        await ask([role]);
        const round = await aRound(db);
        await aPanelMember(db, round.id, { accountId: joseph });
        await expect(proposal.confirmProposal(as(lin), await open(), URL)).rejects.toMatchObject({
          because: "roles-apart",
          how: "never",
        });
        await expect(
          proposal.changeRoles(
            as(await aStaffMember(db, "administrator")),
            (await aMember(db, (await aCity(db)).id)).id,
            { roles: [role], reason: "x" },
            URL,
          ),
        ).rejects.toMatchObject({ because: "roles-apart" });
        expect(await staff()).toEqual([]);
        const { listSha256, proposedBy, approvedBy } = { listSha256: "", proposedBy: lin.id, approvedBy: joseph };
        await db.insert(finalisations).values({
          ...{ roundId: round.id, listSha256, places: 0, proposedAt: NOW, proposedBy },
          ...{ approvedAt: NOW, approvedBy },
        });
        await proposal.confirmProposal(as(lin), await open(), URL);
        expect(await staff()).toEqual([role]);
      }),
  );

  it("an observer may scrutinise", () =>
    inTransaction(database, async (db) => {
      const { lin, joseph, as, ask, open, staff } = await office(db);
      await aPanelMember(db, (await aRound(db)).id, { accountId: joseph, role: "scrutineer" });
      await ask(["observer"]);
      await proposal.confirmProposal(as(lin), await open(), URL);
      expect(await staff()).toEqual(["observer"]);
      await expect(ask(["observer", "secretariat"])).rejects.toMatchObject({ because: "roles-apart" });
    }));

  it("a proposal needs a reason, and nothing changes without one", () =>
    inTransaction(database, async (db) => {
      const { ask, staff, types } = await office(db);
      await expect(ask(["observer", "administrator"], "")).rejects.toMatchObject({
        fields: { reason: "reason-needed" },
      });
      expect([await staff(), await types()]).toEqual([[], []]);
    }));

  it.each(WAYS_TO_LEAVE)("does not take effect once whoever proposed it is gone: %s", (_how, leave) =>
    inTransaction(database, async (db) => {
      const { tom, lin, joseph, as, ask, open, staff } = await office(db);
      const round = await aRound(db);
      await inviteToPanel(as(lin), round.id, { email: "chair@panel.example", role: "chair", reason: "Knows it" }, URL);
      await ask(["secretariat"]);
      const other = await aStaffMember(db, "administrator");
      await proposal.resetFactors(as(tom), lin.id, "Phone stolen", URL);
      await leave(db, lin.id);
      await leave(db, tom.id);
      const waiting = await allProposals(as(other));
      expect(waiting.map(({ kind }) => kind).sort()).toEqual(["chair", "factor-reset", "role"]);
      for (const { id, kind } of waiting) {
        expect(await getProposal(as(other), id)).toMatchObject({
          confirmation: { because: "proposer-left" },
          refusal: { allowed: true },
        });
        const confirm = kind === "chair" ? confirmForPanel : proposal.confirmProposal;
        await expect(confirm(as(other), id, URL)).rejects.toMatchObject({ because: "proposer-left", how: "not-now" });
      }
      expect(await staff()).toEqual([]);
      await proposal.declineProposal(as(other), await open());
      await proposal.changeRoles(as(other), joseph, { roles: ["secretariat"], reason: "Joins the office" }, URL);
      await proposal.confirmProposal(as(await aStaffMember(db)), await open(), URL);
      expect(await staff()).toEqual(["secretariat"]);
    }),
  );

  it.each(WAYS_TO_LEAVE)("gives way to the same proposal of another once its proposer is gone: %s", (_how, leave) =>
    inTransaction(database, async (db) => {
      const { tom, lin, chen, joseph, as, ask, open, staff, types } = await office(db);
      const round = await aRound(db);
      const chair = { email: "chair@panel.example", role: "chair", reason: "Knows it" } as const;
      await inviteToPanel(as(lin), round.id, chair, URL);
      await ask(["observer"]);
      await proposal.resetFactors(as(tom), chen.id, "Phone stolen", URL);
      const other = await aStaffMember(db, "administrator");
      await leave(db, tom.id);
      await leave(db, lin.id);
      const again = { roles: ["observer"], reason: "Joins" } as const;
      expect(await proposal.changeRoles(as(other), joseph, again, URL)).toEqual(["observer"]);
      expect(await proposal.resetFactors(as(other), chen.id, "Phone stolen", URL)).toBe(false);
      expect(await inviteToPanel(as(chen), round.id, chair, URL)).toBe("proposed");
      expect((await db.select().from(proposals)).map(({ outcome }) => outcome ?? "").sort()).toEqual([
        ...["", "", ""],
        ...["declined", "declined", "declined"],
      ]);
      expect(await types()).toEqual(["proposal.declined", "proposal.made", "proposal.made"]);
      await proposal.confirmProposal(as(chen), await open(), URL);
      expect(await staff()).toEqual(["observer"]);
    }),
  );

  it("nobody else decides: not the person, not an observer, not the public, nobody twice", () =>
    inTransaction(database, async (db) => {
      const { tom, lin, chen, observer, joseph, as, ask, open, staff } = await office(db);
      await ask(["secretariat"]);
      const id = await open();
      for (const actor of [observer, await personOf(db, joseph)]) {
        await expect(proposal.confirmProposal(as(actor), id, URL)).rejects.toBeInstanceOf(NotFound);
        await expect(proposal.declineProposal(as(actor), id)).rejects.toBeInstanceOf(NotFound);
        await expect(getProposal(as(actor), id)).rejects.toBeInstanceOf(NotFound);
      }
      await expect(proposal.withdrawProposal(as(lin), id)).rejects.toMatchObject({ because: "not-the-owner" });
      await proposal.declineProposal(as(lin), id);
      await expect(proposal.confirmProposal(as(chen), id, URL)).rejects.toMatchObject({ because: "already-decided" });
      await expect(proposal.withdrawProposal(as(tom), id)).rejects.toMatchObject({ because: "already-decided" });
      expect(await staff()).toEqual([]);
      await ask(["secretariat"]);
      await proposal.withdrawProposal(as(tom), await open());
      expect((await allProposals(as(chen))).map(({ outcome }) => outcome).sort()).toEqual(["declined", "withdrawn"]);
    }));

  it("somebody of the secretariat does not confirm their own rise", () =>
    inTransaction(database, async (db) => {
      const { tom, lin, as } = await office(db);
      await proposal.changeRoles(as(tom), lin.id, { roles: ["secretariat", "administrator"], reason: "More" }, URL);
      const [made] = await db.select().from(proposals).where(eq(proposals.accountId, lin.id));
      await expect(proposal.confirmProposal(as(lin), made!.id, URL)).rejects.toMatchObject({ because: "own-proposal" });
      await expect(
        db.transaction((tx) =>
          tx
            .update(proposals)
            .set({ outcome: "confirmed", decidedAt: NOW, decidedBy: lin.id })
            .where(eq(proposals.id, made!.id)),
        ),
      ).rejects.toThrow();
    }));

  it("the first administrator gives the first parts alone, and never again", () =>
    inTransaction(database, async (db) => {
      const id = await openAccount(
        { db, actor: PORTAL, now: NOW },
        { email: "tom@portal.example", name: "Tom", locale: "en", passwordHash: "x", staff: ["administrator"] },
      );
      const [{ id: lin }, { id: chen }] = [await anAccount(db), await anAccount(db)];
      const tom: Context = { db, actor: await personOf(db, id), now: NOW };
      const { id: fatima } = await anAccount(db);
      expect(await proposal.changeRoles(tom, fatima, { roles: ["observer"], reason: "" }, URL)).toEqual([]);
      expect(await proposal.changeRoles(tom, lin, { roles: ["secretariat"], reason: "" }, URL)).toEqual([]);
      expect((await personOf(db, lin)).staff).toEqual(["secretariat"]);
      const told = await db.select().from(notifications).where(eq(notifications.kind, "role-granted"));
      expect(told.map(({ accountId, params }) => [accountId, params])).toEqual([
        [fatima, expect.objectContaining({ role: "observer", link: `${URL}/sign-in` })],
        [lin, expect.objectContaining({ role: "secretariat", link: `${URL}/sign-in` })],
      ]);
      expect(await proposal.changeRoles(tom, chen, { roles: ["secretariat"], reason: "Second" }, URL)).toEqual([
        "secretariat",
      ]);
      await proposal.changeRoles(tom, lin, { roles: [], reason: "" }, URL);
      expect(await proposal.changeRoles(tom, lin, { roles: ["administrator"], reason: "Back" }, URL)).toEqual([
        "administrator",
      ]);
    }));
});

it.each(LOCALES)("letters name in %s what is proposed, as the page does", (locale) => {
  const {
    mail: { letters },
    admin,
  } = textsOf(locale);
  for (const about of STAFF_ROLES) {
    const what = admin.proposals.subjects[about];
    const params = { name: "N", by: "B", about, role: about, reason: "R", link: "L" };
    expect(letters["proposal-made"](params).body).toContain(what);
    expect(letters["role-granted"](params).body).toContain(what);
  }
});

describe("a lost second factor", () => {
  const withApp = (db: Db, accountId: string) =>
    db.insert(authenticatorApps).values({ accountId, sealedSecret: "x", lastStep: 0, addedAt: NOW });

  it("of somebody without rights is reset at once, on record and with a letter", () =>
    inTransaction(database, async (db) => {
      const { tom, joseph, as, types, letters } = await office(db);
      await withApp(db, joseph);
      await db.insert(recoveryCodes).values({ id: "c", accountId: joseph, madeAt: NOW });
      expect(await proposal.resetFactors(as(tom), joseph, "Seen in person", URL)).toBe(true);
      expect([await db.select().from(authenticatorApps), await db.select().from(recoveryCodes)]).toEqual([[], []]);
      expect(await types()).toEqual(["factor.reset"]);
      expect(await letters()).toEqual([`factor-reset ${joseph}`]);
      expect((await db.select().from(proposals))[0]).toMatchObject({
        outcome: "at-once",
        reason: "Seen in person",
        by: tom.id,
      });
    }));

  it("of a reviewer or of staff takes two", () =>
    inTransaction(database, async (db) => {
      const { tom, lin, chen, as } = await office(db);
      const juror = await aPanelMember(db, (await aRound(db)).id);
      for (const { id } of [juror, lin]) {
        await withApp(db, id);
        expect(await proposal.resetFactors(as(tom), id, "Phone stolen", URL)).toBe(false);
        await expect(proposal.resetFactors(as(tom), id, "Again", URL)).rejects.toMatchObject({
          because: "already-proposed-right",
        });
      }
      await db.delete(panelMembers).where(eq(panelMembers.accountId, juror.id));
      await expect(proposal.resetFactors(as(tom), juror.id, "On no panel any more", URL)).rejects.toMatchObject({
        because: "already-proposed-right",
        how: "not-now",
      });
      expect(await db.select().from(authenticatorApps)).toHaveLength(2);
      for (const { id, accountId } of await db.select().from(proposals)) {
        await expect(proposal.confirmProposal(as(tom), id, URL)).rejects.toMatchObject({ because: "own-proposal" });
        if (accountId === lin.id)
          await expect(proposal.confirmProposal(as(lin), id, URL)).rejects.toMatchObject({ because: "own-proposal" });
        await proposal.confirmProposal(as(chen), id, URL);
      }
      expect(await db.select().from(authenticatorApps)).toEqual([]);
    }));

  it("is never reset by the secretariat alone, nor one's own", () =>
    inTransaction(database, async (db) => {
      const { tom, lin, joseph, as } = await office(db);
      for (const actor of [lin, await aStaffMember(db, "observer")])
        await expect(
          proposal.changeRoles(as(actor), joseph, { roles: ["observer"], reason: "No" }, URL),
        ).rejects.toThrow();
      await expect(
        proposal.changeRoles(as(tom), tom.id, { roles: ["administrator", "observer"], reason: "Me" }, URL),
      ).rejects.toMatchObject({ because: "own-role" });
      expect((await personOf(db, joseph)).staff).toEqual([]);
      await expect(proposal.resetFactors(as(lin), joseph, "No", URL)).rejects.toMatchObject({
        because: "not-your-role",
      });
      await expect(proposal.resetFactors(as(tom), tom.id, "Me", URL)).rejects.toMatchObject({ because: "own-account" });
      await expect(proposal.resetFactors(as(await personOf(db, joseph)), tom.id, "No", URL)).rejects.toBeInstanceOf(
        NotFound,
      );
    }));

  it("is reset from the shell when nobody is left who could", () =>
    inTransaction(database, async (db) => {
      const { tom, letters } = await office(db);
      await withApp(db, tom.id);
      expect(await proposal.resetFactorsFromShell(db, "nobody@portal.example", URL, NOW)).toBe(false);
      expect(await proposal.resetFactorsFromShell(db, tom.email, URL, NOW)).toBe(true);
      expect([await db.select().from(authenticatorApps), await letters()]).toEqual([[], [`factor-reset ${tom.id}`]]);
      expect((await eventsOf({ db }, tom.id)).map(({ type }) => type)).toEqual(["factor.reset"]);
    }));
});
