import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { fieldOf, readTable, versionField, writeTable } from "#app/domain/translation/input.ts";
import { translationPage } from "#app/domain/translation/queries.server.ts";
import { loader as download } from "#app/routes/secretariat/translations-csv.ts";
import { action as upload } from "#app/routes/secretariat/translations-file.tsx";
import { action as save, loader as page } from "#app/routes/secretariat/translations.tsx";
import { changesOf, type CycleText, versionOf } from "#app/domain/translation/rules.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aJudgedCycle, aStaffMember, NOW } from "#tests/support/factories.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();

it("a group is saved as a whole or comes back beside its fields with all that was typed, NULs and another's words included", () =>
  inTransaction(db, async (tx) => {
    const [cycle, lin] = [await aJudgedCycle(tx, { prize: { en: "A medal" } }), await aStaffMember(tx)];
    const send = async (form: Record<string, string>) =>
      answerOf(
        save(
          await visitAs(tx, lin, `/secretariat/cycles/${cycle.id}/translations?language=fr&group=call&missing=yes`, {
            params: { cycleId: cycle.id },
            now: NOW,
            form,
          }),
        ),
      );
    const shown = async () =>
      (
        await translationPage({ db: tx, actor: lin, now: NOW }, cycle.id, {
          language: "fr",
          group: "call",
          missingOnly: false,
        })
      ).shown;
    const filled = async (words: Record<string, string>) =>
      Object.fromEntries(
        (await shown()).flatMap(({ place, version, standing }) => [
          [fieldOf(place), words[place] ?? standing],
          [versionField(place), version],
        ]),
      );
    const older = await filled({ "cycle.call": "Inscrivez-vous", "cycle.name": "8e Prix" });

    expect(await send(await filled({ "cycle.call": "Participez", "cycle.prize": "Une médaille" }))).toMatchObject({
      status: 303,
      location: `/secretariat/cycles/${cycle.id}/translations?language=fr&group=call&missing=yes&done=saved`,
    });
    expect(await getCycle({ db: tx }, cycle.id)).toMatchObject({
      call: { en: "Enter.", fr: "Participez" },
      prize: { fr: "Une médaille" },
    });
    expect(await send(older)).toMatchObject({
      status: 422,
      data: { errors: { [fieldOf("cycle.call")]: "changed-meanwhile" }, typed: older },
    });
    const [long, broken] = [
      await filled({ "cycle.name": "x".repeat(201) }),
      await filled({ "cycle.name": "a\0b", "cycle.call": "Venez" }),
    ];
    expect(await send(long)).toMatchObject({
      status: 422,
      data: { errors: { [fieldOf("cycle.name")]: "too-long" }, typed: long },
    });
    expect(await send(broken)).toMatchObject({
      status: 422,
      data: { errors: { [fieldOf("cycle.name")]: "not-text" }, typed: broken },
    });
    expect(await getCycle({ db: tx }, cycle.id)).toMatchObject({ name: cycle.name, call: { fr: "Participez" } });
    expect((await send({})).status).toBe(303);
  }));

it.each(["", "?language=en", "?language=__proto__&group=constructor", "?group=form.%00&missing=1"])(
  "takes an odd address %s for the nearest sensible one",
  (query) =>
    inTransaction(db, async (tx) => {
      const [cycle, lin] = [await aJudgedCycle(tx), await aStaffMember(tx)];
      const answer = await answerOf(
        page(
          await visitAs(tx, lin, `/secretariat/cycles/${cycle.id}/translations${query}`, {
            params: { cycleId: cycle.id },
          }),
        ),
      );
      expect(answer).toMatchObject({ status: 200, data: { view: { language: "zh-Hans", group: "award" } } });
    }),
);

it("a table goes out with every text, comes back through a spreadsheet, and is taken over whole or not at all, each row that hinders named", () =>
  inTransaction(db, async (tx) => {
    const [cycle, lin] = [
      await aJudgedCycle(tx, { prize: { en: '=A medal, "gold"' }, call: { en: "Enter.\n\nNow." } }),
      await aStaffMember(tx),
    ];
    const visit = { params: { cycleId: cycle.id }, now: NOW };
    const csv = await ((await download(await visitAs(tx, lin, "/x?language=fr", visit))) as Response).text();
    expect(csv).toContain(`cycle.prize,Call – Prize,"'=A medal, ""gold""",,`);
    const send = async (body: string | Uint8Array<ArrayBuffer>) => {
      const asked = await visitAs(tx, lin, "/x", visit);
      const form = new FormData();
      form.append("file", new Blob([body], { type: "text/csv" }), "fr.csv");
      return answerOf(upload({ ...asked, request: new Request(asked.request.url, { method: "POST", body: form }) }));
    };
    /** The table as another spreadsheet saves it, with some cells filled in. */
    const saved = (delimiter: string, words: Record<string, string>, only = (_key: string) => true) =>
      (parse(csv, { bom: true }) as string[][])
        .filter(([key]) => key === "key" || only(key!))
        .map(([key, place, en, fr, version]) =>
          [key!, place!, en!, words[key!] ?? fr!, version!]
            .map((cell) => `"${cell.replaceAll('"', '""')}"`)
            .join(delimiter),
        )
        .join("\r\n");

    expect(
      await send(saved(";", { "theme.governance": "Gouvernance urbaine" }, (key) => key.startsWith("theme"))),
    ).toMatchObject({ status: 303, location: `/secretariat/cycles/${cycle.id}/translations?language=fr&done=taken` });
    expect(await getCycle({ db: tx }, cycle.id)).toMatchObject({
      themes: [{ name: { en: "Urban governance", fr: "Gouvernance urbaine" } }, {}],
    });
    expect((await send(saved(",", { "cycle.prize": "'-Une médaille" }))).status).toBe(303);
    expect(await getCycle({ db: tx }, cycle.id)).toMatchObject({
      prize: { en: '=A medal, "gold"', fr: "-Une médaille" },
      themes: [{ name: { fr: "Gouvernance urbaine" } }, {}],
    });

    const wrong = `key,fr,version\r\ncycle.name,Huitième prix,${csv.match(/^cycle\.name,.*,(v[0-9a-f]{12})\r$/m)![1]}\r\ntheme.governance,Autre,000000000000\r\nno.such,Mot,\r\n`;
    expect(await send(wrong)).toMatchObject({
      status: 422,
      data: { errors: { "row-3": "table-outdated", "row-4": "unknown-place" } },
    });
    expect((await getCycle({ db: tx }, cycle.id)).name).toEqual(cycle.name);
    expect(await send("key,fr,version\r\na,b,\r\na,c,\r\nd,\0,")).toMatchObject({
      status: 422,
      data: { errors: { "row-3": "repeated", "row-4": "not-text" } },
    });
    for (const [body, code] of [
      ["", "not-a-table"],
      ["key,version\r\na,b", "not-a-table"],
      ["key,fr,es,version", "not-a-table"],
      ['key,fr,version\r\n"a', "not-a-table"],
      [new Uint8Array([0x6b, 0xe9]), "not-utf8"],
    ] as const)
      expect(await send(body)).toMatchObject({ status: 422, data: { errors: { file: code } } });
  }));

it("a table is what it was after a spreadsheet, which makes numbers and dates of all that looks like one", () => {
  const words = [
    "1-5",
    "3/4",
    "1.5",
    "50 %",
    "1e5",
    "12:30",
    "2027-03-01",
    "5 mai 2027",
    "2027年3月",
    "٥",
    "TRUE",
    "faux",
    "-1",
    "1,-5",
    "'90",
    "'-1",
    "=1",
    "8e Prix",
    "Rien",
    'a, "b"',
    "",
  ];
  const texts = words.map(
    (fr, index): CycleText => ({
      place: `p.${index}`,
      group: "g",
      part: "hint",
      inUse: false,
      text: { en: "English", fr },
    }),
  );
  const csv = writeTable(texts, "fr", () => "Where");
  const asSpreadsheet = (cell: string) =>
    /^[\d\s%:./,e年月٠-٩-]+$/.test(cell) || /^(true|false|vrai|faux|\d+ mai \d+)$/i.test(cell) ? "44566" : cell;
  const saved = (parse(csv) as string[][])
    .map((cells) => cells.map((cell) => `"${asSpreadsheet(cell).replaceAll('"', '""')}"`).join(","))
    .join("\r\n");
  const table = readTable(new TextEncoder().encode(saved));
  expect(table.ok && table.rows.map(({ text }) => text)).toEqual(words.filter(Boolean));
  expect(changesOf(texts, "fr", table.ok ? table.rows : [])).toEqual({ changes: new Map(), problems: {} });
  expect(texts.map((text) => versionOf(text, "fr")).filter((version) => !/^v[0-9a-f]{12}$/.test(version))).toEqual([]);
});
