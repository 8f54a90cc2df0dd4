import { afterAll, expect, it } from "vitest";
import type { Issued } from "#app/domain/certificate/queries.server.ts";
import { certificateSheet } from "#app/domain/certificate/sheet.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { openDocuments } from "#app/outside/documents/documents.server.ts";
import { readPdf, squeezed } from "#tests/support/pdf.ts";

const documents = openDocuments();
afterAll(documents.close);

const ISSUED: Issued = {
  code: "7K3QD9XM4T2BWHPA",
  state: "standing",
  cycle: { slug: "award-2016", name: { en: "3rd Award", ar: "الدورة الثالثة" } },
  programme: { en: "Guangzhou Award" },
  timeZone: "Asia/Shanghai",
  level: { en: "Winner", "zh-Hans": "获奖" },
  fingerprint: "9f".repeat(32),
  roundId: null,
  sourceUrl: "https://source.example/1",
  newest: null,
  certified: {
    v: 1,
    result: "x",
    cycle: "award-2016",
    version: 3,
    published: "2016-12-06T20:00:00.000Z",
    level: "winner",
    honours: ["Online Popular City"],
    city: "La Paz",
    country: "BO",
    countryLabel: null,
    title: "Zebras",
  },
};
const read = async (issued: Issued, locale: (typeof LOCALES)[number]) => {
  const bytes = await documents.pdf(certificateSheet(issued, locale, "https://award.example"));
  return { ...(await readPdf(bytes)), claims: Buffer.from(bytes).toString("latin1").includes("pdfuaid:part") };
};

it("says whom it honours with what, on what it rests and where it can be checked: one tagged page with the day of the programme's own clock", async () => {
  const pdf = await read(ISSUED, "en");
  for (const text of [
    "Guangzhou Award",
    "La Paz, Bolivia",
    "3rd Award",
    "Winner",
    "Online Popular City",
    "Zebras",
    "7 December 2016",
    "version 3",
    "7K3Q-D9XM-4T2B-WHPA",
    "https://award.example/certificates/7K3QD9XM4T2BWHPA",
    ISSUED.fingerprint,
    "https://source.example/1",
  ])
    expect(pdf.text).toContain(squeezed(text));
  expect(pdf).toMatchObject({
    pages: 1,
    tagged: true,
    claims: true,
    language: "en",
    title: "Certificate 7K3Q-D9XM-4T2B-WHPA, La Paz",
  });
  expect(pdf.structure.filter((role) => ["H1", "Figure"].includes(role))).toEqual(["H1", "Figure"]);
});

it.each(LOCALES)("is one page that a reader's program can read aloud: %s", async (locale) => {
  const together = Array.from({ length: 20 }, (_none, at) => ({
    cityName: `A city of the north with the number ${at + 1}`,
    country: "BA",
  }));
  const pdf = await read(
    {
      ...ISSUED,
      certified: {
        ...ISSUED.certified,
        coApplicants: together,
        city: "广州市 القاهرة Đà Nẵng",
        title: "A long title, word after word, ".repeat(20),
        honours: ["One", "Two", "Three"],
      },
    },
    locale,
  );
  expect(pdf).toMatchObject({ pages: 1, tagged: true, claims: true });
  expect(pdf.text).toContain(squeezed("A city of the north with the number 20"));
});

it("names the cities that entered together with it", async () => {
  expect(
    (
      await read(
        {
          ...ISSUED,
          certified: {
            ...ISSUED.certified,
            coApplicants: [
              { cityName: "Kampala", country: "UG" },
              { cityName: "Nakuru", country: "KE" },
            ],
          },
        },
        "en",
      )
    ).text,
  ).toContain(squeezed("together with Kampala, Uganda and Nakuru, Kenya"));
});

it("a distinction without a level is named by its honour, and by the word for it where nobody recorded more", async () => {
  const mention = {
    ...ISSUED,
    level: null,
    certified: { ...ISSUED.certified, level: null, honours: ["Special Mention Initiative"], title: "" },
  };
  expect(certificateSheet(mention, "en", "")).toMatchObject({ award: "Special Mention Initiative", honours: [] });
  expect(certificateSheet({ ...mention, certified: { ...mention.certified, honours: [] } }, "en", "")).toMatchObject({
    award: "Distinction",
    honours: [],
  });
  expect((await read(mention, "en")).text).not.toContain(squeezed("with the initiative"));
});
