import { decodePDFRawStream, PDFContext, PDFDocument, PDFRawStream } from "@cantoo/pdf-lib";

/** What one stream may give at the most while a paper is opened: its parts may lie packed in streams. In bytes. */
const MOST_DECODED = 64 * 2 ** 20;

/** Where what any stream gives grows. The library has no other hold on it, and this process does nothing else. */
const growth = prototypeWith(
  "ensureBuffer",
  decodePDFRawStream(PDFRawStream.of(PDFContext.create().obj({ Filter: "FlateDecode" }), Uint8Array.of(0x78, 0x9c))),
);
const grow = growth.ensureBuffer;
/** The library takes an object that it cannot read for one that is broken, and goes on. */
let isTooHeavy = false;
growth.ensureBuffer = function ensureBuffer(wanted) {
  isTooHeavy ||= wanted > MOST_DECODED;
  if (wanted > MOST_DECODED) throw new Error("a stream that is too heavy");
  return grow.call(this, wanted);
};

/** The objects of a PDF. Throws for one without pages, and where one of its streams would fill the memory. */
export async function openPaper(bytes) {
  isTooHeavy = false;
  const paper = await PDFDocument.load(bytes, { updateMetadata: false });
  if (isTooHeavy) throw new Error("a paper that is too heavy");
  if (paper.getPageCount() === 0) throw new Error("a paper without pages");
  return paper;
}

function prototypeWith(method, object) {
  const prototype = Object.getPrototypeOf(object);
  return Object.hasOwn(prototype, method) ? prototype : prototypeWith(method, prototype);
}
