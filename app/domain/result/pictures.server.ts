import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { attachments } from "#db/schema/attachment.ts";
import { publications, type PublishedPicture, results } from "#db/schema/result.ts";
import type { AwardedEntry } from "../decision/queries.server.ts";
import type { Context } from "../context.ts";
import { questionsOf } from "../entry/rules.ts";
import { readSnapshot } from "../entry/sealed.ts";
import { NotFound } from "../errors.ts";
import { formOf } from "../question/queries.server.ts";
import { becomesPublic } from "../question/telling.ts";
import { type PublicReader, RESULTS, visibleTo } from "./queries.server.ts";

/**
 * The pictures with which entries would become public, by entry and in form order: those that answer a public question
 * in the sealed version, as they were drawn anew, and none that a virus scan has not cleared. Not guarded.
 */
export async function picturesOf(
  { db }: Pick<Context, "db">,
  cycleId: string,
  awarded: readonly Pick<AwardedEntry, "entryId" | "snapshot">[],
): Promise<Map<string, PublishedPicture[]>> {
  const shown = new Map(
    questionsOf(await formOf({ db }, cycleId))
      .filter(becomesPublic)
      .map(({ key, label }) => [key, label]),
  );
  const named = awarded.map(({ entryId, snapshot }) => ({
    entryId,
    files: readSnapshot(snapshot).files.filter(({ questionKey }) => shown.has(questionKey)),
  }));
  const ids = named.flatMap(({ files }) => files.map(({ attachmentId }) => attachmentId));
  if (ids.length === 0) return new Map();
  const drawn = await db
    .select({ id: attachments.id, key: sql<string>`${attachments.previewKey}`, store: attachments.store })
    .from(attachments)
    .where(
      and(
        inArray(attachments.id, ids),
        isNotNull(attachments.previewKey),
        inArray(attachments.scan, ["off", "clean"]),
        sql`${attachments.contentType} like 'image/%'`,
      ),
    );
  const copies = new Map(drawn.map((copy) => [copy.id, copy]));
  return new Map(
    named.map(({ entryId, files }) => [
      entryId,
      files.flatMap(({ attachmentId, questionKey, caption, credit = "", rights = "" }) => {
        const copy = copies.get(attachmentId);
        return copy ? [{ ...copy, caption: caption.trim(), credit, rights, asked: shown.get(questionKey)! }] : [];
      }),
    ]),
  );
}

/** The pictures with which a list was published, by entry, without those taken off since. Not guarded. */
export async function publishedPictures(
  { db }: Pick<Context, "db">,
  publicationId: string,
): Promise<Map<string, PublishedPicture[]>> {
  const kept = await db
    .select({ entryId: sql<string>`${results.entryId}`, pictures: results.pictures })
    .from(results)
    .where(eq(results.publicationId, publicationId));
  return new Map(kept.map(({ entryId, pictures }) => [entryId, pictures]));
}

/** Where a drawing for lists lies. */
export type Drawing = NonNullable<PublishedPicture["small"]>;

/** A picture of which lists have no drawing yet. */
export type Undrawn = Pick<PublishedPicture, "id" | "key" | "store"> & { resultId: string; roundId: string };

/**
 * The pictures of which lists lack a drawing, of one round or of all: the first of each initiative whose publication
 * stands, also under an embargo. None with a credit or rights, which lists have no place to say. Not guarded.
 */
export async function undrawnPictures({ db }: Pick<Context, "db">, roundId: string | null = null): Promise<Undrawn[]> {
  return db.execute<Undrawn>(sql`
    select k ->> 'id' as id, k ->> 'key' as key, k ->> 'store' as store, r.id as "resultId", p.round_id as "roundId"
    from results r
    join publications p on p.id = r.publication_id
    cross join lateral (select r.pictures -> 0 as k) f
    where p.withdrawn_at is null and p.round_id is not null and k is not null and k -> 'small' is null
      and coalesce(k ->> 'credit', '') = '' and coalesce(k ->> 'rights', '') = ''
      and (${roundId}::uuid is null or p.round_id = ${roundId}::uuid)
    order by p.published_at, r.id`);
}

/** How many times lists became public, each time anew counted: more than before, and there may be pictures to draw. */
export async function timesPublished({ db }: Pick<Context, "db">): Promise<number> {
  const [row] = await db
    .select({ times: sql<number>`coalesce(sum(${publications.version}), 0)::int` })
    .from(publications);
  return row!.times;
}

/** Where the drawings of these pictures lie. */
export const drawingsOf = (pictures: readonly PublishedPicture[]) => pictures.flatMap(({ small }) => small ?? []);

/** So many drawings that lists show, whichever: where they lie, and the round of each. Not guarded. */
export async function someDrawings(
  { db }: Pick<Context, "db">,
  most: number,
): Promise<(Drawing & { roundId: string })[]> {
  return db.execute<Drawing & { roundId: string }>(sql`
    select s ->> 'key' as key, s ->> 'store' as store, p.round_id as "roundId"
    from results r
    join publications p on p.id = r.publication_id
    cross join lateral (select r.pictures -> 0 -> 'small' as s) d
    where p.round_id is not null and s is not null
    order by random() limit ${most}`);
}

/** The keys of all drawings that published pictures name. Not guarded. */
export async function namedDrawings({ db }: Pick<Context, "db">): Promise<Set<string>> {
  const named = await db.execute<{ key: string }>(sql`
    select k -> 'small' ->> 'key' as key
    from results r, jsonb_array_elements(r.pictures) k
    where k -> 'small' is not null`);
  return new Set([...named].map(({ key }) => key));
}

/**
 * A picture of a published initiative as a file to serve, or its drawing for lists. 404 whenever the initiative is,
 * once it is taken off, and for a drawing that it does not have.
 */
export async function getPicture(
  { db, now }: PublicReader,
  resultId: string,
  pictureId: string,
  { small = false } = {},
) {
  const [found] = await db.execute<{ picture: PublishedPicture }>(sql`
    select k as picture from ${RESULTS}, jsonb_array_elements(r.pictures) k
    where r.id = ${resultId}::uuid and k ->> 'id' = ${pictureId} and ${visibleTo({ now })}`);
  if (!found) throw new NotFound();
  const place = small ? found.picture.small : found.picture;
  if (!place) throw new NotFound();
  return {
    key: place.key,
    store: place.store,
    name: `${pictureId}${small ? "-small" : ""}.webp`,
    contentType: "image/webp",
  };
}
