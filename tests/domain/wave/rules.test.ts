import { deliveryOf } from "#app/domain/notification/rules.ts";
import { describe, expect, it } from "vitest";
import { ANONYMOUS, type StaffRole } from "#app/domain/context.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import { readWave, waveInput } from "#app/domain/wave/input.ts";
import { canSendWave, canWriteToMany } from "#app/domain/wave/policy.ts";
import {
  type Audience,
  hasOnlyFieldsOf,
  merged,
  readAudience,
  REVIEWER_AUDIENCES,
  TEAM_AUDIENCES,
  textFor,
  unwritten,
} from "#app/domain/wave/rules.ts";

const ROUND = "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10";
const actor = (...staff: StaffRole[]) => ({ ...ANONYMOUS, id: ROUND, staff });
const of = (key: Audience["key"]): Audience => ({
  key,
  roundId: REVIEWER_AUDIENCES.some((each) => each === key) ? ROUND : null,
});

describe("who may write to whom", () => {
  it.each([...TEAM_AUDIENCES, ...REVIEWER_AUDIENCES])("%s", (key) => {
    for (const published of [false, true])
      for (const recipients of [0, 1]) {
        const may = (...staff: StaffRole[]) => canSendWave(actor(...staff), of(key), { published, recipients });
        const early = (key === "listed" || key === "unlisted") && !published;
        expect(may("secretariat")).toEqual(
          early ? notNow("not-published") : recipients === 0 ? notNow("nobody-to-tell") : yes,
        );
        expect(may("observer")).toEqual(no("not-your-role"));
        for (const role of [[], ["administrator"]] as const) expect(may(...role)).toEqual(hidden);
      }
  });

  it("the page is the secretariat's", () =>
    expect([
      canWriteToMany(actor("secretariat")),
      canWriteToMany(actor("observer")),
      canWriteToMany(actor("administrator")),
      canWriteToMany(ANONYMOUS),
    ]).toEqual([yes, no("not-your-role"), hidden, hidden]));
});

it.each([
  ["valid", of("valid")],
  [`missing:${ROUND}`, of("missing")],
  ["missing", null],
  [`valid:${ROUND}`, null],
  ["listed:shortlisted", { ...of("listed"), level: "shortlisted" }],
  ["unlisted:shortlisted", null],
  ["listed:", null],
  ["winners", null],
  [`missing:${ROUND}:x`, null],
  ["missing:x", null],
  ["", null],
])("%j is read as an audience", (sent, audience) => expect(readAudience(sent)).toEqual(audience));

describe("fields", () => {
  it.each([
    ["Dear {name} of {city}", true, false],
    ["{missing} of {round}", false, true],
    ["{score}", false, false],
    ["{ name }", false, false],
    ["{name", false, false],
    ["name}", false, false],
    ["{{name}}", false, false],
    ["no field", true, true],
    ["{__proto__}", false, false],
  ])("%j for teams %s, for reviewers %s", (text, teams, reviewers) =>
    expect([hasOnlyFieldsOf(text, of("valid")), hasOnlyFieldsOf(text, of("missing"))]).toEqual([teams, reviewers]),
  );

  it("are filled in once: braces in a city's own words stay", () =>
    expect(merged("{name}: {entries} {name}", { name: "Amara", entries: "GZ-1 {name} {link}" })).toBe(
      "Amara: GZ-1 {name} {link} Amara",
    ));
});

describe("what was written", () => {
  const given = (over: Record<string, string> = {}) =>
    readWave(
      waveInput.parse({ id: ROUND, audience: "valid", "subject-en": "News", "body-en": "Dear {name}", ...over }),
    );
  it("needs English, and each other language whole or not at all", () => {
    expect(given()).toEqual({
      ok: true,
      value: { id: ROUND, audience: of("valid"), seen: "", subject: { en: "News" }, body: { en: "Dear {name}" } },
    });
    expect(given({ "subject-en": "", "body-en": "" })).toEqual({
      ok: false,
      errors: { "subject-en": "required", "body-en": "required" },
    });
    expect(given({ "subject-fr": "Nouvelles" })).toEqual({ ok: false, errors: { "body-fr": "required" } });
    expect(given({ "subject-fr": "Nouvelles", "body-fr": "Bonjour {nom}" })).toEqual({
      ok: false,
      errors: { "body-fr": "unknown-field" },
    });
    expect(given({ audience: `missing:${ROUND}`, "subject-en": "{city}" })).toEqual({
      ok: false,
      errors: { "subject-en": "unknown-field" },
    });
    expect(given({ audience: "everybody" })).toEqual({ ok: false, errors: { audience: "not-a-choice" } });
    expect(given({ audience: "", "subject-en": "", "body-en": "" })).toEqual({
      ok: false,
      errors: { audience: "not-a-choice", "subject-en": "required", "body-en": "required" },
    });
    expect(given({ id: "1" })).toEqual({ ok: false, errors: { audience: "not-a-choice" } });
  });

  it("is read in one's own language, or wholly in English, and says in which it was not written", () => {
    const text = { subject: { en: "News", fr: "Nouvelles", es: "Noticias" }, body: { en: "Dear", fr: "Bonjour" } };
    expect([textFor(text, "fr"), textFor(text, "es"), textFor(text, "ar")]).toEqual([
      { subject: "Nouvelles", body: "Bonjour" },
      { subject: "News", body: "Dear" },
      { subject: "News", body: "Dear" },
    ]);
    expect(unwritten(text)).toEqual(["zh-Hans", "es", "ar"]);
  });
});

it.each([
  [{ sentAt: 1, failedAt: null, lastError: null }, "sent"],
  [{ sentAt: null, failedAt: 1, lastError: "x" }, "failed"],
  [{ sentAt: null, failedAt: null, lastError: "x" }, "trying"],
  [{ sentAt: null, failedAt: null, lastError: null }, "queued"],
] as const)("%j is %s", (letter, state) => expect(deliveryOf(letter)).toBe(state));
