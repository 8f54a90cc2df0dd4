import { saveCaption } from "#app/domain/attachment/details.server.ts";
import { captionInput } from "#app/domain/attachment/input.ts";
import { captionName } from "#app/domain/attachment/rules.ts";
import { baseVersion } from "#app/domain/entry/input.ts";
import { DomainError, Invalid } from "#app/domain/errors.ts";
import { savedJson, savingProblem } from "#app/http/saving.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** What a file shows saves itself. Answers JSON, also when it refuses. */
export const action = signedIn(async (ask) => {
  const { ctx, id, form } = ask;
  const attachmentId = id("attachmentId");
  const typed = await form();
  try {
    const { error, data } = captionInput.safeParse({ caption: typed.get(captionName(attachmentId)) });
    if (error) throw new Invalid({ caption: error.issues[0]!.message });
    const upon = { ...data, baseVersion: baseVersion(typed.get("version")) };
    return savedJson(ask, await saveCaption(ctx, attachmentId, upon));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return savingProblem(ask, error);
  }
});
