import { recordExport, taken } from "#app/domain/audit/access.server.ts";
import { assignmentTable } from "#app/domain/assignment/given-plan.server.ts";
import { writePlan } from "#app/domain/assignment/input.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Who reads what in a round as a table, for whoever plans it elsewhere. */
export const loader = signedIn(async ({ ctx, id }) => {
  const table = writePlan(await assignmentTable(ctx, await getRound(ctx, id("roundId"))));
  await recordExport(ctx, taken.assignments(id("roundId")));
  // Spreadsheets read UTF-8 only where a byte-order mark says so.
  return new Response(`\ufeff${table}`, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="assignments.csv"',
    },
  });
});
