import { desc, eq } from "drizzle-orm";
import { logLeaves } from "#db/schema/commitment.ts";
import type { Actor, Context } from "../context.ts";
import type { LogKey, Revoked } from "./note.ts";

type Reader = Pick<Context<Actor>, "db">;

/** Keys that sign for the log no more, as it says itself, the last one first. Public. */
export async function revokedKeys({ db }: Reader): Promise<(Revoked & { at: Date })[]> {
  const said = await db
    .select({ data: logLeaves.data, size: logLeaves.index, at: logLeaves.at })
    .from(logLeaves)
    .where(eq(logLeaves.kind, "key-revocation"))
    .orderBy(desc(logLeaves.index));
  return said.map(({ data, ...where }) => {
    const { key, next, reason } = JSON.parse(data.toString()) as Revoked;
    return { key, next, reason, ...where };
  });
}

/**
 * What the log says of a key, where it says that it signs no more: which one follows, after all that followed it; null
 * where it says nothing of the kind.
 */
export async function revocationOf(ctx: Reader, { verifier }: Pick<LogKey, "verifier">): Promise<Revoked | null> {
  const said = (await revokedKeys(ctx)).reverse();
  const first = said.find(({ key }) => key === verifier);
  if (!first) return null;
  return { ...first, next: said.reduce((next, each) => (each.key === next ? each.next : next), first.next) };
}

/**
 * What the log says of every key that came before this one, the first of them first. Those through which the log did
 * not come to the one that signs were announced and passed over: they count for nothing.
 */
export async function keysBefore(ctx: Reader, verifier: string, signing = verifier): Promise<Revoked[]> {
  const said = await revokedKeys(ctx);
  const [before, reached, signed] = [[] as Revoked[], new Set([verifier]), signedUntil(signing, said)];
  for (const { key, next, size, reason } of said) {
    if (!reached.has(next)) continue;
    reached.add(key);
    before.unshift({ key, next, size: signed.has(key) ? size : 0, reason });
  }
  return before;
}

/** The keys that signed, up to this one: of those for which one key follows, the one that signed is named last. */
function signedUntil(verifier: string, said: readonly Revoked[]): Set<string> {
  const signed = new Set([verifier]);
  for (let key: string | undefined = verifier; key; ) {
    key = said.find(({ key: old, next }) => next === key && !signed.has(old))?.key;
    if (key) signed.add(key);
  }
  return signed;
}

/**
 * Does what the log says of the key that is here: where it was revoked, the one that follows takes its place, if it
 * lies ready; if not, nothing is signed here any more. Answers what the operator has to do, null for nothing.
 */
export async function followLog(ctx: Reader, key: LogKey): Promise<string | null> {
  const said = await revocationOf(ctx, key);
  if (!said) {
    key.ring?.halt(false);
    return null;
  }
  if (key.ring?.waiting()?.verifier === said.next) {
    key.ring.install(await keysBefore(ctx, said.next));
    return followLog(ctx, key);
  }
  key.ring?.halt(true);
  return (
    `The log says that its key ${said.key} was revoked, and that ${said.next} follows, which is not here. Nothing is ` +
    'signed with the old one any more. Give the file with the new one: npm run portal -- log change-key --reason "…" ' +
    "--with FILE, or, if it is lost, --new; the portal takes it up within a minute, or when it is started again."
  );
}
