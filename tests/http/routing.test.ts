import { data, type ServerBuild } from "@remix-run/node";
import { expect, it } from "vitest";
import { routing } from "#app/http/routing.server.ts";
import type { Visit } from "#app/http/visit.server.ts";

/** A build of routes without pages, each of which answers its own path and what it read from the address. */
const build = (...paths: string[]) =>
  ({
    routes: Object.fromEntries(
      ["root", ...paths].map((path) => [
        path,
        { id: path, path, module: { loader: ({ params }: { params: object }) => Response.json({ path, params }) } },
      ]),
    ),
  }) as unknown as ServerBuild;

const VISIT = { page: null, refusal: null } as unknown as Visit;
const PATHS = ["*", "rounds/:roundId", "rounds/new", ":a/new", "rounds/:roundId/entries/:entryId", "away/from/*"];

it.each([
  ["/rounds/new", "rounds/new", {}],
  ["/Rounds/NEW", "rounds/new", {}],
  ["/rounds/A%20b", "rounds/:roundId", { roundId: "A b" }],
  ["/others/new", ":a/new", { a: "others" }],
  ["/rounds/1/entries/2", "rounds/:roundId/entries/:entryId", { roundId: "1", entryId: "2" }],
  ["/rounds/1/entries", "*", {}],
  ["/away/From/rounds/new", "away/from/*", {}],
  ["/away/from/", "away/from/*", {}],
  ["/away", "*", {}],
  ["/", "*", {}],
])("%s is answered by %s", async (address, path, params) => {
  const handle = routing({ build: async () => build(...PATHS) });
  const answer = await handle(new Request(`http://portal.example${address}`), VISIT);
  expect(await answer.json()).toEqual({ path, params });
});

it("what a route without a page returns as data goes out as JSON, beside the response", async () => {
  const answering = { id: "x", path: "x", module: { loader: () => data({ version: 2 }) } };
  const visit = { ...VISIT };
  const root = { id: "root" };
  const handle = routing({ build: async () => ({ routes: { root, x: answering } }) as unknown as ServerBuild });
  const answer = await handle(new Request("http://portal.example/x"), visit);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/json"]);
  const bytes = await visit.page!.bytes(undefined, { setHeader: () => {} } as never);
  expect(bytes.toString()).toBe('{"version":2}');
});
