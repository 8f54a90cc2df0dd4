import { Invalid } from "#app/domain/errors.ts";
import { saveScore } from "#app/domain/review/commands.server.ts";
import { scoreInput, scoreOf } from "#app/domain/review/input.ts";
import { savePart } from "#app/http/ended.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** A criterion saves itself: its score and its comment. Answers JSON, also when it refuses. */
export const action = signedIn((ask) =>
  savePart(ask, ask.id("assignmentId"), async () => {
    const assignmentId = ask.id("assignmentId");
    const criterionId = ask.id("criterionId");
    const sent = await ask.form();
    return saveScore(ask.ctx, {
      assignmentId,
      criterionId,
      read: (criterion) => {
        const given = parse(sent, scoreInput(criterion));
        if (!given.ok) throw new Invalid(given.errors);
        return scoreOf(criterionId, given.value);
      },
    });
  }),
);
