import { z } from "zod";
import { isCountry, regionOf } from "../countries.ts";
import { optionalText, requiredText, problem } from "../input.ts";
import { searchNameOf } from "./rules.ts";

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
