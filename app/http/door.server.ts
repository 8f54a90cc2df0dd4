import { isToken } from "#app/domain/link/rules.ts";
import { ownCookie } from "./cookies.ts";
import { rememberDevice } from "./devices.server.ts";
import type { SignedIn } from "./session.server.ts";
import type { Visit } from "./visit.server.ts";

const STEP_SECONDS = 600;

/**
 * Lets somebody in who has just proven who they are: a new session with a new token, whatever the browser brought
 * along, and the end of the one it had. Sessions are written here; that somebody signed in the domain has recorded.
 */
export async function enter(
  visit: Visit,
  request: Request,
  accountId: string,
  proof: "strong" | "weak",
  provenAt = visit.now,
): Promise<void> {
  const before = await visit.signedIn();
  if (before) await visit.services.sessions.close(before.sessionId);
  visit.cookies.push(
    await visit.services.sessions.open(accountId, visit.now, request.headers.get("user-agent"), proof, provenAt),
  );
}

/** Lets in whoever has come through the whole sign-in; their next attempts from this browser are their own. */
export async function welcome(
  visit: Visit,
  request: Request,
  { accountId, email }: { accountId: string; email: string },
  proof: "strong" | "weak",
): Promise<void> {
  await enter(visit, request, accountId, proof);
  rememberDevice(visit, request, email);
}

/** A new session in place of this one, after something changed that the old one stands for; it ends when that would. */
export async function renew(visit: Visit, request: Request, proof?: "strong"): Promise<void> {
  const before = await visit.signedIn();
  if (before) await enter(visit, request, before.person.id, proof ?? strengthOf(before), before.provenAt);
}

/** The same after the person has proven once more who they are. */
export async function renewProven(visit: Visit, request: Request): Promise<void> {
  const before = await visit.signedIn();
  if (before) await enter(visit, request, before.person.id, strengthOf(before));
}

const strengthOf = ({ strong }: SignedIn) => (strong ? "strong" : "weak");

/** Ends the session of this browser, if there is one. */
export async function leave(visit: Visit): Promise<void> {
  const before = await visit.signedIn();
  if (before) visit.cookies.push(await visit.services.sessions.close(before.sessionId));
}

/**
 * Between password and second factor the browser holds a step: it opens nothing but the page that asks for the factor.
 */
export function holdStep(visit: Visit, step: string): void {
  visit.cookies.push(stepCookie(visit).set(step, STEP_SECONDS));
}

/** Takes the step from a browser that has come through it. */
export function dropStep(visit: Visit): void {
  visit.cookies.push(stepCookie(visit).set("", 0));
}

/** The step that a browser holds; empty for none, or for what is no token. */
export function stepIn(visit: Visit, request: Request): string {
  const step = stepCookie(visit).read(request);
  return isToken(step) ? step : "";
}

const stepCookie = ({ services: { config } }: Visit) => ownCookie("step", config);
