import { z } from "zod";
import { choice, emailAddress, problem } from "../input.ts";
import { TEAM_ROLES } from "./rules.ts";

const accountId = z.guid(problem("not-a-choice"));
/** A place in the team; "none" is no place. */
const place = choice([...TEAM_ROLES, "none"]);

export const invitationInput = z.object({ email: emailAddress, role: choice(TEAM_ROLES) });

/** A member's new place in the team; "none" takes the person out. */
export const memberInput = z.object({ accountId, role: place });

/** Who becomes an owner, and what becomes of the owner who hands over. */
export const handoverInput = z.object({ accountId, stay: place });

/** The answer to a request: a role, or "none" for no. */
export const requestAnswer = memberInput;
