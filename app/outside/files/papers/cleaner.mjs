// Runs as a process of its own, with little memory: what a hostile document may do to its readers, it does here. Takes
// { id, from, to, contentType, pages } and answers { id, active } or { id, error, code }. Writes a copy of the document
// or film to `to`, and of a PDF a picture of its first pages to `pages`. With { id, from, to, contentType, watermark }
// it writes a PDF or picture with that on it.
import { readFile, writeFile } from "node:fs/promises";
import { cleanFilm } from "./film.mjs";
import { cleanOffice } from "./office.mjs";
import { drawPages } from "./pages.mjs";
import { cleanPdf } from "./pdf.mjs";
import { watermarkPdf, watermarkPicture } from "./watermark.mjs";

process.on("message", async ({ id, ...job }) => {
  try {
    process.send({ id, active: await (job.watermark ? watermarked(job) : copy(job)) });
  } catch (error) {
    process.send({ id, error: String(error).slice(0, 200), code: error?.code });
  }
});

/**
 * Answers whether the original does something when it is opened; of Office documents and films those that do are
 * refused when they are uploaded.
 */
async function copy({ from, to, contentType, pages }) {
  if (contentType === "video/mp4") {
    await cleanFilm(from, to);
    return false;
  }
  if (contentType !== "application/pdf") {
    await writeFile(to, await cleanOffice(await readFile(from)));
    return false;
  }
  const { bytes, active } = await cleanPdf(await readFile(from));
  await writeFile(to, bytes);
  if (pages) await drawPages(bytes, pages);
  return active;
}

/** What bears a watermark does nothing that it did not do before. */
async function watermarked({ from, to, contentType, watermark }) {
  if (contentType === "application/pdf") await writeFile(to, await watermarkPdf(await readFile(from), watermark));
  else await watermarkPicture(from, to, watermark);
  return false;
}
