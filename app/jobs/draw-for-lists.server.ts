import { stat } from "node:fs/promises";
import { type Actor, type Context, PORTAL } from "#app/domain/context.ts";
import { dropDrawings, keepDrawings } from "#app/domain/result/drawings.server.ts";
import { someDrawings, type Undrawn, undrawnPictures } from "#app/domain/result/pictures.server.ts";
import { isGone, isNoRoom, type Stored } from "#app/outside/files/files.ts";
import type { Services } from "#app/services.server.ts";
import { logFault } from "#app/faults.ts";

/** So many are drawn before they are kept: a list fills step by step, and whoever stops waits for few. */
const AT_ONCE = 50;

/** A run is over before the clock starts the next: what is left is drawn then. */
const LONGEST = 9 * 60 * 1000;

/**
 * Draws what lists of results show small and lack, or have lost, and returns how many are there now. A picture that
 * cannot be drawn now is reported and tried again next time; where the disk has no room, none is tried before. The
 * bytes of what is taken back meanwhile go at once.
 */
export async function drawForLists(
  { db, files }: Pick<Services, "db" | "files">,
  clock: () => Date = () => new Date(),
  stopped: () => boolean = () => false,
): Promise<number> {
  const begun = performance.now();
  const context = () => ({ db, actor: PORTAL, now: clock() });
  let full = false;
  const isOver = () => full || stopped() || performance.now() - begun > LONGEST;
  await dropLost(files, context, isOver);
  const undrawn = await undrawnPictures(context());
  const draw = (picture: Undrawn) =>
    files.thumbnail(picture).then(
      (small) => small ?? failed({ name: "NoPicture" }),
      (error: Error) => {
        full = isNoRoom(error);
        return failed(error);
      },
    );
  let there = 0;
  for (const roundId of new Set(undrawn.map((picture) => picture.roundId))) {
    const pictures = undrawn.filter((picture) => picture.roundId === roundId);
    for (let from = 0; from < pictures.length && !isOver(); from += AT_ONCE)
      there += await drawSome({ files, context, draw, isOver }, pictures.slice(from, from + AT_ONCE));
  }
  return there;
}

/** Looks whether the bytes of some drawings are there, in the end of all: a restored database names lost ones. */
async function dropLost(files: Services["files"], context: () => Context<Actor>, isOver: () => boolean) {
  const lost = new Map<string, string[]>();
  for (const { roundId, ...small } of await someDrawings(context(), AT_ONCE)) {
    if (isOver()) break;
    const fault = await files
      .lend(small, (path) => stat(path))
      .then(
        () => null,
        (error: Error) => error,
      );
    if (fault && !isGone(fault)) {
      failed(fault);
      break;
    }
    if (fault) lost.set(roundId, [...(lost.get(roundId) ?? []), small.key]);
  }
  for (const [roundId, keys] of lost) await dropDrawings(context(), roundId, keys);
}

function failed(error: unknown): null {
  logFault(error, { job: "draw-for-lists" });
  return null;
}

type Run = {
  files: Services["files"];
  context: () => Context<Actor>;
  draw: (picture: Undrawn) => Promise<Stored | null>;
  isOver: () => boolean;
};

/** Draws pictures of one round, and keeps what is still wanted then. */
async function drawSome({ files, context, draw, isOver }: Run, pictures: readonly Undrawn[]): Promise<number> {
  const drawn: (Undrawn & { small: Stored })[] = [];
  for (const picture of pictures) {
    const small = isOver() ? null : await draw(picture);
    if (small) drawn.push({ ...picture, small });
  }
  if (drawn.length === 0) return 0;
  // Nothing is removed where this throws: it may be noted all the same. The sweep knows, a day later.
  const kept = new Set((await keepDrawings(context(), drawn[0]!.roundId, drawn)).map(({ key }) => key));
  await files.remove(drawn.flatMap(({ small }) => (kept.has(small.key) ? [] : [small])));
  return kept.size;
}
