import { eq } from "drizzle-orm";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import AccountPage, { loader } from "#app/routes/account/own.tsx";
import { accounts } from "#db/schema/account.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { anAccount } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../../ui/render.tsx";

const { db } = await testDatabase();

it("since when one has an account is the day it was where one is", () =>
  inTransaction(db, async (tx) => {
    const me = await anAccount(tx);
    await tx
      .update(accounts)
      .set({ createdAt: new Date("2026-11-03T20:00:00Z") })
      .where(eq(accounts.id, me.id));
    const { data } = await answerOf(loader(await visitAs(tx, me, "/account")));
    const router = createMemoryRouter([{ id: "page", path: "*", Component: AccountPage, loader: () => data ?? null }], {
      hydrationData: { loaderData: { page: data } },
    });
    const page = <RouterProvider router={router} />;
    expect(words(render(page, "en", "America/Bogota"))).toContain("3 November 2026");
    expect(words(render(page, "en", "Asia/Shanghai"))).toContain("4 November 2026");
    router.dispose();
  }));
