import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { beat } from "#app/domain/extension/commands.server.ts";
import { sendDueReminders } from "#app/domain/reminder/commands.server.ts";
import { tellOfPublished } from "#app/domain/result/letters.server.ts";
import { submitCompleteDrafts } from "#app/domain/submission/commands.server.ts";
import type { Services } from "#app/services.server.ts";

/**
 * Says every minute that the portal runs, reminds teams of their drafts on the days of the schedule, and does what
 * follows when a call has closed: complete drafts are sealed where the call provides it. What has become public gets
 * its certificates, and its teams their letters.
 */
export async function atTheBell({ db, config }: Pick<Services, "db" | "config">, now: Date): Promise<void> {
  await beat({ db, actor: PORTAL, now }, config.publicUrl);
  await sendDueReminders({ db, actor: PORTAL, now }, config.publicUrl);
  await tellOfPublished({ db, actor: PORTAL, now }, config.publicUrl);
  await certifyPublished({ db, actor: PORTAL, now });
  await submitCompleteDrafts({ db, actor: PORTAL, now }, config.publicUrl);
}
