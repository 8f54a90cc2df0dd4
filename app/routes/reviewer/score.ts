import { Invalid, NotFound } from "#app/domain/errors.ts";
import { saveScore } from "#app/domain/review/commands.server.ts";
import { scoreInput, scoreOf } from "#app/domain/review/input.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";
import { savePart } from "#app/http/ended.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** A criterion saves itself: its score and its comment. Answers JSON, also when it refuses. */
export const action = signedIn((ask) => savePart(ask, ask.id("assignmentId"), async () => {
  const [assignmentId, criterionId] = [ask.id("assignmentId"), ask.id("criterionId")];
  const criterion = (await getSheet(ask.ctx, assignmentId)).criteria.find(({ id }) => id === criterionId);
  if (!criterion) throw new NotFound();
  const given = parse(await ask.form(), scoreInput(criterion));
  if (!given.ok) throw new Invalid(given.errors);
  return saveScore(ask.ctx, { assignmentId, criterionId, ...scoreOf(criterionId, given.value) });
}));
