import { expect, it } from "vitest";
import * as account from "#app/domain/account/commands.server.ts";
import { requestPasswordReset, resetPassword } from "#app/domain/sign-in/commands.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { ANONYMOUS, PORTAL } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anAccount, NOW } from "#tests/support/factories.ts";
import { mailedToken } from "#tests/support/letters.ts";

const { db } = await testDatabase();
const nobody = { db, actor: ANONYMOUS, now: NOW };

it("B75: of five who use one link at the same moment, one succeeds", async () => {
  const { id, email } = await anAccount(db);
  await requestPasswordReset(nobody, email, "https://award.example");
  const token = await mailedToken(db, email);
  const tried = await Promise.allSettled(["a", "b", "c", "d", "e"].map((hash) => resetPassword(nobody, token, hash)));
  expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const each of tried) if (each.status === "rejected") expect(each.reason).toBeInstanceOf(NotFound);
  expect((await eventsOf({ db }, id)).filter(({ type }) => type === "account.password-changed")).toHaveLength(1);
});

it("one address registered five times at the same moment is one account", async () => {
  const given = { email: "amara@kampala.example", name: "Amara Okello", locale: "en", passwordHash: "x" };
  await Promise.all(Array.from({ length: 5 }, () => account.registerAccount(nobody, given, "https://award.example")));
  const found = await account.openAccount({ db, actor: PORTAL, now: NOW }, given);
  expect((await eventsOf({ db }, found)).map(({ type }) => type)).toEqual(["account.registered"]);
});

it("one setup link makes one administrator, however many open it", async () => {
  const token = (await account.firstAdministratorLink(db, "https://award.example", NOW))!.split("/").at(-1)!;
  const tried = await Promise.allSettled(
    [1, 2, 3].map((n) =>
      account.createFirstAdministrator(nobody, token, {
        email: `tom${n}@portal.example`,
        name: "Tom",
        locale: "en",
        passwordHash: "x",
      }),
    ),
  );
  expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const each of tried) if (each.status === "rejected") expect(each.reason).toBeInstanceOf(NotFound);
});
