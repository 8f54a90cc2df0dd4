import { signLog } from "#app/domain/commitment/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { approveList, openListCorrection, publishCorrection } from "#app/domain/correction/commands.server.ts";
import { proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import { selectionOf, signingOf } from "#app/domain/shortlist/queries.server.ts";
import { levelOf } from "#app/domain/shortlist/rules.ts";
import { PUBLIC_URL } from "./address.ts";
import { KEY } from "./proved-round.ts";

export const WHY = "One entry did not meet the rules of the call.";

/** The last on the shortlist comes off it, and the first below every level takes its place. */
export async function correct(
  lin: Context,
  chen: Context,
  roundId: string,
  { out = true, why = WHY } = {},
): Promise<void> {
  await signLog(lin, KEY);
  await openListCorrection(lin, roundId, why);
  const { lines } = await selectionOf(lin, roundId);
  const ranked = lines.filter(({ rank }) => rank !== null);
  const off = ranked.filter((line) => levelOf(line) === "shortlisted").at(-1)!;
  const on = ranked.find((line) => levelOf(line) === null && line.entryId !== off.entryId)!;
  await select(lin, { roundId, entryId: off.entryId, levelKey: null, reason: "CNRY found ineligible" });
  await select(lin, { roundId, entryId: on.entryId, levelKey: "shortlisted", reason: "The next in order." });
  await proposeShortlist(lin, roundId);
  await approveList(chen, roundId, PUBLIC_URL, (await signingOf(chen, roundId)).listSha256);
  if (out) await publishCorrection(chen, { roundId, at: chen.now, pictures: [], publicUrl: PUBLIC_URL });
  await signLog(lin, KEY);
}
