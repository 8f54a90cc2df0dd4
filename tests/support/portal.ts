import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { afterAll } from "vitest";
import { readConfig } from "#app/config.server.ts";
import { listen } from "#app/http/server.ts";
import { openServices } from "#app/services.server.ts";
import { keepClock } from "#db/clock.server.ts";
import { testDatabase } from "./database.ts";
import { freePort } from "./portal-process.ts";

export type Answer = { status: number; headers: Headers; text: string; location: string | null };
export type Knock = {
  as?: string | null;
  proof?: "strong" | "weak";
  method?: string;
  form?: Record<string, string> | URLSearchParams;
  headers?: Record<string, string>;
};

/** The portal as it is built, on a port of its own over a fresh database: for tests that knock from outside. */
export async function openPortal(environment: Record<string, string> = {}) {
  const build = path.resolve("build/server/index.js");
  if (!existsSync(build)) throw new Error("Build first: npm run build");
  const database = await testDatabase();
  const port = await freePort();
  const config = readConfig({
    NODE_ENV: "test",
    DISK_RESERVE: "0",
    DATABASE_URL: database.url,
    HOST: "127.0.0.1",
    PORT: String(port),
    DATA_DIR: mkdtempSync(path.join(tmpdir(), "kapok-portal-")),
    ...environment,
  });
  const services = openServices(config, database.url);
  const built = (await import(pathToFileURL(build).href)) as ServerBuild;
  const clock = await keepClock(services.db);
  const server = await listen(services, { build: async () => built }, clock);
  afterAll(async () => {
    await server.close();
    clock.stop();
    await services.close();
  });
  const cookies = new Map<string, string>();

  /** A signed-in person's cookie. */
  async function cookieOf(accountId: string, proof: "strong" | "weak" = "strong"): Promise<string> {
    const known =
      cookies.get(accountId + proof) ??
      (await services.sessions.open(accountId, new Date(), "tests", proof)).split(";")[0]!;
    cookies.set(accountId + proof, known);
    return known;
  }

  /**
   * One request as a browser on the portal's own pages would send it, its answer not packed; redirects are not
   * followed.
   */
  async function knock(
    target: string,
    { as, proof = "strong", method = "GET", form, headers = {} }: Knock = {},
  ): Promise<Answer> {
    const response = await fetch(config.publicUrl + target, {
      method,
      redirect: "manual",
      headers: {
        accept: "text/html",
        "accept-encoding": "identity",
        ...(method === "GET" || method === "HEAD" ? {} : { "sec-fetch-site": "same-origin" }),
        ...(as ? { cookie: await cookieOf(as, proof) } : {}),
        ...headers,
      },
      ...(method === "POST" ? { body: new URLSearchParams(form ?? {}) } : {}),
    });
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      location: response.headers.get("location"),
    };
  }
  return { ...database, config, services, url: config.publicUrl, knock, cookieOf };
}
