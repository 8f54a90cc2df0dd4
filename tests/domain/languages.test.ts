import { describe, expect, it } from "vitest";
import { changeCycle } from "#app/domain/cycle/commands.server.ts";
import { readSettings, settingsFields, settingsInput } from "#app/domain/cycle/input.ts";
import { getCycle } from "#app/domain/cycle/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { changeProgramme, createProgramme } from "#app/domain/programme/commands.server.ts";
import { getProgramme } from "#app/domain/programme/queries.server.ts";
import { changeQuestion } from "#app/domain/question/commands.server.ts";
import { questionOf } from "#app/domain/question/queries.server.ts";
import { changeRound } from "#app/domain/round/commands.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { changeRubric, createRubric } from "#app/domain/rubric/commands.server.ts";
import { rubricOf } from "#app/domain/rubric/queries.server.ts";
import { keepLanguages, type Localised, say } from "#app/i18n/localised.ts";
import type { Db } from "#db/client.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aForm, aRound, aStaffMember, NOW } from "#tests/support/factories.ts";

const { db } = await testDatabase();
const secretariat = async (tx: Db) => ({ db: tx, actor: await aStaffMember(tx), now: NOW });

describe("pages edit English and Chinese, and lose no other language", () => {
  it("a text keeps its languages as long as its English stays; Chinese is what was sent", () => {
    const standing = {
      name: { en: "Winner", "zh-Hans": "获奖", fr: "Lauréate" },
      list: [{ text: { en: "Theme", fr: "Thème" } }],
      at: NOW,
    };
    expect(
      keepLanguages(
        {
          name: { en: "Winner" },
          list: [{ text: { en: "Other" } }, { text: { en: "Theme", "zh-Hans": "主题" } }],
          at: NOW,
        },
        standing,
      ),
    ).toEqual({
      name: { en: "Winner", fr: "Lauréate" },
      list: [{ text: { en: "Other" } }, { text: { en: "Theme", "zh-Hans": "主题", fr: "Thème" } }],
      at: NOW,
    });
  });

  it.each([
    [
      "changed where it stands: its translations are set aside, and readers get English",
      { en: "New", "zh-Hans": "新" },
      { en: "Old", "zh-Hans": "旧", fr: "Ancien", ar: "قديم" },
      { en: "New", "zh-Hans": "新", earlier: { fr: "Ancien", ar: "قديم" } },
    ],
    [
      "changed twice: the newest translation of each language",
      { en: "Newest" },
      { en: "New", fr: "Nouveau", earlier: { fr: "Ancien", ar: "قديم" } },
      { en: "Newest", earlier: { fr: "Nouveau", ar: "قديم" } },
    ],
    ["changed, and nothing to set aside", { en: "New" }, { en: "Old", "zh-Hans": "旧" }, { en: "New" }],
    [
      "kept, with what was set aside before",
      { en: "New" },
      { en: "New", fr: "Nouveau", earlier: { ar: "قديم" } },
      { en: "New", fr: "Nouveau", earlier: { ar: "قديم" } },
    ],
    ["new where nothing stood", { en: "New" }, null, { en: "New" }],
  ])("a text %s", (_case, edited, standing, kept) => {
    expect(keepLanguages({ call: edited }, { call: standing })).toEqual({ call: kept });
    expect(say(kept as Localised, "ar")).toBe(kept.en);
  });

  it("things in lists are known by key or value, wherever they have moved; of two that say the same in English each keeps its own", () => {
    const standing = [
      { value: "a", label: { en: "Yes", fr: "Oui" } },
      { value: "b", label: { en: "Yes", fr: "Si" } },
      { value: "c", label: { en: "No", fr: "Non" } },
    ];
    expect(
      keepLanguages(
        [
          { value: "c", label: { en: "Never" } },
          { value: "b", label: { en: "Yes" } },
          { value: "a", label: { en: "Yes" } },
          { value: "d", label: { en: "Perhaps" } },
        ],
        standing,
      ),
    ).toEqual([
      { value: "c", label: { en: "Never", earlier: { fr: "Non" } } },
      { value: "b", label: { en: "Yes", fr: "Si" } },
      { value: "a", label: { en: "Yes", fr: "Oui" } },
      { value: "d", label: { en: "Perhaps" } },
    ]);
  });

  it.each([
    [
      "that says something else in its place",
      [
        { key: "b", text: { en: "B" } },
        { key: "c", text: { en: "C" } },
        { key: "d", text: { en: "D" } },
      ],
      [{ fr: "A" }, undefined, undefined],
    ],
    [
      "that is new, before those that stand",
      [
        { key: "d", text: { en: "D" } },
        { key: "a", text: { en: "A" } },
        { key: "c", text: { en: "C" } },
      ],
      [undefined, undefined, undefined],
    ],
    ["beside one that was taken out", [{ key: "d", text: { en: "D" } }], [undefined]],
  ])("a line %s, whose key is made of its words", (_case, edited, earlier) => {
    const standing = ["A", "C"].map((en) => ({ key: en.toLowerCase(), text: { en, fr: en } }));
    expect(keepLanguages(edited, standing).map(({ text }) => (text as Localised).earlier)).toEqual(earlier);
  });

  it("of a cycle", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const call = { en: "Enter.", "zh-Hans": "参加", fr: "Participez." };
      const themes = [{ key: "governance", name: { en: "Urban governance", fr: "Gouvernance urbaine" } }];
      const cycle = await getCycle(
        ctx,
        (
          await aCycle(tx, {
            publishedAt: null,
            call,
            themes,
            checklist: [{ key: "c", text: { en: "In time", fr: "À temps" } }],
          })
        ).id,
      );
      const read = readSettings(settingsInput.parse({ ...settingsFields(cycle), "call-zh": "请参加" }), cycle);
      if (!read.ok) throw new Error(JSON.stringify(read.errors));
      await changeCycle(ctx, cycle.id, read.value);
      expect(await getCycle(ctx, cycle.id)).toMatchObject({
        call: { ...call, "zh-Hans": "请参加" },
        themes,
        checklist: [{ text: { fr: "À temps" } }],
      });
    }));

  it("of a programme, a question, a rubric and a round", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const french = (en: string, fr: string) => ({ en, fr });
      const { id: programmeId, ...programme } = await createProgramme(
        { ...ctx, actor: PORTAL },
        {
          slug: "prize",
          name: french("Prize", "Prix"),
          about: { en: "" },
          timeZone: "UTC",
          contactEmail: "a@b.example",
        },
      );
      await changeProgramme(ctx, programmeId, {
        name: { en: "Prize" },
        about: { en: "New" },
        timeZone: "UTC",
        contactEmail: programme.contactEmail,
      });
      expect(await getProgramme(ctx, programmeId)).toMatchObject({ name: { fr: "Prix" }, about: { en: "New" } });

      const { id: cycleId } = await aCycle(tx, { publishedAt: null, opensAt: new Date(NOW.getTime() + 86_400_000) });
      const options = [
        { value: "a", label: french("First", "Premier") },
        { value: "b", label: french("Second", "Second") },
      ];
      await aForm(tx, cycleId, [
        {
          key: "s",
          title: { en: "S" },
          questions: [{ key: "q", type: "choice", label: french("Which?", "Lequel ?"), settings: { options } }],
        },
      ]);
      await changeQuestion(ctx, cycleId, "q", {
        label: { en: "Which?" },
        hint: null,
        required: true,
        confidential: false,
        public: false,
        settings: { options: options.map(({ value, label }) => ({ value, label: { en: label.en } })) },
      });
      expect(await questionOf(ctx, cycleId, "q")).toMatchObject({
        required: true,
        label: { fr: "Lequel ?" },
        settings: { options },
      });

      const anchors = [1, 2].map((value) => ({ value, text: french(`Step ${value}`, `Degré ${value}`) }));
      const criterion = {
        name: french("Impact", "Effet"),
        description: { en: "" },
        weight: 100,
        scale: "numbers" as const,
        min: 1,
        max: 2,
        step: 1,
        notApplicable: false,
        commentRule: "optional" as const,
        commentBound: null,
        commentLength: 0,
        anchors,
      };
      const rubric = await createRubric(ctx, cycleId, { name: french("Jury", "Le jury"), criteria: [criterion] });
      await changeRubric(ctx, rubric.id, {
        name: { en: "Jury" },
        criteria: [
          {
            ...criterion,
            name: { en: "Impact" },
            anchors: anchors.map(({ value, text: { en } }) => ({ value, text: { en } })),
          },
        ],
      });
      expect(await rubricOf(ctx, rubric.id)).toMatchObject({
        name: { fr: "Le jury" },
        criteria: [{ name: { fr: "Effet" }, anchors }],
      });

      const round = await aRound(tx, {
        name: french("Final", "Finale"),
        opensAt: new Date(NOW.getTime() + 86_400_000),
      });
      await changeRound(
        ctx,
        round.id,
        { ...round, name: { en: "Final" }, levels: [] },
        { reason: "", publicUrl: PUBLIC_URL },
      );
      expect(await getRound(ctx, round.id)).toMatchObject({ name: { fr: "Finale" } });
    }));
});
