import { recordExport, taken } from "#app/domain/audit/access.server.ts";
import { filterOf } from "#app/domain/audit/input.ts";
import { auditTrail } from "#app/domain/audit/queries.server.ts";
import { csvRow } from "#app/domain/csv.ts";
import { signedIn } from "#app/http/wrappers.ts";

const MOST_ROWS = 20_000;

/**
 * The audit trail as a file, as far as one may read it as a page; the newest rows where there are more than a
 * spreadsheet takes gladly.
 */
export const loader = signedIn(async ({ ctx, url }) => {
  const events = await auditTrail(ctx, filterOf(url), { limit: MOST_ROWS, offset: 0 });
  await recordExport(ctx, taken.trail(ctx.actor.id));
  const head = csvRow(["at", "event", "actor", "actor_id", "subject_id", "stream", "seq", "hash", "details"]);
  const rows = events.map(({ at, type, actorName, actorId, subjectId, stream, seq, hash, details }) =>
    csvRow([at.toISOString(), type, actorName, actorId, subjectId, stream, seq, hash, JSON.stringify(details)]),
  );
  return new Response(`\ufeff${head}${rows.join("")}`, {
    headers: { "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="audit.csv"' },
  });
});
