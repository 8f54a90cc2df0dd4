import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { readConfig } from "#app/config.server.ts";
import { buildIfStale } from "./build.ts";
import { openPortal } from "./serve.ts";
import { announce, stopOnSignal } from "./terminal.ts";

process.env["NODE_ENV"] ??= "production"; // before React is loaded: it reads this once

try {
  const config = readConfig(process.env);
  const started = Date.now();
  if (await buildIfStale()) console.log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
  const built = pathToFileURL(path.resolve("build/server/index.js")).href;
  const portal = openPortal(config);
  stopOnSignal(portal);
  await portal.start({ build: () => import(built) as Promise<ServerBuild> });
  announce(config);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
