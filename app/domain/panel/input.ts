import { z } from "zod";
import { choice, emailAddress, optionalText } from "../input.ts";

export const invitationInput = z.object({ email: emailAddress, role: choice(["reviewer", "chair", "scrutineer"]), reason: optionalText(1000) });
export const removalInput = z.object({ reason: optionalText(1000) });
