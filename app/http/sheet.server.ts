import { data } from "@remix-run/node";
import type { Person } from "#app/domain/context.ts";
import { saveSheet } from "#app/domain/review/commands.server.ts";
import { commentField, scoreField, sheetInput, sheetOf } from "#app/domain/review/input.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";
import type { Clash, Missing } from "#app/domain/review/rules.ts";
import { errorsOf } from "./answers.server.ts";
import { type Form, parse } from "./form.server.ts";
import type { Ask } from "./wrappers.ts";

/**
 * Saves a score sheet sent by its button. Null when all of it is kept; else the answer that shows what is wrong beside
 * each field, or both texts.
 */
export async function keepSheet({ ctx, form }: Ask<Person>, assignmentId: string) {
  const { criteria } = await getSheet(ctx, assignmentId);
  const sent = await form();
  const given = parse(sent, sheetInput(criteria));
  if (!given.ok) return refuseSheet(sent, given.errors);
  let clashes: Clash[] = [];
  const errors = await errorsOf(
    saveSheet(ctx, assignmentId, sheetOf(criteria, given.value)).then((kept) => (clashes = kept.clashes)),
  );
  if (errors) return refuseSheet(sent, errors);
  return clashes.length > 0 ? refuseSheet(sent, {}, clashes) : null;
}

/** The answer to a sheet that cannot be taken as it is: codes by field, or texts that clash; and everything typed. */
export function refuseSheet(sent: Form, errors: Record<string, string>, clashes: Clash[] = []) {
  return data({ errors, clashes, typed: sent.typed() }, { status: clashes.length > 0 ? 409 : 422 });
}

/** What an incomplete review lacks, as errors by field. */
export function missingFields(missing: readonly Missing[]): Record<string, string> {
  return Object.fromEntries(
    missing.map(({ criterionId, what }) => [
      what === "score-needed" ? scoreField(criterionId) : commentField(criterionId),
      what,
    ]),
  );
}
