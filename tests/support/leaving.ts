import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { JUDGING } from "./factories.ts";

/** How somebody ceases to hold what they signed with. */
export const WAYS_TO_LEAVE: [string, (tx: Db, accountId: string) => Promise<unknown>][] = [
  ["their account is shut", (tx, id) => tx.update(accounts).set({ disabledAt: JUDGING }).where(eq(accounts.id, id))],
  [
    "their part is taken from them",
    async (tx, id) => {
      await tx.delete(roleGrants).where(eq(roleGrants.accountId, id));
      await tx.delete(panelMembers).where(and(eq(panelMembers.accountId, id), eq(panelMembers.role, "chair")));
    },
  ],
];
