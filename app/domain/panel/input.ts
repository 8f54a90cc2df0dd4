import { z } from "zod";
import { choice, emailAddress, optionalText } from "../input.ts";
import { MOST_CRITERIA } from "../rubric/rules.ts";
import { PANEL_ROLES } from "./rules.ts";

export const invitationInput = z.object({ email: emailAddress, role: choice(PANEL_ROLES), reason: optionalText(1000) });
export const removalInput = z.object({ reason: optionalText(1000) });
export const criteriaInput = z.object({ criteria: z.array(z.string()).max(MOST_CRITERIA) });
