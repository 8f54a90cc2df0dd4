import { and, eq, isNull, sql } from "drizzle-orm";
import { cities } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { findByEmail } from "../account/queries.server.ts";
import { type AuditEvent, entryStream, type EventType } from "../audit/rules.ts";
import { foundCity, type NewCity } from "../city/commands.server.ts";
import { correspondents } from "../team/queries.server.ts";
import type { Context } from "../context.ts";
import { closesAtFor } from "../cycle/rules.ts";
import { getDraft, lockEntry } from "../entry/queries.server.ts";
import { Invalid, NotFound } from "../errors.ts";
import { owe, oweAll } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canAnswer, canInvite, canLeave, canRemove } from "./policy.ts";
import { invitationFacts } from "./queries.server.ts";

/**
 * Names a city that shall enter together with the one whose entry it is, and mails its invitation. A city the portal
 * does not know is added, without a team. The link opens nothing by itself: whoever gets it answers as an owner or
 * editor of that city's team. Invalid for the own city and for one that was asked already.
 */
export function inviteCoApplicant(
  outer: Context,
  entryId: string,
  { email, ...place }: NewCity & { email: string },
  locale: string,
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockEntry(ctx, entryId);
    const draft = await getDraft(ctx, entryId);
    authorise(canInvite(ctx.actor, { ...draft, standing: draft.coApplicants.length }, ctx.now));
    const { cityId, event: added } = await foundCity(ctx, place);
    if (cityId === draft.cityId) throw new Invalid({ name: "own-city" });
    const [invited] = await ctx.db
      .insert(coApplicants)
      .values({ entryId, cityId, email, invitedAt: ctx.now, invitedBy: ctx.actor.id })
      .onConflictDoNothing()
      .returning({ id: coApplicants.id });
    if (!invited) throw new Invalid({ name: "already-asked" });
    const [city] = await ctx.db.select({ name: cities.name }).from(cities).where(eq(cities.id, cityId));
    const holder = await findByEmail(ctx, email);
    const to = localeOr(holder?.locale ?? locale);
    await owe(ctx, {
      dedupe: `co-applicant:${invited.id}`,
      accountId: holder?.id ?? null,
      email,
      locale: to,
      kind: "co-applicant-invited",
      params: {
        city: city!.name,
        lead: draft.cityName,
        inviter: ctx.actor.name,
        title: draft.title || draft.code,
        cycle: say(draft.cycle.name, to),
        closes: formatMoment(closesAtFor(draft.cycle, draft), to, draft.cycle.timeZone),
        link: `${publicUrl}/joint-entries/${invited.id}`,
      },
    });
    return { result: undefined, event: [...added, about(entryId, "co-applicant.invited", invited.id, cityId)] };
  });
}

/**
 * The invited city's answer, once: with a yes its team reads the entry, and the next submission names the city. The
 * team whose entry it is gets a letter.
 */
export function answerInvitation(outer: Context, id: string, accepted: boolean, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const invitation = await lockInvitation(ctx, id);
    authorise(canAnswer(ctx.actor, invitation, ctx.now));
    await ctx.db
      .update(coApplicants)
      .set({ accepted, answeredAt: ctx.now, answeredBy: ctx.actor.id })
      .where(and(eq(coApplicants.id, id), isNull(coApplicants.accepted)));
    await tellLead(ctx, invitation, accepted ? "yes" : "no", publicUrl);
    return {
      result: undefined,
      event: about(
        invitation.entryId,
        accepted ? "co-applicant.accepted" : "co-applicant.declined",
        id,
        invitation.cityId,
      ),
    };
  });
}

/**
 * The city leaves the joint entry: its team reads it no longer, and the next submission does not name it. The team
 * whose entry it is gets a letter.
 */
export function leaveJointEntry(outer: Context, id: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const invitation = await lockInvitation(ctx, id);
    authorise(canLeave(ctx.actor, invitation, ctx.now));
    await end(ctx, id);
    await tellLead(ctx, invitation, "left", publicUrl);
    return { result: undefined, event: about(invitation.entryId, "co-applicant.left", id, invitation.cityId) };
  });
}

/**
 * Takes a city off an entry, or its invitation back. A city that had accepted gets a letter. 404 where it is not one of
 * this entry's.
 */
export function removeCoApplicant(outer: Context, entryId: string, id: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockEntry(ctx, entryId);
    const invitation = await invitationFacts(ctx, id);
    if (invitation.entryId !== entryId) throw new NotFound();
    authorise(canRemove(ctx.actor, invitation, ctx.now));
    await end(ctx, id);
    const { code, title, city, lead, cityId } = invitation;
    const told = invitation.state === "accepted" ? await correspondents(ctx, cityId) : [];
    await oweAll(
      ctx,
      told.map((person) => ({
        ...person,
        dedupe: `co-applicant-removed:${id}:${person.accountId}`,
        kind: "co-applicant-removed" as const,
        params: { code, title: title || code, city: city.name, lead: lead.name },
      })),
    );
    return { result: undefined, event: about(entryId, "co-applicant.removed", id, cityId) };
  });
}

/** Holds the entry first, so that what is sealed names the cities as they stand. */
async function lockInvitation(ctx: Context, id: string) {
  await lockEntry(ctx, sql`(select k.entry_id from ${coApplicants} k where k.id = ${id})`);
  return invitationFacts(ctx, id);
}

async function end({ db, actor, now }: Context, id: string): Promise<void> {
  await db.update(coApplicants).set({ endedAt: now, endedBy: actor.id }).where(eq(coApplicants.id, id));
}

async function tellLead(
  ctx: Context,
  { id, entryId, code, title, city, lead }: Awaited<ReturnType<typeof invitationFacts>>,
  answer: "yes" | "no" | "left",
  publicUrl: string,
): Promise<void> {
  const params = {
    code,
    title: title || code,
    city: city.name,
    answer,
    link: `${publicUrl}/entries/${entryId}/co-applicants`,
  };
  const team = await correspondents(ctx, lead.id);
  await oweAll(
    ctx,
    team.map((person) => ({
      ...person,
      dedupe: `co-applicant-answered:${id}:${answer}:${person.accountId}`,
      kind: "co-applicant-answered" as const,
      params,
    })),
  );
}

const about = (entryId: string, type: EventType, coApplicant: string, city: string): AuditEvent => ({
  type,
  stream: entryStream(entryId),
  subjectId: entryId,
  details: { coApplicant, city },
});
