import { data } from "@remix-run/node";
import type { Person } from "#app/domain/context.ts";
import { Invalid } from "#app/domain/errors.ts";
import { commentField, scoreField, sheetInput, sheetOf } from "#app/domain/review/input.ts";
import type { Clash, Missing } from "#app/domain/review/rules.ts";
import type { Criterion } from "#app/domain/rubric/rules.ts";
import { type Form, parse } from "./form.server.ts";
import type { Ask } from "./wrappers.ts";

/** What a score sheet sent by its button says, once its criteria are known. Invalid for what does not fit. */
const readSheet = (sent: Form) => (criteria: readonly Criterion[]) => {
  const given = parse(sent, sheetInput(criteria));
  if (!given.ok) throw new Invalid(given.errors);
  return sheetOf(criteria, given.value);
};

type Kept = { clashes: Clash[]; missing?: Missing[] };

/**
 * Takes a score sheet sent by its button. `refused` is null when all of it is kept and nothing is missing; else the
 * answer that shows what is wrong beside each field, or both texts.
 */
export async function takeSheet<Result extends Kept>(
  { form }: Pick<Ask<Person>, "form">,
  take: (read: ReturnType<typeof readSheet>) => Promise<Result>,
) {
  const sent = await form();
  try {
    const kept = await take(readSheet(sent));
    const errors = missingFields(kept.missing ?? []);
    const whole = kept.clashes.length === 0 && Object.keys(errors).length === 0;
    return whole ? { kept, refused: null } : { kept: null, refused: refuseSheet(sent, errors, kept.clashes) };
  } catch (error) {
    if (error instanceof Invalid) return { kept: null, refused: refuseSheet(sent, error.fields) };
    throw error;
  }
}

/** The answer to a sheet that cannot be taken as it is: codes by field, or texts that clash; and everything typed. */
function refuseSheet(sent: Form, errors: Record<string, string>, clashes: Clash[] = []) {
  return data({ errors, clashes, typed: sent.typed() }, { status: clashes.length > 0 ? 409 : 422 });
}

/** What an incomplete review lacks, as errors by field. */
function missingFields(missing: readonly Missing[]): Record<string, string> {
  return Object.fromEntries(
    missing.map(({ criterionId, what }) => [
      what === "score-needed" ? scoreField(criterionId) : commentField(criterionId),
      what,
    ]),
  );
}
