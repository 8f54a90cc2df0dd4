import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { ActionFunctionArgs } from "@remix-run/node";
import { readConfig } from "#app/config.server.ts";
import { openLimits } from "#app/http/limits.server.ts";
import { openSessions } from "#app/http/session.server.ts";
import { openVisit } from "#app/http/visit.server.ts";
import { openScanner } from "#app/outside/files/scanner.server.ts";
import { openGazetteer } from "#app/outside/gazetteer/gazetteer.server.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import { openDocuments } from "#app/outside/documents/documents.server.ts";
import { openFiles } from "#app/outside/files/storage.server.ts";
import { openPost } from "#app/outside/mail/post.server.ts";
import { openPasskeys } from "#app/outside/passkeys.server.ts";
import { openPasswords } from "#app/outside/passwords.server.ts";
import { openLogKey } from "#app/outside/log-key.server.ts";
import { openSeal } from "#app/outside/seal.server.ts";
import type { Services } from "#app/services.server.ts";
import { openQueues } from "#app/outside/queue.ts";
import type { Db } from "#db/client.server.ts";
import type { SafeSql } from "#db/safe-sql.server.ts";
import { PUBLIC_URL } from "./address.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "kapok-visit-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const temporaryFolder = () => mkdtempSync(path.join(folder, "data-"));

/**
 * The portal's services over a test database or a transaction in it. Files go to a folder that is removed with the
 * process.
 */
export function testServices(db: Db, settings: Record<string, string> = {}): Services {
  const config = readConfig({ NODE_ENV: "test", PUBLIC_URL, DATA_DIR: temporaryFolder(), ...settings });
  return {
    config,
    db,
    sql: (db as unknown as { $client: SafeSql }).$client,
    passwords: openPasswords(),
    passkeys: openPasskeys(config.publicUrl),
    seal: openSeal(config.dataDir),
    logKey: openLogKey(config.dataDir, config.publicUrl),
    sessions: openSessions(db, false),
    limits: openLimits(),
    files: openFiles({ db, dataDir: config.dataDir, publicUrl: config.publicUrl, token: null, keepFree: 0 }),
    scanner: config.clamdAddress === null ? null : openScanner(config.clamdAddress),
    post: openPost(config),
    documents: openDocuments(),
    calculation: {
      run: async (what, input) => WORK[what](input),
      within: async (_patience, what, input) => ({ answer: await WORK[what](input) }),
      attempt: async (_patience, what, input) => WORK[what](input),
      giveUp: () => false,
      stopping: () => null,
      beginning: () => null,
      inTurn: openQueues(),
      close: () => {},
    },
    gazetteer: openGazetteer(),
    close: async () => {},
  };
}

const servicesOf = new WeakMap<Db, Services>();

export type VisitOptions = {
  /** POST when a form is given, else GET. */
  method?: string;
  /** Several values of one name as an array. */
  form?: Record<string, string | readonly string[]>;
  /** What the router reads from the path: `{ entryId }`. */
  params?: Record<string, string>;
  headers?: Record<string, string>;
  now?: Date;
  ip?: string;
  services?: Services;
  /** A session with a second factor, unless told otherwise. */
  proof?: "strong" | "weak";
};

/**
 * The arguments of a loader or action for a real visit: `await action(await visitAs(db, amara, "/cities/…", { form:
 * {…}, params: {…} }))`. The person's session is a real one in the database, so rights are read as in life.
 */
export async function visitAs(
  db: Db,
  person: { id: string } | null,
  url: string,
  options: VisitOptions = {},
): Promise<ActionFunctionArgs> {
  const services = options.services ?? servicesOf.get(db) ?? testServices(db);
  servicesOf.set(db, services);
  const { form, params = {}, now = new Date(), ip = "192.0.2.1", method = form ? "POST" : "GET" } = options;
  const headers = new Headers({ accept: "text/html", ...options.headers });
  if (person)
    headers.set(
      "cookie",
      [headers.get("cookie"), await sessionCookie(services, person.id, now, options.proof ?? "strong")]
        .filter(Boolean)
        .join("; "),
    );
  const body = form
    ? new URLSearchParams(
        Object.entries(form).flatMap(([name, values]) => [values].flat().map((value) => [name, value])),
      )
    : null;
  const request = new Request(new URL(url, PUBLIC_URL), { method, headers, ...(body ? { body } : {}) });
  return { request, params, context: openVisit(services, request, ip, now, { now: () => now }) };
}

async function sessionCookie(
  services: Services,
  accountId: string,
  now: Date,
  proof: "strong" | "weak",
): Promise<string> {
  return (await services.sessions.open(accountId, now, null, proof)).split(";")[0] ?? "";
}

export type Answer = { status: number; location: string | null; headers: Headers; data: unknown };

/**
 * What a loader or action answered, whether it returned or threw: `await answerOf(action(args))`. Bugs are thrown on.
 */
export async function answerOf(running: Promise<unknown>): Promise<Answer> {
  try {
    return await read(await running);
  } catch (thrown) {
    if (thrown instanceof Response || isData(thrown)) return await read(thrown);
    throw thrown;
  }
}

type Data = { type: "DataWithResponseInit"; data: unknown; init: ResponseInit | null };
const isData = (value: unknown): value is Data =>
  typeof value === "object" && value !== null && (value as Partial<Data>).type === "DataWithResponseInit";

async function read(value: unknown): Promise<Answer> {
  if (value instanceof Response) {
    const json = (value.headers.get("content-type") ?? "").startsWith("application/json");
    return {
      status: value.status,
      location: value.headers.get("location"),
      headers: value.headers,
      data: json ? await value.clone().json() : null,
    };
  }
  if (isData(value))
    return {
      status: value.init?.status ?? 200,
      location: null,
      headers: new Headers(value.init?.headers),
      data: value.data,
    };
  return { status: 200, location: null, headers: new Headers(), data: value };
}
