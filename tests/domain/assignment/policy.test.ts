import { expect, it } from "vitest";
import { canPair } from "#app/domain/assignment/policy.ts";
import { notNow, yes } from "#app/domain/verdict.ts";

it("an entry goes to a reviewer with whom it is in no conflict and who has it not yet", () => {
  expect(canPair({ shut: false, kinds: [], held: false })).toEqual(yes);
  expect(canPair({ shut: false, kinds: ["team"], held: true })).toEqual(notNow("conflict"));
  expect(canPair({ shut: false, kinds: [], held: true })).toEqual(notNow("already-assigned"));
  expect(canPair({ shut: true, kinds: [], held: false })).toEqual(notNow("account-disabled"));
});
