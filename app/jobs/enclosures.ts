import type { Actor, Context } from "#app/domain/context.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { entryCopy } from "#app/domain/entry/copy.ts";
import { submittedCopy } from "#app/domain/submission/queries.server.ts";
import type { DueLetter } from "#app/domain/notification/commands.server.ts";
import type { LetterParams } from "#app/domain/notification/rules.ts";
import { signedCopy } from "#app/domain/proof/rules.ts";
import { type Documents, isTypesettingBusy } from "#app/outside/documents/document.ts";
import { documentName } from "#app/outside/documents/serving.ts";
import type { Services } from "#app/services.server.ts";
import type { Enclosure } from "#app/outside/mail/letter.ts";

/** Mail servers refuse large letters; in bytes. */
const LARGEST = 4_000_000;

/** So often a letter is tried again for a copy that too many documents are before; a quarter of an hour in all. */
const MOST_WAITS = 4;

/**
 * What goes with a letter: with a receipt the same signed, and the copy of what was received. While too many documents
 * wait, so does the letter; a copy that cannot be made at all, or is too large, stays behind: the letter links to it.
 */
export async function enclosuresOf(
  ctx: Context<Actor>,
  { documents, logKey }: Pick<Services, "logKey"> & { documents: Pick<Documents, "pdf"> },
  { kind, params, locale, attempts }: Pick<DueLetter, "kind" | "params" | "locale" | "attempts">,
): Promise<Enclosure[]> {
  if (kind !== "entry-submitted" && kind !== "package-accepted") return [];
  const { submission, code, title } = params as LetterParams["entry-submitted"];
  const source = submission ? await submittedCopy(ctx, submission) : null;
  const receipt = submission ? await signedReceipt(ctx, logKey, { submissionId: submission }) : null;
  const signed = receipt
    ? [
        {
          name: `${code} receipt.txt`,
          contentType: "text/plain; charset=utf-8",
          bytes: new TextEncoder().encode(receipt.text),
        },
      ]
    : [];
  const pdf =
    source &&
    (await documents.pdf(entryCopy({ ...source, receipt: receipt?.text ?? null }, locale)).catch((error: unknown) => {
      if (isTypesettingBusy(error) && attempts <= MOST_WAITS) throw error;
      return null;
    }));
  const bytes = pdf && receipt ? signedCopy(pdf, receipt.text, logKey) : pdf;
  return bytes && bytes.length <= LARGEST
    ? [{ name: documentName(code, title, "pdf"), contentType: "application/pdf", bytes }, ...signed]
    : signed;
}
