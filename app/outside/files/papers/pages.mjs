import { PDFiumLibrary } from "@hyzyla/pdfium";
import sharp from "sharp";

const MOST_PAGES = 3;
const WIDTH = 900;
const TALLEST = 1_800;
const GAP = 12;

let library = null;

/** Draws the first pages one below the other as a WebP. */
export async function drawPages(bytes, to) {
  library ??= PDFiumLibrary.init();
  const paper = await (await library).loadDocument(bytes);
  try {
    const drawn = [];
    for (let index = 0; index < Math.min(MOST_PAGES, paper.getPageCount()); index += 1)
      drawn.push(await draw(paper.getPage(index)));
    let top = 0;
    const placed = drawn.map(({ image, width, height }) => {
      const place = { input: image, raw: { width, height, channels: 4 }, left: Math.floor((WIDTH - width) / 2), top };
      top += height + GAP;
      return place;
    });
    await sharp({ create: { width: WIDTH, height: top - GAP, channels: 3, background: "#999" } })
      .composite(placed)
      .webp({ quality: 75 })
      .toFile(to);
  } finally {
    paper.destroy();
  }
}

async function draw(page) {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Math.min(WIDTH / originalWidth, TALLEST / originalHeight);
  if (!(scale > 0) || !Number.isFinite(scale)) throw new Error("a page without a size");
  const size = {
    width: Math.max(1, Math.min(WIDTH, Math.floor(originalWidth * scale))),
    height: Math.max(1, Math.min(TALLEST, Math.floor(originalHeight * scale))),
  };
  const { data } = await page.render({ ...size, render: "bitmap" });
  return { image: Buffer.from(data), ...size };
}
