import { expect, it } from "vitest";
import type { Actor } from "#app/domain/context.ts";
import { canTake } from "#app/domain/dossier/policy.ts";
import type { RoundState } from "#app/domain/round/rules.ts";

const someone = (role: "reviewer" | "chair" | null, roundId = "r"): Actor => ({
  id: "me",
  name: "",
  email: "",
  emailConfirmed: true,
  staff: role ? [] : ["secretariat"],
  teams: [],
  panels: role ? [{ roundId, cycleId: "c", role }] : [],
});
const STATES: RoundState[] = ["planned", "open", "closed", "frozen"];
const CASES = [someone("reviewer"), someone("chair"), someone(null), someone("reviewer", "other")].flatMap(
  (actor, who) =>
    STATES.flatMap((state) =>
      [null, new Date(0)].flatMap((acceptedAt) => [0, 1].map((opened) => ({ actor, who, state, acceptedAt, opened }))),
    ),
);

it("entries are taken along by the round's reviewers alone, once there is one they may open", () => {
  for (const { actor, who, state, acceptedAt, opened } of CASES) {
    const verdict = canTake(actor, { id: "r", state, acceptedAt }, opened);
    const wanted =
      who !== 0
        ? "not-found"
        : state === "planned"
          ? "round-not-open"
          : acceptedAt && opened > 0
            ? "yes"
            : "conflict-unanswered";
    expect([who, state, acceptedAt, opened, verdict.allowed ? "yes" : verdict.because]).toEqual([
      who,
      state,
      acceptedAt,
      opened,
      wanted,
    ]);
  }
});
