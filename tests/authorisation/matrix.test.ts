import path from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import type { ServerBuild } from "@remix-run/node";
import { openPortal } from "#tests/support/portal.ts";
import { onDisk, samplePdf } from "#tests/support/samples.ts";
import { expected, MATRIX, type Row } from "./matrix.ts";
import { buildWorld, CANARIES, footprint, type Persona, PERSONAS, PHASES, type World } from "./world.ts";

const ENTERED = [200, 303, 409, 422];
const INVENTED = "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10";
const personas = Object.keys(PERSONAS) as Persona[];
const IN_CONFLICT: Persona[] = ["conflicted", "conflictedSecretariat", "conflictedObserver"];

const portal = await openPortal();

const idOf = (world: World, persona: Persona) => (persona === "anonymous" ? null : world.people[persona]);
const nameOf = ({ method = "GET", route }: Row) => `${method} ${route}`;

it("every loader and action of the built portal has a row", async () => {
  const build = (await import(pathToFileURL(path.resolve("build/server/index.js")).href)) as ServerBuild;
  const doors = Object.values(build.routes)
    .filter((route) => route && route.id !== "root")
    .flatMap((route) => [
      ...(route!.module.loader ? [`GET ${route!.id.replace("routes/", "")}`] : []),
      ...(route!.module.action ? [`POST ${route!.id.replace("routes/", "")}`] : []),
    ]);
  expect(doors.filter((door) => !MATRIX.some((row) => nameOf(row) === door))).toEqual([]);
  expect(MATRIX.map(nameOf).filter((name) => !doors.includes(name))).toEqual([]);
});

describe.each(PHASES)("B4, B20, B29, B30: who gets which answer in the phase %s", (phase) => {
  let world: World;
  beforeAll(async () => {
    world = await buildWorld(
      portal.db,
      phase,
      async (name) =>
        portal.services.files.put({
          path: await onDisk(portal.config.dataDir, await samplePdf(), name),
          name,
          type: "application/pdf",
        }),
      portal.services.logKey,
    );
  });
  const rows = MATRIX.filter((row) => !row.phases || row.phases.includes(phase));

  it.each(rows.map((row) => [`${nameOf(row)} ${row.path.toString().replace(/^.*?=>\s*/, "")}`, row] as const))(
    "%s",
    async (_name, row) => {
      const wrong: string[] = [];
      const knockAs = async (persona: Persona) => {
        const answer = await portal.knock(row.path(world), {
          as: idOf(world, persona),
          method: row.method ?? "GET",
          form: row.form?.(world) ?? {},
        });
        const wanted = expected(row, persona, world);
        if (wanted === "in" ? !ENTERED.includes(answer.status) : answer.status !== wanted)
          wrong.push(`${persona}: ${answer.status} instead of ${wanted}`);
        for (const leak of leaks(persona, row, answer.text)) wrong.push(`${persona} reads ${leak}`);
      };
      const before = await footprint(portal.db);
      const refused = personas.filter((persona) => ![200, 303, "in"].includes(expected(row, persona, world)));
      const letIn = personas.filter((persona) => !refused.includes(persona));
      await Promise.all(refused.map(knockAs)); // at once: none of them changes anything
      if (!row.traced && refused.length > 0 && (await footprint(portal.db)) !== before)
        wrong.push("a refused request changed something");
      if (row.method === "POST") for (const persona of letIn) await knockAs(persona);
      else await Promise.all(letIn.map(knockAs));
      expect(wrong).toEqual([]);
    },
    30_000,
  );

  /** Tokens that a persona may read nowhere, in this phase. */
  function leaks(persona: Persona, { route }: Row, text: string): string[] {
    const team = ["owner", "viewer", "conflictedChair", "cityJuror"].includes(persona);
    const [past, partner] = [phase !== "open", persona === "partner"];
    const reads: Record<keyof typeof CANARIES, boolean> = {
      draft: team || partner,
      team,
      sealed:
        team ||
        partner ||
        persona === "secretariat" ||
        (phase !== "open" && ["assigned", "chair", "observer"].includes(persona)),
      contact: team || partner || persona === "secretariat",
      fileName:
        team ||
        partner ||
        persona === "secretariat" ||
        (phase !== "open" && ["assigned", "chair", "observer"].includes(persona)),
      letter: team || partner || persona === "secretariat",
      comment:
        persona === "assigned" ||
        persona === "chair" ||
        (persona === "secretariat" && ["frozen", "published"].includes(phase)),
      notes: persona === "assigned",
      peer: [
        "assigned",
        "chair",
        "conflictedChair",
        "secretariat",
        "observer",
        "administrator",
        "conflictedSecretariat",
        "conflictedObserver",
      ].includes(persona),
      inquiry: ["assigned", "secretariat", "observer"].includes(persona),
      said:
        (past && ["assigned", "chair"].includes(persona)) ||
        (persona === "secretariat" && ["frozen", "published"].includes(phase)),
      omitted: persona === "secretariat" && phase === "published",
      motion: ["assigned", "unassigned", "chair", "secretariat", "observer"].includes(persona),
      reason: ["chair", "secretariat", "observer"].includes(persona) || phase === "published",
    };
    const found = Object.entries(CANARIES)
      .filter(([name, token]) => !reads[name as keyof typeof CANARIES] && text.includes(token))
      .map(([name]) => name);
    // In lists, files and choices as anywhere: whoever is in conflict with an entry meets it only where everybody does.
    const meets = !IN_CONFLICT.includes(persona) || route.startsWith("public/");
    return meets
      ? found
      : [...found, ...[world.own.entry.code, "Kampala initiative"].filter((token) => text.includes(token))];
  }

  it("B78: without a second factor whoever has rights over others' entries has none", async () => {
    const wrong: string[] = [];
    const before = await footprint(portal.db);
    const staff = personas.filter(
      (persona) => !["anonymous", "owner", "viewer", "stranger", "partner"].includes(persona),
    );
    const open = [
      "reviewer/away",
      "entrant/start",
      "entrant/uploads",
      "entrant/endorsed",
      "account/second-factor",
      "account/app",
      "account/passkey",
      "account/passkey-challenge",
      "account/own-password",
      "account/recovery-codes",
      "account/sign-out",
      "account/sign-in-challenge",
    ];
    for (const row of rows.filter(({ route }) => !/^(public|demo)\//.test(route) && !open.includes(route))) {
      await Promise.all(
        staff
          .filter((each) => [200, "in"].includes(expected(row, each, world)))
          .map(async (persona) => {
            const answer = await portal.knock(row.path(world), {
              as: idOf(world, persona),
              proof: "weak",
              method: row.method ?? "GET",
              form: row.form?.(world) ?? {},
            });
            const right =
              row.method === "POST"
                ? answer.status === 401
                : answer.status === 302 && answer.location?.startsWith("/account/second-factor?next=");
            if (!right) wrong.push(`${persona} on ${nameOf(row)}: ${answer.status}`);
          }),
      );
    }
    expect(wrong).toEqual([]);
    expect(await footprint(portal.db)).toBe(before);
  });

  it("what is hidden answers exactly like what was never there", async () => {
    const different: string[] = [];
    for (const row of rows.filter(
      ({ method = "GET", route }) => method === "GET" && !route.startsWith("public/") && !route.startsWith("demo/"),
    )) {
      const real = row.path(world);
      const ids = [
        world.own.entry.id,
        world.own.city.id,
        world.round.id,
        world.cycle.id,
        world.rubric.id,
        world.people.viewer,
      ];
      const hidden = personas.filter((persona) => expected(row, persona, world) === 404);
      if (!ids.some((id) => real.includes(id))) continue;
      const invented = ids.reduce((target, id) => target.replace(id, INVENTED), real);
      await Promise.all(
        hidden.slice(0, 3).map(async (persona) => {
          const [there, nowhere] = await Promise.all([
            portal.knock(real, { as: idOf(world, persona) }),
            portal.knock(invented, { as: idOf(world, persona) }),
          ]);
          const masked = there.text
            .replaceAll(real, invented)
            .replaceAll(encodeURIComponent(real), encodeURIComponent(invented));
          if (there.status !== nowhere.status || masked !== nowhere.text)
            different.push(`${persona} on ${nameOf(row)}`);
        }),
      );
    }
    expect(different).toEqual([]);
  });

  it("malformed ids are not found, and never a fault", async () => {
    const wrong: string[] = [];
    await Promise.all(
      rows.map(async (row) => {
        const malformed = row
          .path(world)
          .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "1' or '1'='1")
          .replaceAll(" ", "%20")
          .replaceAll("'", "%27");
        if (malformed === row.path(world) || row.route === "entrant/uploads") return;
        const { status } = await portal.knock(malformed, {
          as: world.people.secretariat,
          method: row.method ?? "GET",
          form: row.form?.(world) ?? {},
        });
        if (status !== 404) wrong.push(`${nameOf(row)}: ${status}`);
      }),
    );
    expect(wrong).toEqual([]);
  });
});
