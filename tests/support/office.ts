import {
  AlignmentType,
  CommentRangeEnd,
  CommentRangeStart,
  CommentReference,
  Document,
  ImageRun,
  InsertedTextRun,
  Packer,
  Paragraph,
  TextRun,
} from "docx";
import sharp from "sharp";
import { sampleJpegWithGps, sampleZip, type ZipPart } from "./samples.ts";

/**
 * Real documents of the three kinds, full of what Office keeps about people and machines. Each such thing holds the
 * word CNRY.
 */

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const RELATED = `${OFFICE}/relationships`;
const NEWER = "http://schemas.microsoft.com/office";

type Relation = [id: string, type: string, target: string, external?: boolean];

function relations(...listed: Relation[]): string {
  const one = ([id, type, target, external]: Relation) =>
    `<Relationship Id="${id}" Type="${type}" Target="${target}"${external ? ' TargetMode="External"' : ""}/>`;
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${listed.map(one).join("")}</Relationships>`;
}

function types(overrides: Record<string, string>): string {
  const defaults = {
    rels: `application/vnd.openxmlformats-package.relationships+xml`,
    xml: "application/xml",
    jpeg: "image/jpeg",
    png: "image/png",
    bin: "application/octet-stream",
    odttf: "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  };
  return `${XML}<Types xmlns="${PACKAGE}/content-types">${Object.entries(defaults)
    .map(([ending, type]) => `<Default Extension="${ending}" ContentType="${type}"/>`)
    .join("")}${Object.entries(overrides)
    .map(([part, type]) => `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-${type}+xml"/>`)
    .join("")}</Types>`;
}

const ABOUT: ZipPart[] = [
  {
    name: "docProps/core.xml",
    bytes: `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>CNRY-creator</dc:creator><cp:lastModifiedBy>CNRY-last</cp:lastModifiedBy></cp:coreProperties>`,
  },
  {
    name: "docProps/app.xml",
    bytes: `${XML}<Properties xmlns="${OFFICE}/extended-properties"><Company>CNRY-company</Company></Properties>`,
  },
  {
    name: "docProps/custom.xml",
    bytes: `${XML}<Properties xmlns="${OFFICE}/custom-properties"><property name="CNRY-custom"/></Properties>`,
  },
  { name: "docProps/thumbnail.jpeg", bytes: "CNRY-thumbnail" },
];
const ABOUT_TYPES = {
  "docProps/core.xml": "package.core-properties",
  "docProps/app.xml": "officedocument.extended-properties",
  "docProps/custom.xml": "officedocument.custom-properties",
};
const packageRelations = (main: string) =>
  relations(
    ["rId1", `${RELATED}/officeDocument`, main],
    ["rId2", `${PACKAGE}/relationships/metadata/core-properties`, "docProps/core.xml"],
    ["rId3", `${RELATED}/extended-properties`, "docProps/app.xml"],
    ["rId4", `${RELATED}/custom-properties`, "docProps/custom.xml"],
    ["rId5", `${PACKAGE}/relationships/metadata/thumbnail`, "docProps/thumbnail.jpeg"],
  );

export async function pngThatTells(): Promise<Buffer> {
  return sharp({ create: { width: 8, height: 8, channels: 3, background: "#0b6" } })
    .png()
    .withExif({ IFD0: { Artist: "CNRY-png" } })
    .toBuffer();
}

/** As a word processor writes it: with comments, tracked changes, a photograph and a header. */
export async function sampleWord(): Promise<Buffer> {
  const comment = {
    id: 0,
    author: "CNRY-commenter",
    initials: "CNRY",
    date: new Date(0),
    children: [new Paragraph("Is this figure right?")],
  };
  return Packer.toBuffer(
    new Document({
      creator: "CNRY-creator",
      lastModifiedBy: "CNRY-last",
      title: "CNRY-title",
      description: "CNRY-description",
      customProperties: [{ name: "CNRY-name", value: "CNRY-value" }],
      comments: { children: [comment] },
      sections: [
        {
          children: [
            new Paragraph({
              alignment: AlignmentType.CENTER,
              children: [
                new CommentRangeStart(0),
                new TextRun("A garden on every roof & in every street"),
                new CommentRangeEnd(0),
                new CommentReference(0),
              ],
            }),
            new Paragraph({
              children: [
                new InsertedTextRun({ text: "屋顶花园", id: 1, author: "CNRY-tracker", date: "2026-01-01T00:00:00Z" }),
              ],
            }),
            new Paragraph({
              children: [
                new ImageRun({
                  type: "jpg",
                  data: await sampleJpegWithGps(64, 48),
                  transformation: { width: 64, height: 48 },
                  altText: { name: "CNRY-market.jpg", title: "", description: "C:\\Users\\CNRY\\market.jpg" },
                }),
              ],
            }),
          ],
        },
      ],
    }),
  );
}

/**
 * A Word document by hand, with what the program that wrote `sampleWord` does not write. `main` is UTF-16 where wanted,
 * as old programs write.
 */
export function plainWord({
  more = [] as ZipPart[],
  related = [] as Relation[],
  utf16 = false,
  body = "",
} = {}): Buffer {
  const w =
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
  const main = `<w:document ${w}><w:body><w:p w:rsidR="00CNRY11"><w:r><w:t>Plain words</w:t></w:r></w:p>${body}<!-- CNRY-remark --></w:body></w:document>`;
  const settings = `${XML}<w:settings ${w}><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="00CNRY11"/></w:rsids><w:docVars><w:docVar w:name="CNRY" w:val="x"/></w:docVars><w:zoom w:percent="100"/></w:settings>`;
  return sampleZip(
    [
      {
        name: "[Content_Types].xml",
        bytes: types({
          "word/document.xml": "officedocument.wordprocessingml.document.main",
          "word/settings.xml": "officedocument.wordprocessingml.settings",
          ...ABOUT_TYPES,
        }),
      },
      { name: "_rels/.rels", bytes: packageRelations("word/document.xml") },
      ...ABOUT,
      {
        name: "word/document.xml",
        bytes: utf16
          ? Buffer.concat([
              Buffer.from([0xff, 0xfe]),
              Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${main}`, "utf16le"),
            ])
          : XML + main,
      },
      {
        name: "word/_rels/document.xml.rels",
        bytes: relations(
          ["rId1", `${RELATED}/settings`, "settings.xml"],
          ["rId2", `${NEWER}/2011/relationships/people`, "people.xml"],
          ["rId3", `${RELATED}/customXml`, "../customXml/item1.xml"],
          ["rId4", `${RELATED}/hyperlink`, "https://city.example/plan", true],
          ["rId5", `${RELATED}/image`, "file:///C:/Users/CNRY/linked.jpg", true],
          ...related,
        ),
      },
      { name: "word/settings.xml", bytes: settings },
      {
        name: "word/_rels/settings.xml.rels",
        bytes: relations(["rId1", `${RELATED}/attachedTemplate`, "file:///C:/Users/CNRY/City.dotx", true]),
      },
      {
        name: "word/people.xml",
        bytes: `${XML}<w15:people xmlns:w15="x"><w15:person w15:author="CNRY-person"/></w15:people>`,
      },
      { name: "customXml/item1.xml", bytes: `${XML}<x>CNRY-store</x>` },
      { name: "CNRY-nobody-leads-here.txt", bytes: "CNRY" },
      ...more,
    ],
    "CNRY-archive",
  );
}

/** A workbook with old and new comments, a pivot's memory, a path, a printer and a document inside. */
export async function sampleSheet(): Promise<Buffer> {
  const x = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${RELATED}"`;
  return sampleZip([
    {
      name: "[Content_Types].xml",
      bytes: types({
        "xl/workbook.xml": "officedocument.spreadsheetml.sheet.main",
        "xl/worksheets/sheet1.xml": "officedocument.spreadsheetml.worksheet",
        "xl/comments/comment1.xml": "officedocument.spreadsheetml.comments",
        ...ABOUT_TYPES,
      }),
    },
    { name: "_rels/.rels", bytes: packageRelations("/xl/workbook.xml") },
    ...ABOUT,
    {
      name: "xl/workbook.xml",
      bytes: `${XML}<workbook ${x}><fileSharing userName="CNRY-shares"/><x15ac:absPath xmlns:x15ac="y" url="C:\\Users\\CNRY\\Documents\\"/><customWorkbookViews><customWorkbookView name="CNRY - Personal View" guid="{0A1B2C3D-0000-4000-8000-0123456789AB}" windowWidth="1" windowHeight="1" activeSheetId="1"/></customWorkbookViews><sheets><sheet name="Budget" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: "xl/_rels/workbook.xml.rels",
      bytes: relations(
        ["rId1", `${RELATED}/worksheet`, "worksheets/sheet1.xml"],
        ["rId2", `${NEWER}/2017/10/relationships/person`, "persons/person.xml"],
        ["rId3", `${RELATED}/revisionHeaders`, "revisions/revisionHeaders.xml"],
        ["rId4", `${RELATED}/pivotCacheDefinition`, "pivotCache/pivotCacheDefinition1.xml"],
      ),
    },
    {
      name: "xl/worksheets/sheet1.xml",
      bytes: `${XML}<worksheet ${x}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Trees planted</t></is></c><c r="B1"><v>1200</v></c></row></sheetData><pageSetup orientation="portrait" r:id="rId2"/></worksheet>`,
    },
    {
      name: "xl/worksheets/_rels/sheet1.xml.rels",
      bytes: relations(
        ["rId1", `${RELATED}/comments`, "../comments/comment1.xml"],
        ["rId2", `${RELATED}/printerSettings`, "../printerSettings/printerSettings1.bin"],
        ["rId3", `${RELATED}/package`, "../embeddings/Plan.docx"],
      ),
    },
    {
      name: "xl/comments/comment1.xml",
      bytes: `${XML}<comments ${x}><authors><author>CNRY &amp; sons</author><author>tc={0A1B}</author></authors><commentList><comment ref="A1" authorId="0"><text><r><t>CNRY &amp; sons:</t></r><r><t> counted in May</t></r></text></comment></commentList></comments>`,
    },
    {
      name: "xl/persons/person.xml",
      bytes: `${XML}<personList xmlns="z"><person displayName="CNRY-person" id="{0A1B2C3D-0000-4000-8000-000000000002}" userId="CNRY@city.example" providerId="AD"/></personList>`,
    },
    {
      name: "xl/revisions/revisionHeaders.xml",
      bytes: `${XML}<headers ${x}><header userName="CNRY-revised"/></headers>`,
    },
    {
      name: "xl/pivotCache/pivotCacheDefinition1.xml",
      bytes: `${XML}<pivotCacheDefinition ${x} refreshedBy="CNRY-refreshed" recordCount="1"/>`,
    },
    { name: "xl/printerSettings/printerSettings1.bin", bytes: Buffer.from("\\\\CNRY-server\\printer", "utf16le") },
    { name: "xl/embeddings/Plan.docx", bytes: plainWord() },
  ]);
}

/** A deck with comments of both kinds, a change log and a photograph. */
export async function sampleSlides(): Promise<Buffer> {
  const p = `xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${RELATED}"`;
  return sampleZip([
    {
      name: "[Content_Types].xml",
      bytes: types({
        "ppt/presentation.xml": "officedocument.presentationml.presentation.main",
        "ppt/slides/slide1.xml": "officedocument.presentationml.slide",
        "ppt/commentAuthors.xml": "officedocument.presentationml.commentAuthors",
        ...ABOUT_TYPES,
      }),
    },
    { name: "_rels/.rels", bytes: packageRelations("ppt/presentation.xml") },
    ...ABOUT,
    {
      name: "ppt/presentation.xml",
      bytes: `${XML}<p:presentation ${p}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst><p:custDataLst><p:tags r:id="rId9"/></p:custDataLst></p:presentation>`,
    },
    {
      name: "ppt/_rels/presentation.xml.rels",
      bytes: relations(
        ["rId1", `${RELATED}/slide`, "slides/slide1.xml"],
        ["rId2", `${RELATED}/commentAuthors`, "commentAuthors.xml"],
        ["rId3", `${NEWER}/2018/10/relationships/authors`, "authors.xml"],
        ["rId4", `${NEWER}/2016/11/relationships/changesInfo`, "changesInfos/changesInfo1.xml"],
        ["rId9", `${RELATED}/tags`, "tags/tag1.xml"],
      ),
    },
    {
      name: "ppt/slides/slide1.xml",
      bytes: `${XML}<p:sld ${p}><p:cSld><p:spTree><p:pic><p:nvPicPr><p:cNvPr id="2" name="CNRY.jpeg" descr="A market under trees"/></p:nvPicPr><p:blipFill><a:blip r:embed="rId1"/></p:blipFill></p:pic><p:sp><p:txBody><a:p><a:r><a:t>Streets for people</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>`,
    },
    {
      name: "ppt/slides/_rels/slide1.xml.rels",
      bytes: relations(
        ["rId1", `${RELATED}/image`, "../media/image1.jpeg"],
        ["rId2", `${RELATED}/image`, "../media/image2.png"],
      ),
    },
    { name: "ppt/media/image1.jpeg", bytes: await sampleJpegWithGps(64, 48) },
    { name: "ppt/media/image2.png", bytes: await pngThatTells() },
    {
      name: "ppt/commentAuthors.xml",
      bytes: `${XML}<p:cmAuthorLst ${p}><p:cmAuthor id="1" name="CNRY-author" initials="CNRY" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>`,
    },
    {
      name: "ppt/authors.xml",
      bytes: `${XML}<p188:authorLst xmlns:p188="q"><p188:author id="{0A1B2C3D-0000-4000-8000-000000000003}" name="CNRY-modern" initials="CNRY" userId="CNRY@city.example" providerId="AD"/></p188:authorLst>`,
    },
    {
      name: "ppt/changesInfos/changesInfo1.xml",
      bytes: `${XML}<pc:chgInfo xmlns:pc="s"><pc:docChgLst><pc:chgData name="CNRY-changed"/></pc:docChgLst></pc:chgInfo>`,
    },
    { name: "ppt/tags/tag1.xml", bytes: `${XML}<p:tagLst ${p}><p:tag name="CNRY" val="x"/></p:tagLst>` },
  ]);
}
