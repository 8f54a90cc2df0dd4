import { open } from "node:fs/promises";
import type { Locale } from "#app/i18n/locales.ts";
import { bearsWatermark } from "#app/outside/files/files.ts";
import { cleanName } from "#app/outside/files/names.ts";
import type { Files } from "#app/outside/files/storage.server.ts";
import type { Packed } from "#app/outside/packing.server.ts";
import { getFile } from "../attachment/queries.server.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { getSheetPage, openBeside } from "../review/queries.server.ts";
import { ownScores } from "../review/own-scores.server.ts";
import { getJudging } from "../review/tasks.server.ts";
import { authorise } from "../verdict.ts";
import { contentsPage, type PackedFile } from "./contents.ts";
import type { DossierEntry, DossierSource } from "./pages.ts";
import { canTake } from "./policy.ts";

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

/** What a ZIP is made of: what its entries are, their PDF, and the page that is laid on the files that come along. */
export type ToPack = { source: DossierSource; pdf: Uint8Array; watermark: Uint8Array; locale: Locale };

/**
 * The dossier and the files that came with its entries, one after the other as they are asked for: copies without
 * metadata, in blind rounds under names that tell nothing, watermarked where they can be; last a page that leads to
 * them all and says which are. What is not given out, while a virus scan is outstanding, say, or since a conflict came
 * up, is left out.
 */
export async function* filesToTake(
  ctx: Context,
  files: Pick<Files, "lend" | "lendWatermarked">,
  { source, pdf, watermark, locale }: ToPack,
): AsyncGenerator<Packed> {
  yield { name: "dossier.pdf", at: ctx.now, bytes: pdf };
  const packed: PackedFile[] = [];
  for (const { place, entry, sealed } of source.entries) {
    for (const [index, { attachmentId }] of sealed.files.entries()) {
      const file = (await found(getFile(ctx, attachmentId)))?.original;
      if (!file) continue;
      const path = `${String(place).padStart(3, "0")} ${entry.code}/${index + 1} ${cleanName(file.name)}`;
      const opened = await openFor(files, file, watermark);
      packed.push({ place, path, watermarked: opened.watermarked });
      yield { name: path, at: ctx.now, file: opened.file };
    }
  }
  yield { name: "index.html", at: ctx.now, bytes: Buffer.from(contentsPage(source, packed, locale)) };
}

/** What is open stays readable after it was lent. */
async function openFor(
  files: Pick<Files, "lend" | "lendWatermarked">,
  file: Parameters<Files["lendWatermarked"]>[0],
  watermark: Uint8Array,
) {
  const watermarked = bearsWatermark(file.contentType)
    ? await files.lendWatermarked(file, watermark, (path) => open(path))
    : null;
  return { watermarked: watermarked !== null, file: watermarked ?? (await files.lend(file, (path) => open(path))) };
}

async function found<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}
