import { expect, it } from "vitest";
import { LOCALES } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import type { Refusal } from "#app/domain/errors.ts";
import type { FormSection } from "#app/domain/question/rules.ts";
import { notNow, type Verdict, yes } from "#app/domain/verdict.ts";
import { AttachmentList } from "#app/ui/attachment-list.tsx";
import { SummaryList, TaskList } from "#app/ui/data.tsx";
import { Unsent } from "#app/ui/entry-banner.tsx";
import { ProblemPage } from "#app/ui/problem.tsx";
import { QuestionList } from "#app/ui/question-list.tsx";
import { RefusalPage } from "#app/ui/refusal.tsx";
import { ScaleInput } from "#app/ui/score.tsx";
import { Shell, withLanguage } from "#app/ui/shell.tsx";
import { Addressed } from "#app/ui/wording.tsx";
import { render, words } from "./render.tsx";

it.each([
  ["/", "?lang=zh-Hans"],
  ["/archive?country=CN&page=2", "?country=CN&page=2&lang=zh-Hans"],
  ["/archive?lang=en", "?lang=zh-Hans"],
])("switching language stays on %s", (path, address) => expect(withLanguage(path, "zh-Hans")).toBe(address));

it("offers each language by its own name, and says which one is shown", () => {
  const markup = render(
    <Shell person={null} nav={[]} path="/rules">
      <p />
    </Shell>,
    "zh-Hans",
  );
  expect(markup).toContain('<a href="?lang=en" lang="en" hrefLang="en">English</a>');
  expect(markup).toContain(
    '<a href="?lang=zh-Hans" lang="zh-Hans" hrefLang="zh-Hans" aria-current="true">简体中文</a>',
  );
});

it.each(LOCALES)(
  "tabs of the languages of translations are not called what the choice of one's own language is called (%s)",
  (locale) => {
    const {
      translation: { languages, parts },
      ui: { language },
    } = textsOf(locale);
    expect(new Set([languages, parts, language]).size).toBe(3);
  },
);

it("brings a person back to the page after signing in, and signs out by a form", () => {
  expect(
    render(
      <Shell person={null} nav={[]} path="/entries?page=2">
        <p />
      </Shell>,
    ),
  ).toContain('href="/sign-in?next=%2Fentries%3Fpage%3D2"');
  expect(
    render(
      <Shell person={{ name: "Ada" }} nav={[]} path="/">
        <p />
      </Shell>,
    ),
  ).toContain('method="post" action="/sign-out"');
});

it("cannot be led to another site by a path", () => {
  const markup = render(
    <Shell person={null} nav={[]} path="//evil.example/x">
      <p />
    </Shell>,
  );
  expect(markup).not.toContain('href="//');
});

it("shows what was typed when a form is refused", () => {
  const markup = render(
    <ProblemPage status={409} typed={[{ label: "Origin", value: "In 2019 <b>" }]}>
      The call has closed.
    </ProblemPage>,
  );
  expect(markup).toContain(">In 2019 &lt;b&gt;</textarea>");
  expect(words(markup)).toContain("The call has closed.");
});

it.each(LOCALES)("says what to do where a form is refused that has no page of its own, in %s", (locale) => {
  const page = <RefusalPage status={422} problem={{ because: "invalid" }} path="/cities/x" nav={[]} />;
  expect(words(render(page, locale))).toContain(textsOf(locale).frame.invalid);
});

it("leads whoever has not confirmed their address to where the link can be sent again", () => {
  const refused = (because: Refusal) =>
    render(<RefusalPage status={409} problem={{ because }} path="/cities/new" nav={[]} />);
  expect(refused("email-not-confirmed")).toContain('href="/account"');
  expect(refused("call-closed")).not.toContain('href="/account"');
});

it("lets an address for mail in a sentence break before its @ alone", () => {
  const sentence = textsOf("en").account.email.confirm("amara@kampala.example", "a.b+c@x.example");
  const markup = render(<Addressed>{sentence}</Addressed>);
  expect(words(markup)).toBe(sentence);
  expect(markup.split("<wbr/>")).toHaveLength(3);
});

it.each(LOCALES)(
  "says of each question whether it is required and how long it may be, each in a sentence (%s)",
  (locale) => {
    const question = {
      key: "a",
      type: "long-text",
      label: { en: "Summary" },
      required: true,
      confidential: false,
      public: false,
    };
    const limit = { count: 200, unit: "words" };
    const form = [{ key: "s", title: { en: "Section" }, questions: [{ ...question, settings: { limit } }] }];
    const shown = words(render(<QuestionList form={form as unknown as FormSection[]} />, locale));
    const { entry, ui } = textsOf(locale);
    expect(shown).toContain(ui.brackets.join(entry.start.required));
  },
);

it("says on a server's failure what happened to the answers", () => {
  expect(words(render(<ProblemPage status={500} />))).toContain("Everything shown with a saved time is safe.");
  expect(words(render(<ProblemPage status={404} />))).not.toContain("saved");
});

it("says where an answer is missing", () => {
  expect(
    words(
      render(
        <SummaryList rows={[{ key: "a", label: "Origin", value: "", change: { href: "/a", label: "origin" } }]} />,
      ),
    ),
  ).toBe("OriginNot providedChange origin");
});

it("offers to send what is newer again only as long as the entry can change", () => {
  const { banner, check } = textsOf("en").entry;
  const shown = (edit: Verdict) => render(<Unsent id="an-entry" edit={edit} />);
  expect(words(shown(yes))).toBe(banner.unsent + banner.unsentHint + check.submitAgain);
  expect(words(shown(notNow("call-closed")))).toBe(banner.unsent + banner.unsentClosed);
});

it("links a task only when it can be started", () => {
  const markup = render(
    <TaskList
      items={[
        { href: "/1", title: "Describe", status: "Completed", tone: "done" },
        { title: "Submit", status: "Cannot start yet" },
      ]}
    />,
  );
  expect(markup.match(/<a /g)).toHaveLength(1);
  expect(words(markup)).toBe("DescribeCompletedSubmitCannot start yet");
});

it("offers no way to a file that is not ready, and opens only what browsers show safely", () => {
  const file = { id: "1", name: "a.pdf", contentType: "application/pdf", size: 3_400_000, href: "/files/1" };
  expect(render(<AttachmentList items={[{ ...file, status: "checking", scanned: true }]} />)).not.toContain("/files/1");
  expect(render(<AttachmentList inPlace items={[{ ...file, status: "ready", scanned: true }]} />)).toContain(
    '<iframe src="/files/1"',
  );
  expect(render(<AttachmentList items={[{ ...file, status: "ready", scanned: true }]} />)).not.toContain("<iframe");
  expect(
    render(
      <AttachmentList inPlace items={[{ ...file, status: "ready", scanned: true, contentType: "image/svg+xml" }]} />,
    ),
  ).not.toMatch(/<iframe|<img/);
});

it("groups the steps of a scale under its criterion, each with its meaning", () => {
  const options = [
    { value: "1", label: "1", anchor: "Nothing new" },
    { value: "2", label: "2", anchor: "New to the city" },
  ];
  const markup = render(<ScaleInput name="c" legend="Innovation" options={options} value="2" />);
  expect(markup).toMatch(/^<fieldset[^>]*><legend>Innovation/);
  expect(markup.match(/<label[^>]*>.*?<\/label>/g)?.map(words)).toEqual(["1Nothing new", "2New to the city"]);
  expect(markup.match(/<input[^>]*checked=""[^>]*>/g)).toEqual(['<input type="radio" name="c" checked="" value="2"/>']);
});
