import { z } from "zod";
import { requiredText } from "../input.ts";
import { pastedCountersignature } from "./rules.ts";

/** What the program prints that signs for the award. */
export const countersignatureInput = z.object({ signature: requiredText(20_000).transform(pastedCountersignature) });
