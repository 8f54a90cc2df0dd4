import { createHash } from "node:crypto";
import { and, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { accounts, oneTimeTokens } from "#db/schema/account.ts";
import { proposals } from "#db/schema/proposal.ts";
import { type Actor, type Context, PARTS_FOR_TWO } from "../context.ts";
import { NotFound } from "../errors.ts";
import { isToken, type TokenPurpose } from "./rules.ts";

export const tokenId = (token: string): string => createHash("sha256").update(token).digest("hex");

/**
 * SQL, for queries over one-time links: a part that takes two persons is given by a link only where the second one
 * agreed, before it was sent, to this account or address. Either will do: an address may change in between.
 */
const isAgreed = sql`(
  (${oneTimeTokens.grants}->>'role' = any(${sql.param(`{${PARTS_FOR_TWO.join()}}`)}::text[])) is not true
  or exists (
    select 1
    from ${proposals} "agreed"
    where "agreed".outcome = 'confirmed'
      and "agreed".kind::text = ${oneTimeTokens.grants}->>'role'
      and "agreed".round_id::text = ${oneTimeTokens.grants}->>'roundId'
      and ("agreed".account_id = ${oneTimeTokens.accountId} or "agreed".email = ${oneTimeTokens.email})
      and "agreed".decided_at <= ${oneTimeTokens.createdAt}
  )
)`;

/**
 * The link behind a token while it holds. 404 for one that is used, expired, invented, made for something else, or that
 * lacks its second person.
 */
export async function getLink({ db, now }: Context<Actor>, token: string, ...purposes: TokenPurpose[]) {
  if (!isToken(token)) throw new NotFound();
  const [link] = await db
    .select({
      id: oneTimeTokens.id,
      purpose: oneTimeTokens.purpose,
      email: oneTimeTokens.email,
      accountId: oneTimeTokens.accountId,
      grants: oneTimeTokens.grants,
      invitedBy: accounts.name,
    })
    .from(oneTimeTokens)
    .leftJoin(accounts, eq(accounts.id, oneTimeTokens.createdBy))
    .where(
      and(
        eq(oneTimeTokens.id, tokenId(token)),
        inArray(oneTimeTokens.purpose, purposes),
        isNull(oneTimeTokens.usedAt),
        gt(oneTimeTokens.expiresAt, now),
        isAgreed,
      ),
    );
  if (!link) throw new NotFound();
  return link;
}

export type Link = Awaited<ReturnType<typeof getLink>>;

/**
 * SQL, for queries over one-time links: invitations to one city's team or one round's panel that nobody has taken up
 * and that still hold.
 */
export const isOpenInvitation = (
  { now }: Pick<Context<Actor>, "now">,
  purpose: "join-team" | "join-panel",
  place: { cityId: string } | { roundId: string },
) =>
  and(
    eq(oneTimeTokens.purpose, purpose),
    sql`${oneTimeTokens.grants} @> ${JSON.stringify(place)}::jsonb`,
    isNull(oneTimeTokens.usedAt),
    gt(oneTimeTokens.expiresAt, now),
    isAgreed,
  );
