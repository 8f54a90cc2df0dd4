import sharp, { type OutputInfo } from "sharp";
import { decoded, inTurn } from "./inspection/image.server.ts";
import { typeByContent } from "./inspection/inspect.server.ts";

const LONGEST_SIDE = 1_200;
/** Of a picture in a list: twice as many pixels as it is shown with, in so few bytes that a list of fifty is light. */
export const THUMBNAIL = { width: 192, height: 144, bytes: 8_000 };

/**
 * Draws a picture anew as WebP of at most 1200 pixels, without place, camera, author or anything else that was written
 * into it. Null for what is no picture.
 */
export async function drawPreview(from: string, to: string): Promise<OutputInfo | null> {
  const contentType = await typeByContent(from);
  if (!contentType?.startsWith("image/")) return null;
  return inTurn(() =>
    decoded(from)
      .autoOrient()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: "inside", withoutEnlargement: true })
      .webp({ quality: 80 })
      .toFile(to),
  );
}

/** Draws the middle of a picture anew, small enough for lists; null for what is no picture. */
export async function drawThumbnail(from: string, to: string): Promise<OutputInfo | null> {
  const contentType = await typeByContent(from);
  if (!contentType?.startsWith("image/")) return null;
  const { width, height, bytes } = THUMBNAIL;
  return inTurn(async () => {
    const small = await decoded(from).autoOrient().resize(width, height, { fit: "cover" }).png().toBuffer();
    for (const quality of [70, 45, 20]) {
      const drawn = await sharp(small).webp({ quality }).toFile(to);
      if (drawn.size <= bytes) return drawn;
    }
    return sharp(small).blur(2).webp({ quality: 10 }).toFile(to);
  });
}
