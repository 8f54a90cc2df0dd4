import { expect, it } from "vitest";
import { notNow, yes, type Verdict } from "#app/domain/verdict.ts";
import { EntryTasks } from "#app/ui/entry-tasks.tsx";
import { render, words } from "./render.tsx";

const last = (submission: object | null, unsent: boolean, edit: Verdict, withdrawnAt: Date | null = null) =>
  words(
    render(
      <EntryTasks
        entry={{ id: "e1", submission, withdrawnAt }}
        sections={[]}
        missing={0}
        signed
        unsent={unsent}
        endorsement={{ state: "none", rule: "off" }}
        together={{ accepted: 0, asked: 0 }}
        present={[]}
        limits={{ ofCity: null, ofFramework: null }}
        edit={edit}
      />,
    ),
  );

it("says of a closed entry that it was sent, also where something was written since, and asks nobody to submit it", () => {
  for (const unsent of [false, true]) {
    const closed = last({}, unsent, notNow("call-closed"));
    expect(closed).toContain("Read all answersSubmitted");
    expect(closed).not.toContain("Check and submit");
  }
  expect(last(null, false, notNow("call-closed"))).toContain("Read all answersNot submitted");
  expect(last({}, true, yes)).toContain("Ready to submit");
  expect(last({}, false, notNow("entry-withdrawn"), new Date(0))).toContain("Read all answersWithdrawn");
});
