import { z } from "zod";
import { staffRoles } from "../account/input.ts";
import { optionalText, requiredText } from "../input.ts";

export const roleChange = staffRoles.extend({ reason: optionalText(1000) });
export const reasonInput = z.object({ reason: requiredText(1000) });
