import { z } from "zod";
import { problem } from "../input.ts";
import { TEAM_ROLES } from "./rules.ts";
import { choice, emailAddress } from "../input.ts";

const accountId = z.guid(problem("not-a-choice"));

export const invitationInput = z.object({ email: emailAddress, role: choice(TEAM_ROLES) });

/** A member's new place in the team; "none" takes the person out. */
export const memberInput = z.object({ accountId, role: choice([...TEAM_ROLES, "none"]) });

/** Who becomes an owner, and what becomes of the owner who hands over. */
export const handoverInput = z.object({ accountId, stay: choice(["owner", "editor", "viewer", "none"]) });

/** The answer to a request: a role, or "none" for no. */
export const requestAnswer = memberInput;
