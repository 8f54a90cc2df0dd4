import { redirect } from "@remix-run/node";
import type { Context, Person } from "#app/domain/context.ts";
import { isOwnPassword } from "#app/domain/sign-in/queries.server.ts";
import { isFresh } from "#app/domain/sign-in/rules.ts";
import { unlessBusy } from "./answers.server.ts";
import type { Visit } from "./visit.server.ts";
import { type Ask, signedIn } from "./wrappers.ts";

const HERE = "/account/second-factor/password";

/**
 * Wraps a loader or action that changes how somebody signs in: only for whoever proved a short while ago who they are,
 * so that a browser left open gives nobody a factor of their own. Others are led to the page that asks for it: those
 * whose rights wait for a first factor too, as it is what would bring whoever sits there these rights.
 */
export function freshly<Result>(handler: (ask: Ask<Person>) => Promise<Result> | Result) {
  return signedIn(async (ask: Ask<Person>): Promise<Result> => {
    if (!(await isProven(ask)))
      throw redirect(`${HERE}?next=${encodeURIComponent(ask.url.pathname + ask.url.search)}`, 303);
    return handler(ask);
  });
}

const proven = new WeakMap<Visit, Promise<boolean>>();

/** Asked once a visit: the page of an act that was allowed is shown, however long its form lay there. */
export function isProven({ visit, request }: Ask<Person>): Promise<boolean> {
  const known = proven.get(visit) ?? look(visit, request.method === "GET" ? "open" : "act");
  proven.set(visit, known);
  return known;
}

async function look(visit: Visit, what: "open" | "act"): Promise<boolean> {
  const found = await visit.signedIn();
  return found !== null && isFresh(found.provenAt, visit.now, what);
}

/** Guesses at one's own password from within the account count by themselves: nobody else can use them up. */
export const ownAttempt = ({ actor: { id, email } }: Context, ip: string) => ({ email, ip, device: `own|${id}` });

/** Why a current password does not count, as the error of its field; null when it is right. */
export async function passwordProblem(
  { ctx, visit: { ip, services } }: Ask<Person>,
  password: string,
): Promise<"too-many-attempts" | "busy" | "not-current-password" | null> {
  const attempt = ownAttempt(ctx, ip);
  if (!(await services.limits.attempt(attempt))) return "too-many-attempts";
  const right = await unlessBusy(isOwnPassword(ctx, password, services.passwords));
  if (right === true) await services.limits.succeeded(attempt);
  return right === "busy" ? right : right ? null : "not-current-password";
}
