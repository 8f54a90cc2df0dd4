import { askToSignIn } from "#app/domain/factor/passkeys.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/** What the browser needs to ask for a passkey; JSON for the page's script. */
export const action = anyone(async ({ ctx, visit }) => {
  const { limits, passkeys } = visit.services;
  if (!(await limits.mayTry(visit.ip))) return Response.json({ because: "too-many-attempts" }, { status: 429 });
  return Response.json(await askToSignIn(ctx, passkeys));
});
