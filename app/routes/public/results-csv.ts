import { datasetOf } from "#app/domain/dataset/queries.server.ts";
import { asCsv } from "#app/domain/dataset/rules.ts";
import { anyone } from "#app/http/wrappers.ts";

/** A published result as a table. */
export const loader = anyone(async ({ ctx, param, visit }) => {
  const dataset = await datasetOf(ctx, param("slug"));
  return new Response(asCsv(dataset, visit.services.config.publicUrl), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${dataset.slug}.csv"`,
    },
  });
});
