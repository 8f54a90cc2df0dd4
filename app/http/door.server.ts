import type { Visit } from "./visit.server.ts";

/**
 * Lets somebody in who has just proven who they are: a new session with a new token, whatever the browser brought along, and the end of the one
 * it had. Sessions are the one thing written outside the domain; the domain has recorded the signing in.
 */
export async function enter(visit: Visit, request: Request, accountId: string): Promise<void> {
  const before = await visit.signedIn();
  if (before) await visit.services.sessions.close(before.sessionId);
  visit.cookies.push(await visit.services.sessions.open(accountId, visit.now, request.headers.get("user-agent")));
}

/** Ends the session of this browser, if there is one. */
export async function leave(visit: Visit): Promise<void> {
  const before = await visit.signedIn();
  if (before) visit.cookies.push(await visit.services.sessions.close(before.sessionId));
}
