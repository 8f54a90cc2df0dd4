import { tellSecondPersons } from "#app/domain/agenda/letters.server.ts";
import { eachApart } from "#app/domain/apart.ts";
import { tellReviewers } from "#app/domain/attestation/letters.server.ts";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { followLog } from "#app/domain/commitment/keys.server.ts";
import { isLacking, watchDatabase } from "#app/domain/commitment/losses.server.ts";
import { isUnsigned } from "#app/domain/commitment/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { tellSigners } from "#app/domain/countersignature/letters.server.ts";
import { stateDueRules } from "#app/domain/proof/commands.server.ts";
import { tellOfSeeds } from "#app/domain/scrutiny/letters.server.ts";
import type { Services } from "#app/services.server.ts";
import { lackingSentence } from "./lacking.ts";

/**
 * Looks whether the database still holds what was signed and seen, and does nothing where it does not, or where the key
 * that is here was revoked. States the rules of rounds that opened, signs what was stated, and tells reviewers whose
 * scores were frozen, scrutineers whose seed can be opened, those who may sign a result, and second persons.
 */
export async function keepLog(
  { db, logKey, config }: Pick<Services, "db" | "logKey" | "config">,
  now: Date,
): Promise<void> {
  const stopped = await followLog({ db }, logKey);
  for (const lost of await watchDatabase({ db, now }, logKey, false)) console.error(lackingSentence(lost));
  if (await isLacking({ db })) return;
  if (stopped) return console.error(stopped);
  const ctx = { db, actor: PORTAL, now };
  const tell = [tellReviewers, tellOfSeeds, tellSigners, tellSecondPersons];
  await eachApart([
    () => stateDueRules(ctx),
    async () => (await isUnsigned(ctx)) && signLog(ctx, logKey),
    ...tell.map((each) => () => each(ctx, config.publicUrl)),
  ]);
}
