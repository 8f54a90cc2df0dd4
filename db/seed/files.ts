import { writeFile } from "node:fs/promises";
import path from "node:path";
import PDFDocument from "pdfkit";
import sharp from "sharp";
import type { ArchiveRow } from "#app/domain/archive/rules.ts";
import { chance } from "./chance.ts";
import { placeOf } from "./initiatives.ts";

/** The built-in fonts of PDF know Western letters only; others lose their marks ("Eskişehir" → "Eskisehir"). */
const western = (text: string): string =>
  [...text]
    .map((letter) => (/[ -\u00ff–—‘’“”]/.test(letter) ? letter : letter.normalize("NFKD").replace(/[^ -\u00ff]/g, "")))
    .join("");

/** A one-page PDF with what the archive says of an initiative, written into `folder`. Answers its path. */
export async function drawDossier(folder: string, row: ArchiveRow): Promise<string> {
  const made = new Date(Date.UTC(row.year, 0, 1));
  const pdf = new PDFDocument({
    size: "A4",
    margin: 72,
    info: { Title: western(row.title || "Title not recorded"), CreationDate: made, ModDate: made },
  });
  const chunks: Buffer[] = [];
  const finished = new Promise<void>((resolve, reject) => {
    pdf
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", resolve)
      .on("error", reject);
  });
  pdf
    .fillColor("#a71d2a")
    .font("Helvetica")
    .fontSize(11)
    .text(western(placeOf(row)))
    .moveDown(0.5);
  pdf
    .fillColor("#221b1b")
    .font("Times-Roman")
    .fontSize(24)
    .text(western(row.title || "Title not recorded"))
    .moveDown();
  pdf.font("Helvetica").fontSize(11).text(western(row.description), { lineGap: 4 }).moveDown();
  if (row.theme) pdf.text(`Theme: ${western(row.theme)}`);
  if (row.sdgs.length > 0) pdf.text(`Sustainable Development Goals: ${row.sdgs.join(", ")}`);
  if (row.sourceUrl) pdf.moveDown().fillColor("#655c5a").fontSize(9).text(`Source: ${row.sourceUrl}`);
  pdf.moveDown(2).fontSize(9).text("Made for the demonstration of this portal. The city named here had no part in it.");
  pdf.end();
  await finished;
  const file = path.join(folder, `dossier-${row.row}.pdf`);
  await writeFile(file, Buffer.concat(chunks));
  return file;
}

/**
 * A letter as a mayor's office would send it, with a signature drawn by nobody, as a JPEG in `folder`. Answers its
 * path.
 */
export async function drawLetter(
  folder: string,
  { code, sha256, name, office }: { code: string; sha256: string; name: string; office: string },
): Promise<string> {
  const lines = [
    "To the secretariat of the award",
    `I endorse the entry ${code} exactly as it reads with this SHA-256:`,
    sha256.slice(0, 32),
    sha256.slice(32),
  ];
  const written = [...lines, `${name}, ${office}`, "Made for the demonstration. Nobody has signed it."].map(
    (line, index) =>
      `<text x="60" y="${110 + index * 46 + (index > 3 ? 130 : 0)}" font-size="20" font-family="serif" fill="#221b1b">${line}</text>`,
  );
  const signature = `<path d="M70 350c40-70 60 60 90-10s40 40 70-10 30 30 60-5" fill="none" stroke="#1a3a6e" stroke-width="3"/>`;
  const file = path.join(folder, `letter-${code}.jpg`);
  await sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="760" height="540"><rect width="760" height="540" fill="#fbf9f4"/>${written.join("")}${signature}</svg>`,
    ),
  )
    .jpeg({ quality: 78 })
    .toFile(file);
  return file;
}

const PALETTES = [
  ["#a71d2a", "#f2d9c8"],
  ["#1c6844", "#d8e8dc"],
  ["#1a5fc4", "#dbe6f5"],
  ["#885100", "#f3e6cf"],
  ["#4d3a78", "#e5def0"],
] as const;

/** A drawn skyline under a sun, different for each initiative, as a JPEG in `folder`. Answers its path. */
export async function drawPicture(folder: string, row: ArchiveRow): Promise<string> {
  const [ink, sky] = PALETTES[Math.floor(chance(row.theme, "palette") * PALETTES.length)]!;
  const towers = Array.from({ length: 16 }, (_none, index) => {
    const height = 60 + Math.round(chance(row.row, index, "height") * 220);
    return `<rect x="${index * 40}" y="${400 - height}" width="${28 + Math.round(chance(row.row, index, "width") * 14)}" height="${height}" fill="${ink}" opacity="${(0.45 + chance(row.row, index, "shade") * 0.5).toFixed(2)}"/>`;
  });
  const sun = `<circle cx="${80 + Math.round(chance(row.row, "sun") * 480)}" cy="${70 + Math.round(chance(row.row, "noon") * 80)}" r="38" fill="#fff" opacity=".85"/>`;
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400" fill="${sky}"/>${sun}${towers.join("")}</svg>`;
  const file = path.join(folder, `picture-${row.row}.jpg`);
  await sharp(Buffer.from(drawing)).jpeg({ quality: 78 }).toFile(file);
  return file;
}
