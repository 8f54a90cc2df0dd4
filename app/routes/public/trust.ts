import { trustFile } from "#app/domain/witness/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/** The public keys of the portal and of the log's witnesses, as the verifier reads them. */
export const loader = anyone(async ({ ctx, visit }) => Response.json(await trustFile(ctx, visit.services.logKey)));
