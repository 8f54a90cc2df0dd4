import { expect, it } from "vitest";
import { type BallotMethod, METHODS } from "#app/domain/ballot/rules.ts";
import { ballot } from "#app/i18n/en/ballot.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { BallotConditions, BallotOutcome, Votes } from "#app/ui/ballot-outcome.tsx";
import { BallotMark, BallotPaper } from "#app/ui/ballot-paper.tsx";
import { render, words } from "./render.tsx";

const SENTENCES = { conflicts: ballot.conflicts, transferable: ballot.transferable, ...ballot.recount };
const OPEN: Record<BallotMethod, (keyof typeof SENTENCES)[]> = {
  approval: ["conflicts", "open"],
  "yes-no": ["conflicts", "open"],
  borda: ["conflicts", "open", "rankings", "recognised"],
  stv: ["transferable", "open", "recognised", "lot"],
  "plackett-luce": ["conflicts", "open", "rankings", "recognised", "lot"],
  "bradley-terry": ["conflicts", "open", "pairs", "lot"],
};

it("says of a ballot what is so by its method, and of no lot that can be drawn again where votes stay closed", () => {
  const said = (method: BallotMethod, disclosure: number) =>
    words(render(<BallotConditions method={method} disclosure={disclosure} />));
  for (const method of METHODS) {
    expect(said(method, 1)).toBe(OPEN[method].map((key) => SENTENCES[key]).join(" "));
    expect(said(method, 0)).toBe(
      [SENTENCES[method === "stv" ? "transferable" : "conflicts"], SENTENCES.never].join(" "),
    );
  }
  expect(words(render(<BallotConditions disclosure={1} />))).toBe(
    (["conflicts", "transferable", "open", "rankings", "pairs", "recognised", "lot"] as const)
      .map((key) => SENTENCES[key])
      .join(" "),
  );
});

it("an empty box on a ballot of approvals is no vote against an entry", () => {
  const said = (method: BallotMethod, mark: number | undefined, locale: Locale = "en") =>
    words(render(<BallotMark method={method} mark={mark} />, locale));
  expect([1, 0].map((mark) => said("approval", mark))).toEqual(["I approve of it", "not chosen"]);
  expect(said("approval", 0, "zh-Hans")).toBe("未选");
  expect([1, 0].map((mark) => said("yes-no", mark))).toEqual(["Yes", "No"]);
  expect([said("borda", 2), said("borda", undefined)]).toEqual(["2", "not ranked"]);
});

it("writes votes as their method counts them", () => {
  const written = (votes: string, method: BallotMethod) => words(render(<Votes votes={votes} method={method} />));
  expect([written("3/4", "yes-no"), written("7/3", "stv"), written("0.317696", "plackett-luce")]).toEqual([
    "75% (3/4)",
    "2.33",
    "31.8%",
  ]);
});

it("lists those who were not chosen by their votes, and each stage of a count too", () => {
  const counted = (id: string, place: number | null, votes: string) => ({ id, place, votes, voters: 6 });
  const candidates = ["a", "b", "c", "d"].map((id) => ({ entryId: id, title: `Entry ${id}`, code: id.toUpperCase() }));
  const said = render(
    <BallotOutcome
      method="stv"
      candidates={candidates}
      outcome={{
        papers: 6,
        quota: 3,
        candidates: [counted("d", 1, "3"), counted("a", null, "0"), counted("b", null, "5/2"), counted("c", null, "1")],
        stages: [{ votes: { a: "0", d: "3", c: "1/2", b: "5/2" }, elected: ["d"], passed: null }],
      }}
    />,
  );
  const order = (markup: string) => [...markup.matchAll(/Entry (\w)/g)].map(([, id]) => id).join("");
  const [table = "", stages = ""] = said.split("<details>");
  expect(order(table)).toBe("dbca");
  expect(order(stages)).toBe("dbcad");
});

it("says beside a place that a lot decided it", () => {
  const outcome = (byLot: boolean) =>
    words(
      render(
        <BallotOutcome
          method="stv"
          candidates={[]}
          outcome={{
            papers: 1,
            quota: 1,
            stages: [],
            candidates: [{ id: "a", place: 1, votes: "1", voters: 1, ...(byLot ? { byLot } : {}) }],
          }}
        />,
      ),
    );
  expect([outcome(true), outcome(false)].map((said) => said.includes("tie broken by lot"))).toEqual([true, false]);
});

it("says of each entry that was given a place twice which it is", () => {
  const candidates = ["a", "b"].map((id) => ({
    entryId: id,
    title: `Entry ${id}`,
    code: id,
    cityName: null,
    country: null,
    coApplicants: [],
  }));
  const paper = (
    <BallotPaper
      method="stv"
      candidates={candidates}
      marks={null}
      open
      typed={{ "mark-a": "1", "mark-b": "1" }}
      codes={{ "mark-b": "place-taken" }}
    />
  );
  expect(words(render(paper))).toContain("“Entry b” has the place of another entry. Give each place once");
});
