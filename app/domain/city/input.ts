import { z } from "zod";
import { isCountry, regionOf } from "../countries.ts";
import { choice, emailAddress, type InputProblem, optionalText, requiredText } from "../input.ts";
import { searchNameOf, TEAM_ROLES } from "./rules.ts";

const problem = (code: InputProblem) => code;
const accountId = z.guid(problem("not-a-choice"));

export const cityInput = z.object({
  name: requiredText(120)
    .refine((text) => !/[\n\t]/.test(text), problem("not-text"))
    .refine((text) => searchNameOf(text) !== "", problem("not-text"))
    .refine((text) => !/\p{M}{4}/u.test(text.normalize("NFD")), problem("not-text")),
  country: z
    .string(problem("not-a-country"))
    .refine((code) => isCountry(code) && regionOf(code) !== null, problem("not-a-country")),
  message: optionalText(1000),
});

export const invitationInput = z.object({ email: emailAddress, role: choice(TEAM_ROLES) });

/** A member's new place in the team; "none" takes the person out. */
export const memberInput = z.object({ accountId, role: choice([...TEAM_ROLES, "none"]) });

/** Who becomes an owner, and what becomes of the owner who hands over. */
export const handoverInput = z.object({ accountId, stay: choice(["owner", "editor", "viewer", "none"]) });

/** The answer to a request: a role, or "none" for no. */
export const requestAnswer = memberInput;
