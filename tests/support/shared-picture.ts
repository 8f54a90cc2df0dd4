import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { aFile, aMember, anEntry } from "./factories.ts";

/** A picture of a draft, and a colleague who writes too. */
export async function aSharedPicture(db: Db) {
  const entry = await anEntry(db);
  const file = aFile({ name: "Bench.png", contentType: "image/png" });
  const id = await addAttachment(entry.ctx, { entryId: entry.entryId, questionKey: "pictures", file });
  const colleague = { ...entry.ctx, actor: await aMember(db, entry.city.id, "editor") };
  const stands = async () => (await getDraft(entry.ctx, entry.entryId)).files[0]!;
  return { ...entry, id, colleague, stands };
}
