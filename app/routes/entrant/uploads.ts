import { anyone } from "#app/http/wrappers.ts";

/**
 * UploadThing's own endpoint: what it answers is decided by the hooks of `connectUploads`, who read the session
 * themselves.
 */
export const loader = anyone(({ visit, request }) => visit.services.files.route(request));
export const action = anyone(({ visit, request }) => visit.services.files.route(request));
