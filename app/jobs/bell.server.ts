import { eachApart } from "#app/domain/apart.ts";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { beat } from "#app/domain/extension/commands.server.ts";
import { sealOverCalls } from "#app/domain/extension/sealing.server.ts";
import { sendDueReminders, sendDueReviewReminders } from "#app/domain/reminder/commands.server.ts";
import { tellOfPublished } from "#app/domain/result/letters.server.ts";
import { submitCompleteDrafts } from "#app/domain/submission/commands.server.ts";
import type { Services } from "#app/services.server.ts";

/**
 * Says every minute that the portal runs, does what follows when a call has closed (complete drafts are submitted where
 * the call provides it, and then the list of its entries is sealed), and reminds teams of their drafts on the days of
 * the schedule, and reviewers of what is missing. What has become public gets its certificates, and its teams their
 * letters. What fails is thrown once all else is done.
 */
export async function atTheBell({ db, config }: Pick<Services, "db" | "config">, now: Date): Promise<void> {
  const ctx = { db, actor: PORTAL, now };
  await eachApart([
    async () => {
      await beat(ctx, config.publicUrl); // first: lists wait for what is decided after an outage that it finds
      await eachApart([() => submitCompleteDrafts(ctx, config.publicUrl), () => sealOverCalls(ctx)]);
    },
    () => sendDueReminders(ctx, config.publicUrl),
    () => sendDueReviewReminders(ctx, config.publicUrl),
    () => tellOfPublished(ctx, config.publicUrl),
    () => certifyPublished(ctx),
  ]);
}
