import sharp from "sharp";
import { openQueue } from "../../queue.ts";
import type { FileProblem } from "../files.ts";

/** More pixels than any camera that people own, and few enough to decode in the memory of a small server. */
const MOST_PIXELS = 50_000_000;

// Pictures get one core in all, however many come at once: the others belong to people who save.
sharp.concurrency(1);
/** Decodes one picture after the other. */
export const inTurn = openQueue();

/**
 * Whether a picture has a size that can be shown and decodes to its end. The size is read from its head before anything
 * is decoded.
 */
export async function imageProblem(path: string): Promise<FileProblem | null> {
  const head = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (!head?.width || !head.height) return "broken";
  if (head.width * head.height * (head.pages ?? 1) > MOST_PIXELS) return "too-many-pixels";
  return inTurn(() => decoded(path).resize(64, 64, { fit: "inside" }).raw().toBuffer()).then(
    () => null,
    () => "broken",
  );
}

/** A picture as sharp reads it: whole, line by line, never more pixels than the limit. */
export function decoded(path: string) {
  return sharp(path, { limitInputPixels: MOST_PIXELS, failOn: "error", sequentialRead: true });
}
