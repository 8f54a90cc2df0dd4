import { datasetOf } from "#app/domain/dataset/queries.server.ts";
import { asJson } from "#app/domain/dataset/rules.ts";
import { anyone } from "#app/http/wrappers.ts";

/** A published result for machines. */
export const loader = anyone(async ({ ctx, param, visit }) =>
  Response.json(asJson(await datasetOf(ctx, param("slug")), visit.services.config.publicUrl)),
);
