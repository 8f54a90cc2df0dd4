import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { readConfig } from "#app/config.server.ts";
import { listen } from "#app/http/server.ts";
import { openServices } from "#app/services.server.ts";
import { keepClock } from "#db/clock.server.ts";
import { record } from "./recording.ts";

/**
 * The portal in a process of its own, which answers questions about itself: how much CPU it has used, what SQL it has
 * sent.
 */
const config = readConfig(process.env);
const services = openServices(config, config.databaseUrl!);
const server = await listen(
  services,
  { build: () => import(pathToFileURL(path.resolve("build/server/index.js")).href) as Promise<ServerBuild> },
  await keepClock(services.db),
);
let heard: ReturnType<typeof record> | undefined;

process.on("message", async (ask: string) => {
  if (ask.startsWith("session:"))
    process.send!({ cookie: (await services.sessions.open(ask.slice(8), new Date(), null, "strong")).split(";")[0] });
  if (ask === "cpu") process.send!({ cpu: process.cpuUsage() });
  if (ask === "record") {
    heard = record(services.sql);
    process.send!({ ready: true });
  }
  if (ask === "heard") process.send!({ units: heard!.end() });
});
process.on("disconnect", async () => {
  await server.close();
  await services.close();
  process.exit(0);
});
process.send!({ ready: true });
