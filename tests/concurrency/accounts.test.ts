import { and, eq, isNull, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { disableAccount, enableAccount } from "#app/domain/account/commands.server.ts";
import { createCity } from "#app/domain/city/commands.server.ts";
import { DomainError, Refused } from "#app/domain/errors.ts";
import * as factor from "#app/domain/factor/commands.server.ts";
import * as keyed from "#app/domain/factor/passkeys.server.ts";
import { codeAt } from "#app/domain/factor/rules.ts";
import { inviteToPanel, joinPanel } from "#app/domain/panel/commands.server.ts";
import * as proposal from "#app/domain/proposal/commands.server.ts";
import { addMember } from "#app/domain/team/commands.server.ts";
import { openPasskeys } from "#app/outside/passkeys.server.ts";
import { accounts, oneTimeTokens } from "#db/schema/account.ts";
import { passkeys } from "#db/schema/factor.ts";
import { notifications } from "#db/schema/notification.ts";
import { proposals } from "#db/schema/proposal.ts";
import { issueToken } from "#app/domain/link/commands.server.ts";
import { ANONYMOUS, PORTAL } from "#app/domain/context.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aCity, anAccount, aRound, aStaffMember, NOW, personOf } from "#tests/support/factories.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";
import { testServices } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const lettersTo = (accountId: string, kind: "account-enabled") =>
  db.$count(notifications, and(eq(notifications.accountId, accountId), eq(notifications.kind, kind)));

it("two administrators who shut each other's account at once leave one", async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, two] = [await aStaffMember(db, "administrator"), await aStaffMember(db, "administrator")];
    const tried = await Promise.allSettled([
      disableAccount({ db, actor: one, now: NOW }, two.id, "x"),
      disableAccount({ db, actor: two, now: NOW }, one.id, "y"),
    ]);
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of tried) if (each.status === "rejected") expect(each.reason).toBeInstanceOf(DomainError);
    const open = (await db.select({ id: accounts.id }).from(accounts).where(isNull(accounts.disabledAt))).map(
      ({ id }) => id,
    );
    expect([one.id, two.id].filter((id) => open.includes(id))).toHaveLength(1);
  }
});

it("an account that two open again at once is opened by the first, and told of once", async () => {
  const [{ id }, one, two] = [
    await anAccount(db),
    await aStaffMember(db, "administrator"),
    await aStaffMember(db, "administrator"),
  ];
  await disableAccount({ db, actor: one, now: NOW }, id, "x");
  const second = oneAfterTheOther(
    db,
    (tx) => enableAccount({ db: tx, actor: one, now: NOW }, id, ""),
    () => enableAccount({ db, actor: two, now: later(1) }, id, ""),
  );
  await expect(second).rejects.toBeInstanceOf(Refused);
  expect(await lettersTo(id, "account-enabled")).toBe(1);
});

it("B78: one code sent five times at the same moment opens one session", async () => {
  const { id, email } = await anAccount(db);
  const { seal } = testServices(db);
  const ctx = { db, actor: await personOf(db, id), now: NOW };
  const { secret } = factor.beginApp(ctx, seal);
  await factor.addApp(ctx, secret, codeAt(secret, NOW), seal);
  const steps = await Promise.all(
    [1, 2, 3, 4, 5].map(() => issueToken(ctx, { purpose: "sign-in-step", email, accountId: id })),
  );
  const tried = await Promise.all(
    steps.map((step) =>
      factor.finishSignIn({ db, actor: ANONYMOUS, now: later(60) }, step, codeAt(secret, later(60)), seal),
    ),
  );
  expect(tried.filter(Boolean)).toHaveLength(1);
});

it("two passkeys removed at once: the last one stays", async () => {
  const person = await aStaffMember(db);
  const rows = await db
    .insert(passkeys)
    .values(
      ["a", "b"].map((name) => ({
        accountId: person.id,
        credentialId: name,
        publicKey: Buffer.from("x"),
        counter: 0,
        synced: false,
        name,
        addedAt: NOW,
      })),
    )
    .returning();
  const tried = await Promise.allSettled(
    rows.map(({ id }) => keyed.removePasskey({ db, actor: person, now: NOW }, id)),
  );
  expect(tried.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await db.select().from(passkeys)).toHaveLength(1);
});

it("a proposal confirmed and declined at once is decided once", async () => {
  const [tom, lin, chen, { id }] = [
    await aStaffMember(db, "administrator"),
    await aStaffMember(db),
    await aStaffMember(db),
    await anAccount(db),
  ];
  await proposal.changeRoles(
    { db, actor: tom, now: NOW },
    id,
    { roles: ["secretariat"], reason: "x" },
    "https://award.example",
  );
  const [made] = await db.select().from(proposals);
  const tried = await Promise.allSettled([
    proposal.confirmProposal({ db, actor: lin, now: NOW }, made!.id, ""),
    proposal.declineProposal({ db, actor: chen, now: NOW }, made!.id),
  ]);
  expect(tried.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  for (const each of tried)
    if (each.status === "rejected") expect(each.reason).toMatchObject({ because: "already-decided" });
  const [decided] = await db.select().from(proposals);
  expect((await personOf(db, id)).staff).toEqual(decided!.outcome === "confirmed" ? ["secretariat"] : []);
});

it("of two who set somebody's roles at once the second goes by what the first has given", async () => {
  const { id } = await anAccount(db);
  const [one, two] = [await aStaffMember(db, "administrator"), await aStaffMember(db, "administrator")];
  const set = (roles: "observer"[], actor: typeof one, over = db) =>
    proposal.changeRoles({ db: over, actor, now: NOW }, id, { roles, reason: "x" }, "");
  const second = await oneAfterTheOther(
    db,
    (tx) => set(["observer"], one, tx),
    () => set(["observer"], two),
  );
  expect(second).toEqual([]);
  expect(await db.select().from(proposals).where(eq(proposals.accountId, id))).toHaveLength(1);
});

it("a second factor is not ended by one alone while its holder is being given a part", async () => {
  const { id } = await anAccount(db);
  const [one, two] = [await aStaffMember(db, "administrator"), await aStaffMember(db, "administrator")];
  await proposal.changeRoles({ db, actor: one, now: NOW }, id, { roles: ["observer"], reason: "x" }, "");
  const [made] = await db.select().from(proposals).where(eq(proposals.accountId, id));
  const ended = await oneAfterTheOther(
    db,
    (tx) => proposal.confirmProposal({ db: tx, actor: two, now: NOW }, made!.id, ""),
    () => proposal.resetFactors({ db, actor: two, now: NOW }, id, "lost", ""),
  );
  expect(ended).toBe(false);
});

it("nobody comes into the secretariat while they come into a team", async () => {
  const [{ id }, city] = [await anAccount(db), await aCity(db)];
  const [one, two] = [await aStaffMember(db, "administrator"), await aStaffMember(db, "administrator")];
  await proposal.changeRoles({ db, actor: one, now: NOW }, id, { roles: ["secretariat"], reason: "x" }, "");
  const [made] = await db.select().from(proposals).where(eq(proposals.accountId, id));
  const confirming = oneAfterTheOther(
    db,
    (tx) => addMember({ db: tx, actor: PORTAL, now: NOW }, { cityId: city.id, accountId: id, role: "editor" }),
    () => proposal.confirmProposal({ db, actor: two, now: NOW }, made!.id, ""),
  );
  await expect(confirming).rejects.toMatchObject({ because: "roles-apart" });
  expect((await personOf(db, id)).staff).toEqual([]);
});

it.each(["team", "panel", "team of a new city"] as const)(
  "nobody comes into a %s while they come into the office",
  async (what) => {
    const [{ id }, city, round] = [await anAccount(db), await aCity(db), await aRound(db)];
    const [one, two] = [await aStaffMember(db, "administrator"), await aStaffMember(db, "administrator")];
    const lin = await aStaffMember(db);
    const { email } = await personOf(db, id);
    if (what === "panel")
      await inviteToPanel({ db, actor: lin, now: NOW }, round.id, { email, role: "reviewer" }, "https://award.example");
    const role = what === "panel" ? "secretariat" : "observer";
    await proposal.changeRoles({ db, actor: one, now: NOW }, id, { roles: [role], reason: "x" }, "");
    const [made] = await db.select().from(proposals).where(eq(proposals.accountId, id));
    const joining = { db, actor: await personOf(db, id), now: NOW };
    const ways: Record<typeof what, () => Promise<unknown>> = {
      team: () => addMember({ db, actor: PORTAL, now: NOW }, { cityId: city.id, accountId: id, role: "editor" }),
      panel: () => joinPanel(joining, { roundId: round.id, accountId: id, role: "reviewer" }),
      "team of a new city": () => createCity(joining, { name: "Mbarara", country: "UG" }, ""),
    };
    const coming = oneAfterTheOther(
      db,
      (tx) => proposal.confirmProposal({ db: tx, actor: two, now: NOW }, made!.id, ""),
      ways[what],
    );
    await expect(coming).rejects.toMatchObject({ because: "roles-apart" });
    expect(await personOf(db, id)).toMatchObject({ staff: [role], teams: [], panels: [] });
  },
);

it("a challenge for a passkey is spent by the first answer, whatever it says", async () => {
  const keys = openPasskeys("https://award.example");
  const { challenge } = (await keyed.askToSignIn({ db, actor: ANONYMOUS, now: NOW }, keys)) as { challenge: string };
  const tried = await Promise.all(
    [1, 2, 3].map(() =>
      keyed.signInWithPasskey({ db, actor: ANONYMOUS, now: NOW }, { id: "unknown", challenge, response: {} }, keys),
    ),
  );
  expect(tried).toEqual([null, null, null]);
  expect(
    (await db.select().from(oneTimeTokens)).filter(({ purpose, usedAt }) => purpose === "passkey-challenge" && usedAt),
  ).toHaveLength(1);
});

it("of two answers with one passkey that count alike, as by a copy of it, the second does not hold", async () => {
  const { id: accountId } = await anAccount(db);
  const key = { accountId, credentialId: "copied", publicKey: Buffer.from("x"), counter: 1, synced: false };
  await db.insert(passkeys).values({ ...key, name: "key", addedAt: NOW });
  const real = openPasskeys("https://award.example");
  // Stands for the check of a signature, which refuses a counter that has not grown.
  const keys: typeof real = {
    ...real,
    signed: async (_given, _to, known) => (known.counter < 2 ? { counter: 2 } : null),
  };
  const anybody = { db, actor: ANONYMOUS, now: NOW };
  const ask = async () => ((await keyed.askToSignIn(anybody, keys)) as { challenge: string }).challenge;
  const answers = [await ask(), await ask()].map((challenge) => ({ id: key.credentialId, challenge, response: {} }));
  const second = await oneAfterTheOther(
    db,
    async (tx) =>
      expect(await keyed.signInWithPasskey({ ...anybody, db: tx }, answers[0]!, keys)).toMatchObject({ accountId }),
    () => keyed.signInWithPasskey(anybody, answers[1]!, keys),
  );
  expect(second).toBeNull();
});

it("what a browser says of a passkey is checked while nothing is held", async () => {
  const { id: accountId, email } = await anAccount(db);
  const [person, anybody] = [
    { db, actor: await personOf(db, accountId), now: NOW },
    { db, actor: ANONYMOUS, now: NOW },
  ];
  const held = async () =>
    Number(
      (
        await db.execute(sql`select count(*) as n from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'`)
      )[0]!["n"],
    );
  const transactions: number[] = [];
  const checked = async <Answer>(answer: Answer) => {
    transactions.push(await held());
    return answer;
  };
  const facts = { credentialId: "slow", publicKey: Buffer.from("x"), counter: 0, transports: [], synced: false };
  const keys = {
    registration: ({ challenge }: { challenge: string }) => checked({ challenge }),
    registered: () => checked(facts),
    request: (challenge: string) => checked({ challenge }),
    signed: () => checked({ counter: 0 }),
  };
  const made = (await keyed.askForPasskey(person, keys)) as { challenge: string };
  expect(await keyed.addPasskey(person, { name: "key", passkey: { id: "slow", response: {}, ...made } }, keys)).toBe(
    true,
  );
  const asked = (await keyed.askToSignIn(anybody, keys)) as { challenge: string };
  expect(await keyed.signInWithPasskey(anybody, { id: "slow", response: {}, ...asked }, keys)).toEqual({
    accountId,
    email,
  });
  expect(transactions).toEqual([0, 0, 0, 0]);
});

it("a passkey that was removed, or whose account was shut, while it was being checked lets nobody in", async () => {
  for (const change of [
    (accountId: string) => db.delete(passkeys).where(eq(passkeys.accountId, accountId)),
    (accountId: string) => db.update(accounts).set({ disabledAt: NOW }).where(eq(accounts.id, accountId)),
  ]) {
    const { id: accountId } = await anAccount(db);
    const key = { accountId, credentialId: accountId, publicKey: Buffer.from("x"), counter: 1, synced: false };
    await db.insert(passkeys).values({ ...key, name: "key", addedAt: NOW });
    const real = openPasskeys("https://award.example");
    const keys: typeof real = { ...real, signed: () => change(accountId).then(() => ({ counter: 2 })) };
    const anybody = { db, actor: ANONYMOUS, now: NOW };
    const { challenge } = (await keyed.askToSignIn(anybody, keys)) as { challenge: string };
    expect(await keyed.signInWithPasskey(anybody, { id: accountId, challenge, response: {} }, keys)).toBeNull();
  }
});
