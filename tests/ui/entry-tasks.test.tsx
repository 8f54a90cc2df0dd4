import { expect, it } from "vitest";
import { notNow, yes, type Verdict } from "#app/domain/verdict.ts";
import { EntryTasks, type EntryTasksProps } from "#app/ui/entry-tasks.tsx";
import { render, words } from "./render.tsx";

const tasks = (props: Partial<EntryTasksProps>) =>
  words(
    render(
      <EntryTasks
        entry={{ id: "e1", submission: {}, withdrawnAt: null }}
        sections={[]}
        missing={0}
        signed
        unsent={false}
        endorsement={{ state: "none", rule: "off" }}
        together={{ accepted: 0, asked: 0 }}
        present={[]}
        limits={{ ofCity: null, ofFramework: null }}
        edit={yes}
        {...props}
      />,
    ),
  );
const last = (submission: object | null, unsent: boolean, edit: Verdict, withdrawnAt: Date | null = null) =>
  tasks({ entry: { id: "e1", submission, withdrawnAt }, unsent, edit });

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

it("counts sections and asks for another sign-off only while something can still be done", () => {
  const endorsement = { state: "endorsed-changed", rule: "optional" } as const;
  const open = tasks({ endorsement });
  expect(open).toContain("sections completed");
  expect(open).toContain("Changed since: ask again");
  const withdrawn = tasks({ endorsement, edit: notNow("entry-withdrawn") });
  expect(withdrawn).not.toContain("sections completed");
  const closed = tasks({ endorsement, edit: notNow("call-closed") });
  expect(closed).not.toContain("sections completed");
  expect(closed).toContain("Changed since");
  expect(closed).not.toContain("ask again");
});
