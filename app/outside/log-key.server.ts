import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type NoteKey, noteKey } from "#app/domain/commitment/note.ts";

/**
 * The key that signs receipts and the log. Made at the first start, for this user alone, beside the database and not in
 * it: whoever changes the database cannot sign what they made of it. It keeps the name it was made under, whatever
 * address the portal moves to.
 */
export function openLogKey(dataDir: string, publicUrl: string): NoteKey {
  mkdirSync(dataDir, { recursive: true });
  const place = join(dataDir, "log-key");
  try {
    writeFileSync(place, `${new URL(publicUrl).host}/log ${randomBytes(32).toString("hex")}\n`, {
      mode: 0o600,
      flag: "wx",
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const [, name, secret] = /^(\S+) ([0-9a-f]{64})\n$/.exec(readFileSync(place, "utf8")) ?? [];
  if (!name || !secret)
    throw new Error(
      `${place} is damaged. Restore it from the backup: without it nothing can be signed that receipts already rest on.`,
    );
  return noteKey(name, Buffer.from(secret, "hex"));
}
