import { timestampFile } from "#app/domain/timestamp/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/** A time stamp of the log as the file that `openssl ts` reads. It never changes. */
export const loader = anyone(async ({ ctx, id }) => {
  const { size, answer } = await timestampFile(ctx, id("timestampId"));
  return new Response(new Uint8Array(answer), {
    headers: {
      "content-type": "application/timestamp-reply",
      "content-disposition": `attachment; filename="checkpoint-${size}.tsr"`,
      "cache-control": "public, max-age=31536000, immutable",
    },
  });
});
