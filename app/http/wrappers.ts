import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import type { Actor, Context, Person } from "#app/domain/context.ts";
import { NotFound, Refused, Stale } from "#app/domain/errors.ts";
import { isUuid } from "#app/domain/input.ts";
import type { Refusal } from "#app/domain/verdict.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import { type Form, readForm } from "./form.server.ts";
import { actorOf, type Visit } from "./visit.server.ts";

/** What a loader or action works with. `id("entryId")` is a UUID from the path, or a 404. */
export type Ask<A extends Actor> = {
  ctx: Context<A>;
  visit: Visit;
  request: Request;
  url: URL;
  locale: Locale;
  t: Texts;
  id(name: string): string;
  param(name: string): string;
  form(): Promise<Form>;
};

/** The body of every refusal: what the error page shows. `typed` is what a person had written and must not lose. */
export type Problem = { because: Refusal | "stale" | "sign-in"; typed?: Record<string, string> };

/** Wraps a loader or action that anybody may call. */
export function anyone<Result>(handler: (ask: Ask<Actor>) => Promise<Result> | Result) {
  return async (args: LoaderFunctionArgs | ActionFunctionArgs): Promise<Result> => answer(args, await actorOf(args.context), handler);
}

/** Wraps a loader or action for people with an account. Without a session: pages lead to sign-in, everything else answers 401, before any look-up. */
export function signedIn<Result>(handler: (ask: Ask<Person>) => Promise<Result> | Result) {
  return async (args: LoaderFunctionArgs | ActionFunctionArgs): Promise<Result> => {
    const found = await args.context.signedIn();
    if (found) return answer(args, found.person, handler);
    const { pathname, search } = args.context.url;
    const asksForPage = args.request.method === "GET" && (args.request.headers.get("accept") ?? "").includes("text/html");
    if (asksForPage) throw redirect(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
    const typed = args.request.method === "POST" ? (await readForm(args.request)).typed() : undefined;
    throw data({ because: "sign-in", ...(typed ? { typed } : {}) } satisfies Problem, { status: 401 });
  };
}

async function answer<A extends Actor, Result>({ request, params, context: visit }: LoaderFunctionArgs, actor: A, handler: (ask: Ask<A>) => Promise<Result> | Result) {
  let form: Promise<Form> | undefined;
  const param = (name: string) => params[name] ?? fail();
  const ask: Ask<A> = {
    ctx: { db: visit.services.db, actor, now: visit.now },
    visit, request, url: visit.url, locale: visit.locale, t: textsOf(visit.locale), param,
    id: (name) => (isUuid(param(name)) ? param(name) : fail()),
    form: () => (form ??= readForm(request)),
  };
  try {
    return await handler(ask);
  } catch (error) {
    const typed = (await form?.catch(() => undefined))?.typed();
    throw problemOf(error, typed) ?? error;
  }
}

function fail(): never {
  throw new NotFound();
}

/** Domain failures as HTTP: NotFound 404, Refused 403 or 409, Stale 409. Anything else is a bug and stays one. */
function problemOf(error: unknown, typed?: Record<string, string>) {
  const kept = typed && Object.keys(typed).length > 0 ? { typed } : {};
  if (error instanceof NotFound) return data({ because: "not-found" } satisfies Problem, { status: 404 });
  if (error instanceof Refused) return data({ because: error.because, ...kept } satisfies Problem, { status: error.how === "never" ? 403 : 409 });
  if (error instanceof Stale) return data({ because: "stale", ...kept } satisfies Problem, { status: 409 });
  return null;
}
