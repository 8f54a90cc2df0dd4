import { saveCaption } from "#app/domain/attachment/details.server.ts";
import { captionInput } from "#app/domain/attachment/input.ts";
import { baseVersion } from "#app/domain/entry/input.ts";
import { DomainError, Invalid } from "#app/domain/errors.ts";
import { parse } from "#app/http/form.server.ts";
import { savedJson, savingProblem } from "#app/http/saving.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** What a file shows saves itself. Answers JSON, also when it refuses. */
export const action = signedIn(async (ask) => {
  const { ctx, id, form } = ask;
  const attachmentId = id("attachmentId");
  const typed = await form();
  try {
    const given = parse(typed, captionInput);
    if (!given.ok) throw new Invalid(given.errors);
    const upon = { ...given.value, baseVersion: baseVersion(typed.get("version")) };
    return savedJson(ask, await saveCaption(ctx, attachmentId, upon));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return savingProblem(ask, error);
  }
});
