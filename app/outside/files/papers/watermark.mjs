import { beginMarkedContent, degrees, endMarkedContent } from "@cantoo/pdf-lib";
import { PDFiumLibrary } from "@hyzyla/pdfium";
import sharp from "sharp";
import { encloseContent, roomForContent } from "./content.mjs";
import { openPaper } from "./open.mjs";

/**
 * Of an A4 page, in points: on larger and smaller ones the watermark grows and shrinks with the page, within bounds.
 */
const PAGE_WIDTH = 595;
const [SMALLEST, LARGEST] = [0.6, 4];
const MARGIN = 5;
/** In pictures it is as high as this share of its longer side, and never lower than these pixels. */
const SHARE = 1 / 60;
const LOWEST = 16;
const MOST_PIXELS = 50_000_000;

/**
 * The paper with the watermark, itself a PDF of one small page, along the lower edge of every page as readers see it.
 */
export async function watermarkPdf(bytes, watermark) {
  const paper = await openPaper(bytes);
  const [laid] = await paper.embedPdf(watermark, [0]);
  const room = roomForContent();
  for (const page of paper.getPages()) {
    const box = page.getCropBox();
    const turned = (((page.getRotation().angle % 360) + 360) % 360) / 90;
    const [width, height] = turned % 2 === 0 ? [box.width, box.height] : [box.height, box.width];
    const wanted = Math.min(LARGEST, Math.max(SMALLEST, Math.min(width, height * 1.5) / PAGE_WIDTH));
    const scale = Math.min(wanted, width / (laid.width + 2 * MARGIN));
    const place = fromSeen(box, turned, MARGIN * scale);
    encloseContent(page.node, room);
    // Nothing a screen reader should read out on each page.
    page.pushOperators(beginMarkedContent("Artifact"));
    page.drawPage(laid, { ...place, xScale: scale, yScale: scale, rotate: degrees(90 * turned) });
    page.pushOperators(endMarkedContent());
  }
  return paper.save({ useObjectStreams: true, addDefaultPage: false, updateFieldAppearances: false });
}

/** Where the point that is seen so far from the left and from below lies on a page that is shown turned. */
function fromSeen({ x, y, width, height }, turned, inset) {
  return [
    { x: x + inset, y: y + inset },
    { x: x + width - inset, y: y + inset },
    { x: x + width - inset, y: y + height - inset },
    { x: x + inset, y: y + height - inset },
  ][turned];
}

let library = null;

/** The picture with the watermark on a strip below it, which covers nothing. */
export async function watermarkPicture(from, to, watermark) {
  const picture = sharp(from, { limitInputPixels: MOST_PIXELS, failOn: "error" });
  const { format, autoOrient } = await picture.metadata();
  const high = Math.max(LOWEST, Math.round(Math.max(autoOrient.width, autoOrient.height) * SHARE));
  const { input, raw } = await draw(watermark, high, autoOrient.width);
  await picture
    .autoOrient()
    .extend({ bottom: raw.height, right: Math.max(0, raw.width - autoOrient.width), background: "#fff" })
    .composite([{ input, raw, gravity: "southwest" }])
    .toFormat(format, { quality: 85 })
    .toFile(to);
}

/** The watermark as pixels: so high, lower where it would be wider than its picture, but never too low to be read. */
async function draw(watermark, high, wide) {
  library ??= PDFiumLibrary.init();
  const paper = await (await library).loadDocument(watermark);
  try {
    const page = paper.getPage(0);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const height = Math.max(LOWEST, Math.min(high, Math.floor((wide * originalHeight) / originalWidth)));
    const width = Math.ceil((originalWidth * height) / originalHeight);
    const { data } = await page.render({ width, height, render: "bitmap" });
    return { input: Buffer.from(data), raw: { width, height, channels: 4 } };
  } finally {
    paper.destroy();
  }
}
