import { stat } from "node:fs/promises";
import { type CopyOrder, type FileProblem, NoRoom, type PaperCopy, type Stored } from "./files.ts";
import { nameFor } from "./names.ts";
import { type CopyJob, type Papers, PaperTooHeavy, PaperUnreadable } from "./papers/papers.server.ts";
import type { Places } from "./places.server.ts";
import { drawPreview, drawThumbnail, THUMBNAIL } from "./preview.server.ts";
import type { Vault } from "./vault.server.ts";

/** Of so many files it is remembered that they took too long to bear a watermark. */
const MOST_REMEMBERED = 1_000;

/** What is made of stored files for those who are not of their team: drawings, copies and watermarks. */
export function openCopies({ places, vault, papers }: { places: Places; vault: Vault; papers: Papers }) {
  const { add, addDrawing, hasRoomFor, lend } = places;
  return {
    /** Stores a small drawing of a stored picture; null for what is no picture. */
    preview: (file: Stored): Promise<{ key: string; size: number } | null> =>
      lend(file, (from) =>
        vault.withScratch(async (to) => {
          const drawn = await drawPreview(from, to);
          return drawn && { key: await add(to, "preview.webp", "image/webp"), size: drawn.size };
        }),
      ),

    /** Stores a drawing for lists of a stored picture; null for what is no picture. Throws NoRoom. */
    async thumbnail(file: Stored): Promise<Stored | null> {
      // Once as it is drawn, once as it is stored.
      if (!(await hasRoomFor(2 * THUMBNAIL.bytes))) throw new NoRoom("the disk is nearly full");
      return lend(file, (from) =>
        vault.withScratch(async (to) =>
          (await drawThumbnail(from, to)) ? addDrawing(to, "thumbnail.webp", "image/webp") : null,
        ),
      );
    },

    /**
     * Stores a copy of a stored document or film for those who are not of its team, and if wanted a picture of a PDF's
     * first pages. Answers the problem where none can be made.
     */
    copy: (file: Stored, { contentType, pages }: CopyOrder): Promise<PaperCopy | { problem: FileProblem }> =>
      lend(file, (from) =>
        vault.withScratch((to) =>
          vault.withScratch(async (drawn) => {
            // Once as it is written, once as it is stored.
            if (!(await hasRoomFor(2 * (await stat(from)).size))) return { problem: "no-room" };
            const made = await cleaned(papers, { from, to, contentType, pages: pages ? drawn : null });
            if (typeof made === "string") return { problem: made };
            const key = await add(to, nameFor("copy", contentType), contentType);
            return {
              key,
              pagesKey: pages ? await add(drawn, "preview.webp", "image/webp") : null,
              active: made.active,
            };
          }),
        ),
      ),

    lendWatermarked: openWatermarks({ places, vault, papers }),
  };
}

const cleaned = (papers: Papers, job: CopyJob) =>
  papers.copy(job).catch((error: unknown): FileProblem => {
    if (error instanceof PaperTooHeavy) return "too-complex";
    if (error instanceof PaperUnreadable) return "broken";
    if (error instanceof NoRoom) return "no-room";
    throw error;
  });

function openWatermarks({ places, vault, papers }: { places: Places; vault: Vault; papers: Papers }) {
  /** Without these every reviewer who takes such a file along would wait for it again. The oldest is forgotten. */
  const tooHeavy = new Set<string>();
  function rememberHeavy(file: string): void {
    tooHeavy.add(file);
    if (tooHeavy.size > MOST_REMEMBERED) tooHeavy.delete([...tooHeavy][0]!);
  }

  /**
   * Lends a stored PDF or picture with a watermark, which is gone when `work` is done; null where it cannot bear one.
   * What is stored stays as it is.
   */
  return async function lendWatermarked<Result>(
    { contentType, ...file }: Stored & { contentType: string },
    watermark: Uint8Array,
    work: (path: string) => Promise<Result>,
  ): Promise<Result | null> {
    const name = `${file.store} ${file.key}`;
    if (tooHeavy.has(name)) return null;
    return places.lend(file, (from) =>
      vault.withScratch(async (to) => {
        if (!(await vault.hasRoomFor((await stat(from)).size))) return null;
        const borne = await papers.watermark({ from, to, contentType, watermark }).then(
          () => true,
          (error: unknown) => {
            if (error instanceof PaperTooHeavy) rememberHeavy(name);
            else if (!(error instanceof PaperUnreadable || error instanceof NoRoom)) throw error;
            return false;
          },
        );
        return borne ? work(to) : null;
      }),
    );
  };
}
