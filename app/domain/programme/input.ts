import { z } from "zod";
import type { Localised } from "#app/i18n/localised.ts";
import { bothLanguages, emailAddress, type InputProblem, optionalText, requiredText, slug } from "../input.ts";
import { isTimeZone, LONGEST } from "./rules.ts";

const zone = requiredText(60).refine(isTimeZone, "not-a-zone" satisfies InputProblem);

export const programmeInput = z.object({
  name: requiredText(LONGEST.name),
  "name-zh": optionalText(LONGEST.name),
  about: requiredText(LONGEST.about),
  "about-zh": optionalText(LONGEST.about),
  timeZone: zone,
  contactEmail: emailAddress,
});
export const newProgrammeInput = programmeInput.extend({ slug });

/** The programme that the fields describe. */
export function programmeFrom(given: z.output<typeof programmeInput>) {
  return {
    name: bothLanguages(given.name, given["name-zh"]),
    about: bothLanguages(given.about, given["about-zh"]),
    timeZone: given.timeZone,
    contactEmail: given.contactEmail,
  };
}

/** The opposite of `programmeFrom`: what stands in the fields before anybody types. */
export function programmeFields({
  name,
  about,
  timeZone,
  contactEmail,
}: {
  name: Localised;
  about: Localised;
  timeZone: string;
  contactEmail: string;
}): Record<string, string> {
  return {
    name: name.en,
    "name-zh": name["zh-Hans"] ?? "",
    about: about.en,
    "about-zh": about["zh-Hans"] ?? "",
    timeZone,
    contactEmail,
  };
}
