import { describe, expect, it } from "vitest";
import { askedOrGiven } from "#app/domain/entry/sealed.ts";
import type { Condition } from "#db/schema/question.ts";
import { aQuestion } from "#tests/support/factories.ts";

describe("what a reader finds of a form", () => {
  const when = { question: "applicant", is: ["union"] };
  const part = (key: string, own: Condition | null, questions: ReturnType<typeof aQuestion>[]) => ({
    ...{ key, when: own, questions },
  });
  const [name, members, papers] = [
    aQuestion("short-text", {}, "name"),
    aQuestion("short-text", { when }, "members"),
    aQuestion("files", { when }, "papers"),
  ];
  /** As a reviewer has it: without the section in which it is asked who is entering. */
  const form = [part("who", null, [name, members]), part("union", when, [papers])];
  const found = (answers: Record<string, unknown>, files: { questionKey: string }[] = []) =>
    askedOrGiven(form, { answers, files: files as never }).map(({ key, questions }) =>
      [key, ...questions.map((question) => question.key)].join(" "),
    );
  it("what was asked, answered or not", () => expect(found({})).toEqual(["who name"]));
  it("what has an answer, though the reader does not see on which other answer it rests", () =>
    expect(found({ members: "Twelve" })).toEqual(["who name members"]));
  it("a whole section of which there is a file", () =>
    expect(found({}, [{ questionKey: "papers" }])).toEqual(["who name", "union papers"]));
});
