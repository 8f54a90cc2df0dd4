import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import type { Actor, Context, Person } from "#app/domain/context.ts";
import { Invalid, NotFound, Refused, Stale } from "#app/domain/errors.ts";
import { isUuid } from "#app/domain/input.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import { isTypesettingBusy } from "#app/outside/documents/document.ts";
import { isDatabaseAway } from "#db/fault.ts";
import { statusOf } from "./answers.server.ts";
import { logFault } from "#app/faults.ts";
import { type Form, type FormWithFile, readForm, readFormWithFile } from "./form.server.ts";
import type { RefusalBody } from "./refusal-body.ts";
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
  /** The form and one small file of it, by the name of its field. */
  formWithFile(name: string): Promise<FormWithFile>;
};

const SECOND_FACTOR = "/account/second-factor";

/** Wraps a loader or action that anybody may call. */
export function anyone<Result>(handler: (ask: Ask<Actor>) => Promise<Result> | Result) {
  return async (args: LoaderFunctionArgs | ActionFunctionArgs): Promise<Result> =>
    answer(args, await known(args, actorOf(args.context)), handler);
}

/**
 * Who asks. Where nobody can tell, because the database is away, the answer says so, as to those without a session,
 * with what was typed.
 */
async function known<Who>(args: LoaderFunctionArgs, reading: Promise<Who>): Promise<Who> {
  try {
    return await reading;
  } catch (error) {
    const { context: visit, request } = args;
    if (isTyped(request)) visit.typed = (await readForm(request).catch(() => undefined))?.typed();
    throw problemOf(args, error, visit.typed) ?? error;
  }
}

/**
 * Wraps a loader or action for people with an account. Without a session: pages lead to sign-in, everything else
 * answers 401, before any look-up. Somebody whose rights wait for a second factor is led to it in the same way, from
 * everywhere but the pages that set it up: many rights follow from assignments and panels in the database, so no page
 * can be trusted to notice what is withheld.
 */
export function signedIn<Result>(handler: (ask: Ask<Person>) => Promise<Result> | Result) {
  return async (args: LoaderFunctionArgs | ActionFunctionArgs): Promise<Result> => {
    const found = await known(args, args.context.signedIn());
    const { pathname } = args.context.url;
    if (found && (!found.withheld || pathname === SECOND_FACTOR || pathname.startsWith(`${SECOND_FACTOR}/`)))
      return answer(args, found.person, (ask) => ownWords(ask).then(() => handler(ask)));
    throw await unproven(args, found ? SECOND_FACTOR : "/sign-in");
  };
}

/** Read before anything is done, though a handler may not want them: they may be somebody else's. */
const ownWords = async ({ request, form }: Ask<Person>) => isTyped(request) && (await form());

/** Where somebody proves more of who they are; for everything but pages a 401 with what was typed, to be sent again. */
async function unproven(args: LoaderFunctionArgs, door: string) {
  const {
    request,
    context: { url },
  } = args;
  if (request.method === "GET" && asksForPage(request))
    return redirect(`${door}?next=${encodeURIComponent(url.pathname + url.search)}`);
  const sent = isTyped(request) ? await readForm(request) : undefined;
  return refusal(
    args,
    { because: "sign-in", ...fileOf(request), ...(sent ? { typed: sent.typed(), ...againOf(sent) } : {}) },
    401,
  );
}

const againOf = (sent: Form) => (sent.hasSecret() ? {} : { again: sent.lists(), writer: sent.writer });

/** What was written on somebody else's page in the same browser waits for them: it is not this person's to send. */
function unlessOthers(args: Asked, actor: Actor, sent: Form): Form {
  if (!actor.id || !sent.writer || sent.writer === actor.id) return sent;
  throw refusal(args, { because: "other-writer", ...fileOf(args.request), ...againOf(sent) }, 401);
}

const fileOf = ({ headers }: Request): { file?: true } =>
  (headers.get("content-type") ?? "").startsWith("multipart/form-data") ? { file: true } : {};

/** Not a body of files: nobody who may not send them gets half a gigabyte read into memory. */
const isTyped = ({ method, headers }: Request): boolean =>
  method === "POST" && (headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded");

async function answer<A extends Actor, Result>(
  { request, params, context: visit }: LoaderFunctionArgs,
  actor: A,
  handler: (ask: Ask<A>) => Promise<Result> | Result,
) {
  let form: Promise<Form> | undefined;
  const param = (name: string) => params[name] ?? fail();
  const own = (sent: Form) => unlessOthers({ request, context: visit }, actor, sent);
  const ask: Ask<A> = {
    ctx: { db: visit.services.db, actor, now: visit.now },
    visit,
    request,
    url: visit.url,
    locale: visit.locale,
    t: textsOf(visit.locale),
    param,
    id: (name) => (isUuid(param(name)) ? param(name) : fail()),
    form: () => (form ??= readForm(request).then(own)),
    formWithFile: async (name) => {
      if (isTyped(request)) return { form: await ask.form(), file: null };
      const { form: sent, file } = await readFormWithFile(request, name);
      return { form: own(sent), file };
    },
  };
  try {
    const result = await handler(ask);
    if (request.method !== "GET" && isRefusal(result)) {
      visit.refused = true;
      visit.typed = (await form)?.typed();
    }
    return result;
  } catch (error) {
    // Read here too, so that whether a handler looked at the words first tells nothing of what there is. A script has
    // them still.
    if (error instanceof NotFound) form = asksForPage(request) && isTyped(request) ? ask.form() : undefined;
    const typed = (await form?.catch(() => undefined))?.typed() ?? visit.typed;
    throw problemOf({ request, context: visit }, error, typed) ?? error;
  }
}

/** A form that comes back for correction: 4xx as a return value, never thrown. */
const isRefusal = (result: unknown): boolean =>
  ((result as { init?: ResponseInit } | null)?.init?.status ?? 200) >= 400;

function fail(): never {
  throw new NotFound();
}

/**
 * Domain failures as HTTP: NotFound 404, Refused 403 or 409, Stale 409, Invalid 422; a database that is away and too
 * many documents at once 503. Anything else is a bug and answers 500, with what was typed.
 */
function problemOf(args: Asked, error: unknown, typed?: Record<string, string>) {
  const kept = typed && Object.keys(typed).length > 0 ? { typed } : {};
  if (error instanceof NotFound) return refusal(args, { because: "not-found", ...kept }, 404);
  if (error instanceof Refused)
    return refusal(
      args,
      { because: error.because, ...kept },
      statusOf(error),
      textsOf(args.context.locale).refusals[error.because],
    );
  if (error instanceof Invalid) return refusal(args, { because: "invalid", ...kept }, 422);
  if (error instanceof Stale) return refusal(args, { because: "stale", ...kept }, 409);
  if (isTypesettingBusy(error)) return refusal(args, { because: "documents-busy" }, 503);
  if (error instanceof Response) {
    if (error.status === 413) note(args, { because: "too-big" }, 413);
    return null;
  }
  if (isRouteAnswer(error)) {
    note(args, error.data as RefusalBody, error.init?.status ?? 200);
    return null;
  }
  logFault(error, { path: new URL(args.request.url).pathname });
  return refusal(args, { because: "fault", ...kept }, isDatabaseAway(error) ? 503 : 500);
}

/** What a handler threw on purpose: `data(…)` or a redirect. */
const isRouteAnswer = (error: unknown): error is { data: unknown; init: ResponseInit | null } =>
  (error as { type?: unknown } | null)?.type === "DataWithResponseInit";

/**
 * A page's refusal is rendered by the error boundary; a script's goes out as JSON, which Remix would not do with
 * `data`, with the sentence where there is a `message`.
 */
function refusal(args: Asked, body: RefusalBody, status: number, message?: string) {
  note(args, body, status);
  return asksForPage(args.request) ? data(body, { status }) : Response.json({ ...body, message }, { status });
}

type Asked = { request: Request; context: Visit };

/**
 * Kept for `refusal-page.server.ts`: of a refused form, Remix would show the error without the frame's own data, and of
 * a route without a page as JSON.
 */
function note({ context }: Asked, body: RefusalBody, status: number): void {
  context.refusal = { body, status };
}

/** Whether a browser asks for a page to show; scripts and programs ask for anything else. */
export function asksForPage(request: Request): boolean {
  return (request.headers.get("accept") ?? "").includes("text/html");
}
