import { z } from "zod";
import { cityInput } from "../city/input.ts";
import { choice, emailAddress } from "../input.ts";

/** Which city, and who of it is written to. */
export const coApplicantInput = cityInput.pick({ name: true, country: true }).extend({ email: emailAddress });

/** What the city answers; once it has accepted, only that it leaves. */
export const coApplicantAnswer = z.object({ answer: choice(["yes", "no", "leave"]) });
