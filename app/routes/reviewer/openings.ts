import { takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The openings of a frozen round, for its scrutineer. A POST, because it is put on record. */
export const action = signedIn(
  async ({ ctx, id }) =>
    new Response(`${await takeOpenings(ctx, id("roundId"))}\n`, {
      headers: {
        "content-type": "application/json",
        "content-disposition": 'attachment; filename="openings.json"',
      },
    }),
);
