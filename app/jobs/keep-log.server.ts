import { signLog } from "#app/domain/commitment/commands.server.ts";
import { isUnsigned } from "#app/domain/commitment/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { keepUp } from "#app/domain/proof/commands.server.ts";
import type { Services } from "#app/services.server.ts";

/** States what the clock makes due, and signs what was stated. */
export async function keepLog({ db, logKey }: Pick<Services, "db" | "logKey">, now: Date): Promise<void> {
  await keepUp({ db, now });
  if (await isUnsigned({ db })) await signLog({ db, actor: PORTAL, now }, logKey);
}
