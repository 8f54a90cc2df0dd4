import { PORTAL } from "#app/domain/context.ts";
import { submitCompleteDrafts } from "#app/domain/submission/commands.server.ts";
import type { Services } from "#app/services.server.ts";

/** What follows when a call has closed: complete drafts are sealed where the call provides it. */
export async function atTheBell({ db, config }: Pick<Services, "db" | "config">, now: Date): Promise<void> {
  await submitCompleteDrafts({ db, actor: PORTAL, now }, config.publicUrl);
}
