import { and, eq } from "drizzle-orm";
import { feedback } from "#db/schema/feedback.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { entryStream } from "../audit/rules.ts";
import { correspondents } from "../team/queries.server.ts";
import type { Context } from "../context.ts";
import { closesAtFor } from "../cycle/rules.ts";
import { lockEntry } from "../entry/queries.server.ts";
import { type Owed, oweAll } from "../notification/commands.server.ts";
import { wroteJustNow } from "../once.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canGiveFeedback, mayGiveFeedback } from "./policy.ts";
import { getEarlyEntry } from "./queries.server.ts";

/**
 * Tells a team what could be better about the version it sent by the early date; everybody in it who can work on the
 * entry gets a letter. What was sent stays as it is, and counts until the team sends another. The same words pressed
 * twice are said once.
 */
export function giveFeedback(outer: Context, entryId: string, text: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(mayGiveFeedback(ctx.actor));
    await lockEntry(ctx, entryId);
    const entry = await getEarlyEntry(ctx, entryId);
    authorise(canGiveFeedback(ctx.actor, entry, ctx.now));
    const { submissionId, number, cityId, code, title, cycle } = entry;
    const same = and(eq(feedback.submissionId, submissionId), eq(feedback.text, text), wroteJustNow(ctx, feedback));
    if ((await ctx.db.$count(feedback, same)) > 0) return { result: undefined, event: [] };
    const [given] = await ctx.db
      .insert(feedback)
      .values({ submissionId, text, at: ctx.now, by: ctx.actor.id })
      .returning({ id: feedback.id });
    const closesAt = closesAtFor(cycle, entry);
    const letters = (await correspondents(ctx, cityId)).map((person): Owed => {
      const { locale } = person;
      const params = {
        code,
        title,
        cycle: say(cycle.name, locale),
        closes: formatMoment(closesAt, locale, cycle.timeZone),
        closesUtc: formatMoment(closesAt, locale, "UTC"),
        link: `${publicUrl}/entries/${entryId}#feedback`,
      };
      return { ...person, dedupe: `feedback-given:${given!.id}:${person.accountId}`, kind: "feedback-given", params };
    });
    await oweAll(ctx, letters);
    return {
      result: undefined,
      event: {
        type: "feedback.given",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { feedback: given!.id, submission: number },
      },
    };
  });
}
