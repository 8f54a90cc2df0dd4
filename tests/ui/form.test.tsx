import { expect, it } from "vitest";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";
import { refusals } from "#app/i18n/en/refusals.ts";
import { isoDay } from "#app/i18n/format.ts";
import { refusals as refusalsInChinese } from "#app/i18n/zh-Hans/refusals.ts";
import { SavedAt } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form, TextArea, TextInput } from "#app/ui/form.tsx";
import { Checkboxes, Radios, Select } from "#app/ui/choices.tsx";
import { TypedScale } from "#app/ui/score.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { RefusalPage } from "#app/ui/refusal.tsx";
import { render, words } from "./render.tsx";

it.each<[string, Verdict | undefined, string]>([
  ["allowed", yes, '<button class="button button-primary" type="submit">Submit</button>'],
  ["without a verdict", undefined, '<button class="button button-primary" type="submit">Submit</button>'],
  ["hidden", hidden, ""],
])("a button %s", (_case, verdict, markup) => expect(render(<Button verdict={verdict}>Submit</Button>)).toBe(markup));

it.each([
  ["never", no("chair-cannot-publish")],
  ["not now", notNow("chair-cannot-publish")],
])("a button refused (%s) sends nothing, stays reachable and says why", (_case, verdict) => {
  const markup = render(<Button verdict={verdict}>Publish</Button>);
  const id = markup.match(/aria-describedby="([^"]+)"/)?.[1];
  expect(markup).toContain(`<span class="refusal" id="${id}">${refusals["chair-cannot-publish"]}</span>`);
  expect(markup).toMatch(/<button [^>]*type="button" aria-disabled="true"/);
  expect(markup).not.toContain(" disabled");
});

it.each([
  ["Error: ", "Check a certificate", "Error: Check a certificate – Kapok"],
  ["错误：", "核对证书", "错误：核对证书 – Kapok"],
  ["", "Check a certificate", "Check a certificate – Kapok"],
])("the title of a page with a refused form begins as its language has it: “%s”", (refused, title, said) =>
  expect(pageTitle([{ data: { refused } }], title)).toEqual([{ title: said }]),
);

it("says refusals in the reader's language", () => {
  expect(words(render(<Button verdict={no("conflict")}>打开</Button>, "zh-Hans"))).toBe(
    `打开${refusalsInChinese.conflict}`,
  );
});

it("links every error of the summary to a control on the page", () => {
  const errors = {
    title: "Give the title",
    kind: "Choose a kind",
    themes: "Choose a theme",
    country: "Choose a country",
    origin: "Say how it began",
  };
  const options = [
    { value: "1", label: "One" },
    { value: "2", label: "Two" },
  ];
  const markup = render(
    <Form>
      <ErrorSummary errors={errors} />
      <TextInput name="title" label="Title" error={errors.title} />
      <Radios name="kind" legend="Kind" options={options} error={errors.kind} />
      <Checkboxes name="themes" legend="Themes" options={options} error={errors.themes} />
      <Select name="country" label="Country" options={options} error={errors.country} />
      <TextArea name="origin" label="Origin" error={errors.origin} />
    </Form>,
  );
  const targets = [...markup.matchAll(/href="#([^"]+)">([^<]+)/g)].map(([, target, sentence]) => [target, sentence]);
  expect(targets).toEqual(Object.entries(errors));
  for (const name of Object.keys(errors))
    expect(markup).toMatch(new RegExp(`<(input|select|textarea)[^>]* id="${name}"`));
});

it("shows no summary without errors", () => {
  expect(render(<ErrorSummary errors={{}} />) + render(<ErrorSummary errors={null} />)).toBe("");
});

it("describes a control by its hint, then its error, then its counter", () => {
  const markup = render(
    <TextArea
      name="origin"
      label="Origin"
      hint="Who saw it"
      error="Say how it began"
      limit={{ count: 5, unit: "words" }}
    />,
  );
  expect(markup).toContain('aria-describedby="origin-hint origin-error origin-count" aria-invalid="true"');
  for (const id of ["origin-hint", "origin-error", "origin-count"]) expect(markup).toContain(`id="${id}"`);
});

it("keeps what was typed, also what breaks markup", () => {
  expect(render(<TextArea name="a" label="A" value={"</textarea><script>x"} />)).toContain(
    "&lt;/textarea&gt;&lt;script&gt;x</textarea>",
  );
});

it("tells the browser where a field saves itself, and a form sent by hand which version it starts from", () => {
  const field = (
    <TextInput
      name="title"
      label="Title"
      value="x"
      autosave={{ url: "/save/1", version: 3, at: "2026-11-23T12:04:31Z" }}
    />
  );
  const markup = render(field, "en", "UTC", "2026-11-23");
  expect(markup).toContain('data-autosave="/save/1" data-version="3"');
  expect(markup).toContain('<input type="hidden" name="version:title" data-version-of="title" value="3"/>');
  expect(markup).toContain(
    '<p class="saved" data-saved=""><time dateTime="2026-11-23T12:04:31.000Z">Saved 12:04:31</time></p>',
  );
});

it.each([
  ["2026-11-23T18:00:00Z", "UTC", "Saved 12:04:31"],
  ["2026-11-24T02:00:00Z", "UTC", "Saved 23 November, 12:04:31"],
  ["2026-11-24T02:00:00Z", "America/Bogota", "Saved 07:04:31"],
  ["2027-01-02T02:00:00Z", "UTC", "Saved 23 November 2026, 12:04:31"],
])("on %s in %s it says “%s”", (now, zone, sentence) => {
  expect(words(render(<SavedAt at="2026-11-23T12:04:31Z" />, "en", zone, isoDay(now, zone)))).toBe(sentence);
});

it("32: a scale of tenths is typed: one number with its ends and step, and a box of its own where it may be left out", () => {
  const scale = { scale: "tenths", min: 0, max: 50, step: 5 } as const;
  const asked = {
    name: "score.a",
    legend: "Innovation",
    scale,
    anchors: [
      { label: "0.0", anchor: "Nothing new" },
      { label: "5.0", anchor: "New to the world" },
    ],
  };
  const markup = render(
    <TypedScale
      {...asked}
      value="3.5"
      standing
      leavingOut={{ name: "left-out.a", label: "Does not apply", checked: true }}
    />,
  );
  expect(markup.match(/<input[^>]*>/g)).toEqual([
    '<input class="input width-short" type="number" id="score.a" name="score.a" min="0" max="5" step="0.5" inputMode="decimal" data-standing="" aria-label="Innovation" value="3.5"/>',
    '<input type="checkbox" id="left-out.a" name="left-out.a" checked="" value="yes"/>',
  ]);
  expect(words(markup)).toContain("New to the world");
  expect(render(<TypedScale {...asked} value={null} standing={false} />)).not.toContain("checkbox");
});

it("a form refused for good keeps what somebody wrote, not what its buttons carried, and leads back to its meeting", () => {
  const problem = { because: "meeting-over" as const, typed: { step: "conclude", conclusion: "It stays on the list" } };
  const path = "/meetings/0198f1f0-7a1c-7c11-8f53-0c5d51d5f9aa/items/0198f1f0-7a1c-7c11-8f53-0c5d51d5f9ab";
  const markup = render(<RefusalPage status={409} problem={problem} path={path} nav={[]} />);
  expect([words(markup).includes("conclude"), words(markup).includes("It stays on the list")]).toEqual([false, true]);
  expect(markup).toContain('href="/meetings/0198f1f0-7a1c-7c11-8f53-0c5d51d5f9aa"');
});
