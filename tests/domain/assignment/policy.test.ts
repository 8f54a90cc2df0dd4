import { expect, it } from "vitest";
import { canPair } from "#app/domain/assignment/policy.ts";
import { notNow, yes } from "#app/domain/verdict.ts";

it("an entry goes to a reviewer with whom it is in no conflict and who has it not yet", () => {
  expect(canPair({ kinds: [], held: false })).toEqual(yes);
  expect(canPair({ kinds: ["team"], held: true })).toEqual(notNow("conflict"));
  expect(canPair({ kinds: [], held: true })).toEqual(notNow("already-assigned"));
});
