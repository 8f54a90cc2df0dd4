import { resetFactorsFromShell } from "#app/domain/proposal/commands.server.ts";
import type { Services } from "#app/services.server.ts";

export const summary = "<e-mail>: ends somebody's second factor, for when nobody is left who could do it under People";

export async function run([email = ""]: string[], open: () => Promise<Services>): Promise<number> {
  const { db, config } = await open();
  const found = await resetFactorsFromShell(db, email.toLowerCase(), config.publicUrl, new Date());
  if (found)
    console.log("The second factor is reset, and the person has a letter. They set up a new one when they sign in.");
  else console.error(`Nobody has the address "${email}".`);
  return found ? 0 : 1;
}
