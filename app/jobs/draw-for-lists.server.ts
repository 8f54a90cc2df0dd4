import { type Actor, type Context, PORTAL } from "#app/domain/context.ts";
import { keepDrawings } from "#app/domain/result/commands.server.ts";
import { type Undrawn, undrawnPictures } from "#app/domain/result/pictures.server.ts";
import type { Stored } from "#app/outside/files/files.ts";
import type { Services } from "#app/services.server.ts";

/** So many are drawn before they are kept: a list fills step by step, and whoever stops waits for few. */
const AT_ONCE = 50;

/**
 * Draws what lists of results show small and lack, and returns how many are there now. What is taken back meanwhile, or
 * cannot be drawn now, is not; its bytes go at once, and the next time tries again.
 */
export async function drawForLists(
  { db, files }: Pick<Services, "db" | "files">,
  clock: () => Date = () => new Date(),
  stopped: () => boolean = () => false,
): Promise<number> {
  const context = () => ({ db, actor: PORTAL, now: clock() });
  const undrawn = await undrawnPictures(context());
  let there = 0;
  for (const roundId of new Set(undrawn.map((picture) => picture.roundId))) {
    const pictures = undrawn.filter((picture) => picture.roundId === roundId);
    for (let from = 0; from < pictures.length && !stopped(); from += AT_ONCE)
      there += await drawSome(files, context, pictures.slice(from, from + AT_ONCE), stopped);
  }
  return there;
}

/** Draws pictures of one round, and keeps what is still wanted then. */
async function drawSome(
  files: Services["files"],
  context: () => Context<Actor>,
  pictures: readonly Undrawn[],
  stopped: () => boolean,
): Promise<number> {
  const drawn: (Undrawn & { small: Stored })[] = [];
  for (const picture of pictures) {
    const small = stopped() ? null : await files.thumbnail(picture).catch(() => null);
    if (small) drawn.push({ ...picture, small });
  }
  if (drawn.length === 0) return 0;
  // Nothing is removed where this throws: it may be noted all the same. The sweep knows, a day later.
  const kept = new Set((await keepDrawings(context(), drawn[0]!.roundId, drawn)).map(({ key }) => key));
  await files.remove(drawn.flatMap(({ small }) => (kept.has(small.key) ? [] : [small])));
  return kept.size;
}
