import { cleanName } from "#app/outside/files/names.ts";
import type { Packed } from "#app/outside/packing.server.ts";
import { getFile } from "../attachment/queries.server.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { getSheetPage, openBeside, ownScores } from "../review/queries.server.ts";
import { getJudging } from "../review/tasks.server.ts";
import { authorise } from "../verdict.ts";
import { canTake } from "./policy.ts";
import type { DossierEntry } from "./pages.ts";

/**
 * What a reviewer could take along of a round, in their reading order, and how many entries wait for the conflict
 * question. 404 for whoever does not review in it.
 */
export async function takeable(ctx: Context, roundId: string) {
  const round = await getJudging(ctx, roundId);
  const { criteria, rows } = await ownScores(ctx, roundId);
  const opened = rows.filter((row) => row.opened);
  return {
    round,
    criteria,
    opened: opened.map(({ id, place }) => ({ id, place })),
    waiting: rows.length - opened.length,
    taking: canTake(ctx.actor, round, opened.length),
  };
}

/**
 * Every entry one may open, with what its sheet would show beside the scores and nothing else: in a blind round no
 * entrant, no contact, no name of a file. Each is read as its own page is, so that no rule about it is written twice;
 * one that a conflict takes away meanwhile is left out.
 */
export async function dossierOf(ctx: Context, roundId: string) {
  const { round, criteria, opened, waiting, taking } = await takeable(ctx, roundId);
  authorise(taking);
  const entries: DossierEntry[] = [];
  for (const { id, place } of opened) {
    const page = await found(getSheetPage(ctx, id));
    if (!page) continue;
    const { form, sealed } = openBeside(ctx.actor, page);
    entries.push({ id: page.sheet.entryId, place, entry: page.sheet.entry, form, sealed });
  }
  return { round, criteria, entries, waiting };
}

/**
 * The dossier and the files that came with its entries, one after the other as they are asked for: copies without
 * metadata, in blind rounds under names that tell nothing. What is not given out, while a virus scan is outstanding,
 * say, or since a conflict came up, is left out.
 */
export async function* filesToTake(
  ctx: Context,
  entries: readonly DossierEntry[],
  dossier: Uint8Array,
): AsyncGenerator<Packed> {
  yield { name: "dossier.pdf", at: ctx.now, bytes: dossier };
  for (const { place, entry, sealed } of entries) {
    for (const [index, { attachmentId }] of sealed.files.entries()) {
      const file = await found(getFile(ctx, attachmentId));
      if (file)
        yield {
          name: `${String(place).padStart(3, "0")} ${entry.code}/${index + 1} ${cleanName(file.original.name)}`,
          at: ctx.now,
          file: file.original,
        };
    }
  }
}

async function found<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
