import { z } from "zod";
import { choice, emailAddress } from "../input.ts";

export const invitationInput = z.object({ email: emailAddress, role: choice(["reviewer", "chair"]) });
