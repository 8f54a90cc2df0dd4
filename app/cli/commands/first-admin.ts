import { firstAdministratorLink } from "#app/domain/account/commands.server.ts";
import type { Services } from "#app/services.server.ts";

export const summary = "prints a one-time link that makes the first administrator; earlier links stop working";

export async function run(_args: string[], open: () => Promise<Services>): Promise<number> {
  const { db, config } = await open();
  const link = await firstAdministratorLink(db, config.publicUrl, new Date());
  if (link) console.log(`Open this link within a week to become the first administrator:\n  ${link}`);
  else console.error("There is an administrator already. Administrators give others their rights under People.");
  return link ? 0 : 1;
}
