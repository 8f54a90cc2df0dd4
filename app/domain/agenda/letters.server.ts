import { type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { citations } from "#db/schema/citation.ts";
import { conflictWaivers } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { packages } from "#db/schema/package.ts";
import { proposals } from "#db/schema/proposal.ts";
import { rounds } from "#db/schema/round.ts";
import { screenings } from "#db/schema/screening.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { eachAccount } from "../asker.server.ts";
import type { Actor, Context } from "../context.ts";
import { closesAtOfEntry } from "../cycle/queries.server.ts";
import { isSubmitted } from "../entry/queries.server.ts";
import type { LetterKind } from "../notification/rules.ts";
import { isWithdrawn, type Owed, tellOnce, withdrawSettled } from "../notification/commands.server.ts";
import { visibleTo } from "../screening/queries.server.ts";
import { isApprover, isCorrector } from "./queries.server.ts";

const ACCOUNT = sql`${accounts.id}`;
/** Ineligible entries are told of once nobody has found another for this long, in seconds: one letter for a sitting. */
const SITTING = 3600;

/**
 * Tells whoever may be the second person that something waits for them, by the rule of what waits on their desk: a
 * proposed list, a correction of words that two have signed, entries found ineligible. At most one letter a person and
 * matter, however often it is proposed; answers how many were owed. Of proposed rights, of conflicts to be lifted and
 * of signed packages whoever proposes them tells at once.
 */
export function tellSecondPersons(outer: Context<Actor>, publicUrl: string): Promise<number> {
  return tellOnce(outer, { kind: "second-signature", about: "second signatures" }, async (ctx) => [
    ...(await ofLists(ctx, publicUrl)),
    ...(await ofCorrections(ctx, publicUrl)),
    ...(await ofIneligible(ctx, publicUrl)),
  ]);
}

/** Letters to a second person. */
export const TO_SECOND_PERSONS: readonly LetterKind[] = ["second-signature", "ineligible-waits", "proposal-made"];

/** Ends letters to a second person that are not out yet, where what they ask for is decided or taken back. */
export function endSettledLetters(ctx: Context<Actor>): Promise<void> {
  const lapsing = sql`
    select ${nameOfList} from ${finalisations} f cross join ${accounts} where ${isApprover(ACCOUNT)}
    union all
    select ${nameOfCorrection} from ${citations} t cross join ${accounts} where ${isCorrector(ACCOUNT)}
    union all
    select concat_ws(':', 'ineligible-waits', e.cycle_id, e.account_id) from (${ineligible(ctx)}) e
    union all
    select concat('proposal-made:', p.id) from ${proposals} p where p.outcome is null
    union all
    select concat('package-proposed:', p.id) from ${packages} p where p.outcome is null
    union all
    select concat_ws(':', 'waiver-proposed', w.entry_id, w.account_id, ${isoOf(sql`w.at`)})
    from ${conflictWaivers} w
    where w.confirmed_at is null`;
  return withdrawSettled(ctx, TO_SECOND_PERSONS, lapsing);
}

const isoOf = (moment: SQL): SQL => sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

type Told = { dedupe: string; account_id: string; email: string; locale: string };
const PERSON = sql`${ACCOUNT} as account_id, ${accounts.email} as email, ${accounts.locale} as locale`;
const to = (person: Told) => ({
  dedupe: person.dedupe,
  accountId: person.account_id,
  email: person.email,
  locale: localeOr(person.locale),
});

/** Of rows that would be letters those whose letter was not owed yet, or never went out. */
const untold = (rows: SQL): SQL => sql`
  select w.*
  from (${rows}) w
  where not exists (select 1 from ${notifications} where ${notifications.dedupe} = w.dedupe and not ${hasLapsed})
  order by w.dedupe`;
const hasLapsed = sql`coalesce(${isWithdrawn}, false)`;

const nameOfList = sql`concat_ws(':', 'second-signature', f.round_id, f.list_sha256, ${ACCOUNT})`;

async function ofLists({ db }: Context<Actor>, publicUrl: string): Promise<Owed[]> {
  const lists = await db.execute<Told & { round_id: string; round: Localised; cycle: Localised; by: string }>(
    untold(sql`
      select ${nameOfList} as dedupe, ${PERSON}, f.round_id, r.name as round, c.name as cycle, p.name as by
      from ${finalisations} f
      join ${rounds} r on r.id = f.round_id
      join ${cycles} c on c.id = r.cycle_id
      join ${accounts} p on p.id = f.proposed_by
      cross join ${accounts}
      where ${accounts.disabledAt} is null and not c.archived and ${isApprover(ACCOUNT)}`),
  );
  return lists.map((list): Owed => {
    const recipient = to(list);
    const [round, cycle] = [say(list.round, recipient.locale), say(list.cycle, recipient.locale)];
    const link = `${publicUrl}/rounds/${list.round_id}/finalisation`;
    return { ...recipient, kind: "second-signature", params: { round, cycle, by: list.by, link } };
  });
}

const nameOfCorrection = sql`concat_ws(':', 'correction-waits', t.round_id, t.entry_id, t.version, ${ACCOUNT})`;

async function ofCorrections({ db }: Context<Actor>, publicUrl: string): Promise<Owed[]> {
  const corrections = await db.execute<
    Told & { round_id: string; entry_id: string; code: string; by: string; reason: string }
  >(
    untold(sql`
      select ${nameOfCorrection} as dedupe, ${PERSON}, t.round_id, t.entry_id, t.reason, e.code, p.name as by
      from ${citations} t
      join ${entries} e on e.id = t.entry_id
      join ${accounts} p on p.id = t.written_by
      cross join ${accounts}
      where ${accounts.disabledAt} is null and ${isCorrector(ACCOUNT)}`),
  );
  return corrections.map(({ round_id, entry_id, code, by, reason, ...person }): Owed => {
    const link = `${publicUrl}/rounds/${round_id}/selection/${entry_id}/citation`;
    return { ...to(person), kind: "proposal-made", params: { name: code, by, about: "correction", reason, link } };
  });
}

/** What each of the secretariat may confirm or open again of what others found ineligible, by cycle. */
const ineligible = ({ now }: Context<Actor>): SQL => sql`
  select ${cycles.id} as cycle_id, ${cycles.name} as cycle, ${PERSON}, max(s.at) as newest, count(*) as entries
  from ${screenings} s
  join ${entries} on ${entries.id} = s.entry_id
  join ${cycles} on ${cycles.id} = ${entries.cycleId}
  cross join ${accounts}
  where s.outcome = 'ineligible' and s.confirmed_at is null and s.by <> ${ACCOUNT}
    and ${accounts.disabledAt} is null and not ${cycles.archived}
    and ${isSubmitted(sql`${entries.id}`)} and ${closesAtOfEntry} < ${now.toISOString()}::timestamptz
    and ${eachAccount(now).isStaff("secretariat")} and ${visibleTo(eachAccount(now))}
  group by ${cycles.id}, ${accounts.id}`;

async function ofIneligible(ctx: Context<Actor>, publicUrl: string): Promise<Owed[]> {
  const found = await ctx.db.execute<Told & { cycle_id: string; cycle: Localised; entries: string }>(
    untold(sql`
      select concat_ws(':', 'ineligible-waits', e.cycle_id, e.account_id, ${isoOf(sql`e.newest`)}) as dedupe, e.*
      from (${ineligible(ctx)}) e
      where e.newest < ${ctx.now.toISOString()}::timestamptz - make_interval(secs => ${SITTING})
        and not exists (
          select 1
          from ${notifications}
          where ${notifications.kind} = 'ineligible-waits'
            and starts_with(${notifications.dedupe}, concat_ws(':', 'ineligible-waits', e.cycle_id, e.account_id))
            and ${notifications.createdAt} > e.newest
            and not ${hasLapsed}
        )`),
  );
  return found.map(({ cycle_id, cycle, entries: count, ...person }): Owed => {
    const recipient = to(person);
    const link = `${publicUrl}/secretariat/cycles/${cycle_id}?state=received`;
    const params = { cycle: say(cycle, recipient.locale), count, link };
    return { ...recipient, kind: "ineligible-waits", params };
  });
}
