import { askForPasskey } from "#app/domain/factor/passkeys.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** What the browser needs to make a passkey; JSON for the page's script. */
export const action = signedIn(async ({ ctx, visit }) =>
  Response.json(await askForPasskey(ctx, visit.services.passkeys)),
);
