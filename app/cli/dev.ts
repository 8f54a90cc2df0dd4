import type { ServerBuild } from "@remix-run/node";
import { createServer } from "vite";
import { readConfig } from "#app/config.server.ts";
import { openPortal } from "./serve.ts";
import { announce, stopOnSignal } from "./terminal.ts";

process.env["NODE_ENV"] = "development"; // before React is loaded: it reads this once

try {
  const config = readConfig(process.env);
  const vite = await createServer({ server: { middlewareMode: true } });
  const build = () => vite.ssrLoadModule("virtual:remix/server-build") as Promise<unknown> as Promise<ServerBuild>;
  const portal = openPortal(config);
  stopOnSignal({ stop: () => vite.close().then(portal.stop) });
  await portal.start({ build, development: vite });
  announce(config);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
