import { inArray, sql } from "drizzle-orm";
import { entries } from "#db/schema/entry.ts";
import { presences } from "#db/schema/presence.ts";
import { sections } from "#db/schema/question.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";

/**
 * Notes that one is in a section of an entry of one's team. It changes nothing about the entry and is worth nothing
 * after `PRESENT_FOR`, so it leaves no audit event. NotFound for anybody else, and for a section that the form has not.
 */
export async function markPresent(
  { db, actor, now }: Context,
  { entryId, sectionKey }: { entryId: string; sectionKey: string },
): Promise<void> {
  const ofOwnTeam = inArray(
    entries.cityId,
    actor.teams.map(({ cityId }) => cityId),
  );
  const noted = await db.execute(sql`
    insert into ${presences} as p (entry_id, account_id, section_key, seen_at)
    select ${entries.id}, ${actor.id}::uuid, ${sections.key}, ${now.toISOString()}::timestamptz
    from ${entries} join ${sections} on ${sections.cycleId} = ${entries.cycleId} and ${sections.key} = ${sectionKey}
    where ${entries.id} = ${entryId} and ${ofOwnTeam}
    on conflict (entry_id, account_id) do update set section_key = excluded.section_key, seen_at = excluded.seen_at
    returning p.entry_id`);
  if (noted.length === 0) throw new NotFound();
}
