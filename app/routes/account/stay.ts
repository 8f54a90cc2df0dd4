import { anyone } from "#app/http/wrappers.ts";

/** A session goes on: whatever is asked moves its idle end. Also for whoever is about to give a second factor. */
export const action = anyone(({ ctx }) => new Response(null, { status: ctx.actor.id ? 204 : 401 }));
