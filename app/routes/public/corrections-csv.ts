import { datasetOf } from "#app/domain/dataset/queries.server.ts";
import { correctionsCsv } from "#app/domain/dataset/rules.ts";
import { anyone } from "#app/http/wrappers.ts";

/** How a published list was corrected, as a table. */
export const loader = anyone(async ({ ctx, param }) => {
  const dataset = await datasetOf(ctx, param("slug"));
  return new Response(correctionsCsv(dataset), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${dataset.slug}-corrections.csv"`,
    },
  });
});
