import { sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { notifications } from "#db/schema/notification.ts";
import { rounds } from "#db/schema/round.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Actor, Context } from "../context.ts";
import { type Owed, tellOnce } from "../notification/commands.server.ts";
import { isApprover } from "./queries.server.ts";

const KIND = "second-signature";

type Waiting = {
  dedupe: string;
  account_id: string;
  email: string;
  locale: string;
  round_id: string;
  round: Localised;
  cycle: Localised;
  by: string;
};

/**
 * Tells whoever may give the second signature under a proposed list that it waits, by the rule of what waits on their
 * desk: nobody who must not see all of it, nor the proposer. At most one letter a person and list, however often it is
 * proposed; answers how many were owed.
 */
export function tellApprovers(outer: Context<Actor>, publicUrl: string): Promise<number> {
  return tellOnce(outer, { kind: KIND, about: "second signatures" }, async (ctx) =>
    (await untold(ctx)).map((each): Owed => {
      const locale = localeOr(each.locale);
      const { dedupe, account_id: accountId, email } = each;
      const link = `${publicUrl}/rounds/${each.round_id}/finalisation`;
      const params = { round: say(each.round, locale), cycle: say(each.cycle, locale), by: each.by, link };
      return { dedupe, accountId, email, locale, kind: KIND, params };
    }),
  );
}

const untold = ({ db }: Context<Actor>) =>
  db.execute<Waiting>(sql`
    select w.*
    from (
      select concat_ws(':', ${KIND}::text, f.round_id, f.list_sha256, ${accounts.id}) as dedupe,
        ${accounts.id} as account_id, ${accounts.email} as email, ${accounts.locale} as locale,
        f.round_id, r.name as round, c.name as cycle, p.name as by
      from ${finalisations} f
      join ${rounds} r on r.id = f.round_id
      join ${cycles} c on c.id = r.cycle_id
      join ${accounts} p on p.id = f.proposed_by
      cross join ${accounts}
      where ${accounts.disabledAt} is null and not c.archived and ${isApprover(sql`${accounts.id}`)}
    ) w
    where not exists (select 1 from ${notifications} n where n.dedupe = w.dedupe)
    order by w.dedupe`);
