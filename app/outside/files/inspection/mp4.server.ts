import type { FileProblem } from "../files.ts";
import type { OpenedFile } from "./reading.server.ts";

const MOST_BOXES = 10_000;

/** Whether a film is whole: its boxes must fill the file exactly, and one of them must say how to play it. */
export async function mp4Problem(file: OpenedFile): Promise<FileProblem | null> {
  let position = 0;
  let playable = false;
  for (let box = 0; box < MOST_BOXES && position < file.size; box += 1) {
    const head = await file.read(position, 16);
    if (head.length < 8) return "broken";
    playable ||= head.toString("latin1", 4, 8) === "moov";
    const length = boxLength(head, file.size - position);
    if (length === null || length < 8) return "broken";
    position += length;
  }
  return playable && position === file.size ? null : "broken";
}

/** Length of a box in bytes; 0 means to the end of the file, 1 that a longer number follows. */
function boxLength(head: Buffer, rest: number): number | null {
  const short = head.readUInt32BE(0);
  if (short === 0) return rest;
  if (short !== 1) return short;
  return head.length < 16 ? null : Number(head.readBigUInt64BE(8));
}
