import { anyone } from "#app/http/wrappers.ts";

/** The portal's public keys, as the verifier reads them. */
export const loader = anyone(({ visit }) => Response.json({ v: 1, keys: [visit.services.logKey.verifier] }));
