import http from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { beforeAll, describe, expect, it } from "vitest";
import { accounts, credentials, oneTimeTokens, sessions } from "#db/schema/account.ts";
import { openPortal } from "#tests/support/portal.ts";
import { onDisk, samplePdf } from "#tests/support/samples.ts";
import { expected, MATRIX, type Row } from "./matrix.ts";
import { buildWorld, footprint, type Persona, PERSONAS, type World } from "./world.ts";

/** Attacks of the catalogue on every door of the built portal, over HTTP. The doors are the rows of the matrix. */
const portal = await openPortal();
let [world, elsewhere] = [] as unknown as [World, World];
const personas = Object.keys(PERSONAS) as Persona[];
const as = (persona: Persona) => (persona === "anonymous" ? null : world.people[persona]);
const rows = MATRIX.filter(({ phases }) => !phases || phases.includes("scoring"));
const pages = rows.filter(({ method = "GET" }) => method === "GET");
const opens = (row: Row, persona: Persona) => expected(row, persona, world) === 200;
/** One of three askers by turns, so that each of them asks at every third door. */
const askerAt = (row: Row, shift: number) =>
  (["anonymous", "owner", "secretariat"] as const)[(rows.indexOf(row) + shift) % 3]!;

beforeAll(async () => {
  const keep = async (name: string) =>
    portal.services.files.put({
      path: await onDisk(portal.config.dataDir, await samplePdf(), name),
      name,
      type: "application/pdf",
    });
  world = await buildWorld(portal.db, "scoring", keep, portal.services.logKey);
  elsewhere = await buildWorld(portal.db, "frozen", keep, portal.services.logKey);
  const everybody = await portal.db.select({ id: accounts.id }).from(accounts);
  await portal.db
    .insert(credentials)
    .values(everybody.map(({ id }) => ({ accountId: id, passwordHash: "CNRY-password-hash", changedAt: new Date() })))
    .onConflictDoNothing();
  await portal.db.insert(oneTimeTokens).values({
    id: "CNRY-token-hash",
    purpose: "join-panel",
    email: "invited@canary.example",
    grants: { roundId: world.round.id, role: "reviewer" },
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + 86_400_000),
  });
});

/**
 * What each way of asking every door answered, where that is not the one expected, four doors at a time; and whether
 * anything was written, but that what is confidential was read.
 */
async function knockAll(ask: (row: Row) => Promise<string | null>, on = rows): Promise<string[]> {
  const before = await footprint(portal.db, "without");
  const wrong: string[] = [];
  const doors = on.values();
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const row of doors) {
        const strange = await ask(row);
        if (strange) wrong.push(`${row.method ?? "GET"} ${row.route}: ${strange}`);
      }
    }),
  );
  if ((await footprint(portal.db, "without")) !== before) wrong.push("something was written");
  return wrong;
}

describe("no data leaves the server but what its page shows", () => {
  const [pathOf, queryOf] = [(target: string) => target.split("?")[0]!, (target: string) => target.split("?")[1] ?? ""];
  const forms = [
    (target: string) => `${pathOf(target)}.data?${queryOf(target)}`,
    (target: string) => `${pathOf(target)}.data?_routes=routes/any`,
    (target: string) => `${target}${target.includes("?") ? "&" : "?"}_data=routes/any`,
  ];

  it.each(["GET", "HEAD", "POST"])(
    "B1, B2, B5, B7: %s for a route's data answers the same 404 at every door, whoever asks, and runs nothing",
    async (method) => {
      const wrong = await knockAll(async (row) => {
        for (const [shift, form] of forms.entries()) {
          const persona = askerAt(row, shift);
          const { status, text } = await portal.knock(form(row.path(world)), {
            as: as(persona),
            method,
            form: row.form?.(world) ?? {},
          });
          if (status !== 404 || text.trim() !== (method === "HEAD" ? "" : "Not found."))
            return `${form("")} as ${persona}: ${status} ${text.slice(0, 60)}`;
        }
        return null;
      });
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it("B5: no page carries the data it was made from: nothing hydrates, so there is no state beside the markup", async () => {
    const wrong = await knockAll(async (row) => {
      const reader = personas.find((persona) => opens(row, persona));
      if (!reader) return null;
      const { headers, text } = await portal.knock(row.path(world), { as: as(reader) });
      const isPage = (headers.get("content-type") ?? "").startsWith("text/html") && row.route !== "public/verifier";
      if (!isPage) return FILES.includes(row.route) ? null : `answers ${headers.get("content-type")}`;
      if (FILES.includes(row.route)) return "is a page, and listed as a file";
      const states = text.match(
        /__remix|streamController|turbo-stream|<script(?! type="application\/ld\+json">)(?![^>]*\bsrc=)[^>]*>|application\/json/i,
      );
      return states ? `carries ${states[0]}` : null;
    }, pages);
    expect(wrong).toEqual([]);
  });

  /**
   * The doors that answer with something else than a page, or with one to keep that works from a disk; what is in each
   * is said by its own test.
   */
  const FILES = [
    "public/form-pdf",
    "public/form-docx",
    "account/own-data",
    "entrant/copy",
    "entrant/attachment",
    "entrant/places",
    "entrant/uploads",
    "chair/ranking-file",
    "admin/audit-file",
    "public/trust",
    "public/verifier",
    "public/checkpoint",
    "public/consistency",
    "public/proof-bundle",
    "reviewer/offline-list",
    "reviewer/own-reviews",
    "public/certificate-pdf",
    "entrant/appraisal-pdf",
    "public/certificate-list",
    "entrant/receipt",
    "entrant/receipt-proof",
    "entrant/package",
    "public/results-csv",
    "public/results-json",
    "secretariat/translations-csv",
    "secretariat/assignments-csv",
    "public/feed",
    "public/sitemap",
    "public/robots",
  ];

  it("B6: no answer to anybody holds a password's hash, a token's or a session's, and nobody reads the address of a person of another team or panel", async () => {
    const addresses = await portal.db.select({ id: accounts.id, email: accounts.email }).from(accounts);
    const held = (await portal.db.select({ id: sessions.id }).from(sessions)).map(({ id }) => id);
    const team: Persona[] = ["owner", "viewer", "cityJuror", "conflictedChair"];
    const wrong = await knockAll(async (row) => {
      for (const persona of [
        "anonymous",
        "owner",
        "stranger",
        "assigned",
        "conflicted",
        "secretariat",
        "administrator",
      ] as const) {
        const { text } = await portal.knock(row.path(world), { as: as(persona) });
        // On the panel's page an invitation goes by its token's hash, which opens nothing.
        const invitation = row.route === "secretariat/panel" && persona === "secretariat" ? [] : ["CNRY-token-hash"];
        const secret = ["CNRY-password-hash", ...invitation, ...held].find((each) => text.includes(each));
        if (secret) return `${persona} reads ${secret}`;
        if (persona === "secretariat" || persona === "administrator") continue;
        const known = [as(persona), ...(team.includes(persona) ? team.map(as) : [])];
        const foreign = [
          ...addresses.filter(({ id }) => !known.includes(id)).map(({ email }) => email),
          "invited@canary.example",
        ].find((email) => text.includes(email));
        if (foreign) return `${persona} reads ${foreign}`;
      }
      return null;
    }, pages);
    expect(wrong).toEqual([]);
  }, 240_000);

  it("B12: whatever is for one person is kept by nobody, at every door", async () => {
    const wrong = await knockAll(async (row) => {
      for (const persona of personas.filter((each) => each !== "anonymous" && opens(row, each)).slice(0, 3)) {
        const { headers } = await portal.knock(row.path(world), { as: as(persona) });
        const control = headers.get("cache-control") ?? "";
        if (!/private/.test(control) || !/no-store/.test(control) || !/cookie/i.test(headers.get("vary") ?? ""))
          return `${persona}: ${control}; vary ${headers.get("vary")}`;
      }
      return null;
    }, pages);
    expect(wrong).toEqual([]);
  });
});

describe("methods and addresses", () => {
  it.each(["PUT", "PATCH", "DELETE", "OPTIONS"])(
    "B8: %s is used nowhere, and is never taken for a form",
    async (method) => {
      const wrong = await knockAll(async (row) => {
        const persona = askerAt(row, method.length);
        const { status } = await portal.knock(row.path(world), { as: as(persona), method });
        return status === 405 ? null : `${persona}: ${status}`;
      });
      expect(wrong).toEqual([]);
    },
    120_000,
  );

  it("B3, B4: without a session no private door does anything: pages lead to signing in, everything else is 401", async () => {
    const closed = rows.filter(({ expect: answers }) => [302, 401].includes(Number(answers.anonymous)));
    expect(closed.length).toBeGreaterThan(80);
    const wrong = await knockAll(async (row) => {
      const { status, location } = await portal.knock(row.path(world), {
        method: row.method ?? "GET",
        form: row.form?.(world) ?? {},
      });
      return row.method === "POST"
        ? status === 401
          ? null
          : String(status)
        : status === 302 && location?.startsWith("/sign-in?next=")
          ? null
          : `${status} ${location}`;
    }, closed);
    expect(wrong).toEqual([]);
  });

  it.each([
    "/%2e%2e/",
    "/admin%2Fpeople",
    "/admin/people/",
    "/admin//people",
    "/admin/people%00",
    "/./admin/people",
    "/admin\\people",
    "//evil.example/admin",
  ])("B9: %s leads nowhere, for staff too", async (target) => {
    // Not by fetch, which would tidy the address up first.
    const cookie = await portal.cookieOf(world.people.secretariat);
    const [status, text] = await new Promise<[number, string]>((resolve, reject) => {
      const asked = http.request(
        {
          host: "127.0.0.1",
          port: portal.config.port,
          path: target,
          headers: { host: new URL(portal.url).host, accept: "text/html", cookie },
        },
        async (answer) => {
          resolve([answer.statusCode ?? 0, (await answer.toArray()).join("")]);
        },
      );
      asked.on("error", reject).end();
    });
    expect([status, text.includes("Secretariat Two")]).toEqual([404, false]);
  });

  it("B9: eight kilobytes of path, and the same route in capitals, get nobody further", async () => {
    expect((await portal.knock(`/${"a".repeat(8192)}`)).status).toBe(414);
    for (const persona of ["anonymous", "owner", "assigned"] as const)
      expect([302, 404]).toContain((await portal.knock("/ADMIN/People", { as: as(persona) })).status);
  });
});

describe("B21: two ids that do not belong together", () => {
  const pairs: Record<
    string,
    (here: World, there: World) => { target: string; method?: "POST"; form?: Record<string, string> }[]
  > = {
    "log/consistency/:from/:to": () => [{ target: "/log/consistency/1/999999" }],
    "rounds/:roundId/panel/:accountId/criteria": (here, there) => [
      { target: `/rounds/${here.round.id}/panel/${there.people.unassigned}/criteria` },
      { target: `/rounds/${here.round.id}/panel/${there.people.unassigned}/criteria`, method: "POST" },
    ],
    "rounds/:roundId/panel/:accountId/removal": (here, there) => [
      { target: `/rounds/${here.round.id}/panel/${there.people.unassigned}/removal` },
      { target: `/rounds/${here.round.id}/panel/${there.people.unassigned}/removal`, method: "POST" },
    ],
    "initiatives/:resultId/pictures/:pictureId": (here, there) => [
      { target: `/initiatives/${there.own.entry.id}/pictures/${here.own.file.id}` },
    ],
    "rounds/:roundId/publication/pictures/:pictureId/removal": (here, there) => [
      { target: `/rounds/${here.round.id}/publication/pictures/${there.own.file.id}/removal` },
      { target: `/rounds/${here.round.id}/publication/pictures/${there.own.file.id}/removal`, method: "POST" },
    ],
    "rounds/:roundId/assignments/certificates/:runId": (here, there) => [
      { target: `/rounds/${here.round.id}/assignments/certificates/${there.run}` },
    ],
    "rounds/:roundId/assignments/:assignmentId/recusal": (here, there) => [
      { target: `/rounds/${here.round.id}/assignments/${there.assignment!.assigned.id}/recusal` },
      {
        target: `/rounds/${here.round.id}/assignments/${there.assignment!.assigned.id}/recusal`,
        method: "POST",
        form: { reason: "x" },
      },
    ],
    "rounds/:roundId/conflicts/:entryId/:accountId/waiver": (here, there) => [
      { target: `/rounds/${here.round.id}/conflicts/${there.own.entry.id}/${there.people.conflicted}/waiver` },
      {
        target: `/rounds/${here.round.id}/conflicts/${here.own.entry.id}/${there.people.conflicted}/waiver`,
        method: "POST",
        form: { reason: "x" },
      },
    ],
    ...Object.fromEntries(
      ["confirmation", "refusal"].map((what) => [
        `rounds/:roundId/conflicts/:entryId/:accountId/waiver/${what}`,
        (here: World, there: World) => [
          {
            target: `/rounds/${here.round.id}/conflicts/${there.own.entry.id}/${there.people.conflicted}/waiver/${what}`,
            method: "POST" as const,
          },
        ],
      ]),
    ),
    "rounds/:roundId/appraisals/:entryId": (here, there) =>
      (["GET", "POST"] as const).map((method) => ({
        target: `/rounds/${there.round.id}/appraisals/${here.own.entry.id}`,
        ...(method === "POST" ? { method } : {}),
      })),
    "rounds/:roundId/entries/:entryId": (here, there) => [
      { target: `/rounds/${here.round.id}/entries/${there.own.entry.id}` },
    ],
    "rounds/:roundId/entries/:entryId/discussion": (here, there) =>
      [
        [here, there],
        [there, here],
      ].flatMap(([one, other]) => [
        { target: `/rounds/${one!.round.id}/entries/${other!.own.entry.id}/discussion` },
        {
          target: `/rounds/${one!.round.id}/entries/${other!.own.entry.id}/discussion`,
          method: "POST" as const,
          form: { text: "x" },
        },
      ]),
    "rounds/:roundId/selection/:entryId": (here, there) => [
      { target: `/rounds/${there.round.id}/selection/${here.own.entry.id}` },
      {
        target: `/rounds/${there.round.id}/selection/${here.own.entry.id}`,
        method: "POST",
        form: { levelKey: "shortlisted", reason: "x" },
      },
    ],
    "rounds/:roundId/selection/:entryId/citation": (here, there) => [
      { target: `/rounds/${there.round.id}/selection/${here.own.entry.id}/citation` },
      {
        target: `/rounds/${there.round.id}/selection/${here.own.entry.id}/citation`,
        method: "POST",
        form: { "statement-en": "x", "citation-en": "x", version: "0" },
      },
    ],
    "rounds/:roundId/selection/:entryId/honours": (here, there) => [
      { target: `/rounds/${there.round.id}/selection/${here.own.entry.id}/honours` },
      {
        target: `/rounds/${there.round.id}/selection/${here.own.entry.id}/honours`,
        method: "POST",
        form: { "name-en": "x", reason: "x" },
      },
    ],
    "rounds/:roundId/selection/:entryId/honours/:honourId/removal": (here, there) =>
      [
        [here.round.id, there.own.entry.id],
        [there.round.id, here.own.entry.id],
        [there.round.id, there.other.entry.id],
      ].map(([roundId, entryId]) => ({
        target: `/rounds/${roundId}/selection/${entryId}/honours/${there.honour}/removal`,
        method: "POST" as const,
      })),
    "rounds/:roundId/selection/:entryId/citation/approval": (here, there) => [
      { target: `/rounds/${there.round.id}/selection/${here.own.entry.id}/citation/approval`, method: "POST" },
    ],
    "meetings/:meetingId/items/:itemId": (here, there) =>
      [
        [there.meeting!.id, there.meeting!.motion],
        [here.round.id, there.meeting!.item],
      ].map(([meetingId, itemId]) => ({
        target: `/meetings/${meetingId}/items/${itemId}`,
        method: "POST" as const,
        form: { step: "call" },
      })),
    ...Object.fromEntries(
      ["", "/vote"].map((rest) => [
        `meetings/:meetingId/motions/:motionId${rest}`,
        (here: World, there: World) =>
          [
            [there.meeting!.id, there.meeting!.item],
            [here.round.id, there.meeting!.motion],
          ].map(([meetingId, motionId]) => ({
            target: `/meetings/${meetingId}/motions/${motionId}${rest}`,
            method: "POST" as const,
            form: { step: "open", vote: "yes" },
          })),
      ]),
    ),
    "judging/assignments/:assignmentId/scores/:criterionId": (here, there) => [
      {
        target: `/judging/assignments/${here.assignment!.assigned.id}/scores/${there.criterion.id}`,
        method: "POST",
        form: { version: "0", [`score.${there.criterion.id}`]: "3" },
      },
    ],
    // Two ids in its query: another round's assignment, and somebody else's of the same round.
    "judging/rounds/:roundId/pair": (here, there) =>
      [there.assignment!.assigned.id, here.assignment!.unassigned.id].flatMap((foreign) =>
        [
          [here.assignment!.assigned.id, foreign],
          [foreign, here.assignment!.assigned.id],
        ].map(([first, second]) => ({
          target: `/judging/rounds/${here.round.id}/pair?first=${first}&second=${second}`,
        })),
      ),
    "entries/:entryId/co-applicants/:coApplicantId/removal": (here, there) =>
      [
        [here, there],
        [there, here],
      ].flatMap(([one, other]) =>
        (["GET", "POST"] as const).map((method) => ({
          target: `/entries/${one!.own.entry.id}/co-applicants/${other!.coApplicant}/removal`,
          ...(method === "POST" ? { method } : {}),
        })),
      ),
    "cycles/:slug/results/before/:correctionId": (here, there) =>
      [here, there].map(({ round }) => ({ target: `/cycles/${here.cycle.slug}/results/before/${round.id}` })),
    "entries/:entryId/sections/:sectionKey": (here) => [{ target: `/entries/${here.own.entry.id}/sections/unknown` }],
    "entries/:entryId/answers/:questionKey": (here) => [
      {
        target: `/entries/${here.own.entry.id}/answers/unknown`,
        method: "POST",
        form: { "q.unknown": "x", version: "" },
      },
    ],
    "entries/:entryId/history/:questionKey/:version": (here) => [
      { target: `/entries/${here.own.entry.id}/history/unknown/1` },
      { target: `/entries/${here.own.entry.id}/history/summary/99` },
    ],
    "entries/:entryId/comments/:questionKey": (here) => [{ target: `/entries/${here.own.entry.id}/comments/unknown` }],
    "secretariat/cycles/:cycleId/form/sections/:sectionKey": (here) => [
      { target: `/secretariat/cycles/${here.cycle.id}/form/sections/unknown` },
      { target: `/secretariat/cycles/${here.cycle.id}/form/sections/unknown`, method: "POST" },
    ],
    "secretariat/cycles/:cycleId/form/questions/:questionKey": (here) => [
      { target: `/secretariat/cycles/${here.cycle.id}/form/questions/unknown` },
      { target: `/secretariat/cycles/${here.cycle.id}/form/questions/unknown`, method: "POST", form: { label: "x" } },
    ],
    ...Object.fromEntries(
      ["sending", "revocation"].map((what) => [
        `rounds/:roundId/invitations/:invitationId/${what}`,
        (_here: World, there: World) => [
          { target: `/rounds/${there.round.id}/invitations/CNRY-token-hash/${what}`, method: "POST" as const },
        ],
      ]),
    ),
    ...Object.fromEntries(
      ["sending", "revocation"].map((what) => [
        `cities/:cityId/invitations/:invitationId/${what}`,
        (here: World, there: World) =>
          [here, there].map(({ own }) => ({
            target: `/cities/${own.city.id}/invitations/CNRY-token-hash/${what}`,
            method: "POST" as const,
          })),
      ]),
    ),
    "entries/:entryId/places/:questionKey": (here) => [
      { target: `/entries/${here.own.entry.id}/places/unknown` },
      { target: `/entries/${here.own.entry.id}/places/title` },
    ],
  };

  it("every route with two ids is tried here", async () => {
    const build = (await import(pathToFileURL(path.resolve("build/server/index.js")).href)) as ServerBuild;
    const double = Object.values(build.routes)
      .map((route) => route!.path ?? "")
      .filter((pattern) => (pattern.match(/:/g) ?? []).length > 1);
    expect(double.filter((pattern) => !pairs[pattern])).toEqual([]);
  });

  it.each(Object.keys(pairs))(
    "%s opens nothing for those who have both things, and nothing is written",
    async (pattern) => {
      const before = await footprint(portal.db);
      for (const { target, method = "GET", form = {} } of pairs[pattern]!(world, elsewhere)) {
        for (const persona of ["secretariat", "chair", "assigned", "owner"] as const)
          expect(
            `${persona} ${method} ${target} ${(await portal.knock(target, { as: as(persona), method, form })).status}`,
          ).toMatch(/ 40[349]$/);
      }
      expect(await footprint(portal.db)).toBe(before);
    },
  );
});

describe("B31: a file without the right to it", () => {
  const without: Persona[] = [
    "stranger",
    "unassigned",
    "conflicted",
    "administrator",
    "conflictedSecretariat",
    "conflictedObserver",
  ];
  it.each([
    ["as it is", {}],
    ["in part", { range: "bytes=0-9" }],
    ["if it has changed", { "if-none-match": "*" }],
    ["by its hash as a tag", { "if-none-match": "tag" }],
  ])(
    "%s: 404 to GET and HEAD, without a byte, a tag or a length of it",
    async (_way, given: Record<string, string>) => {
      const { id, sha256 } = world.own.file;
      const headers = given["if-none-match"] === "tag" ? { "if-none-match": `"${sha256}"` } : given;
      for (const persona of without)
        for (const method of ["GET", "HEAD"])
          for (const target of [
            `/attachments/${id}`,
            `/attachments/${id}?inline`,
            `/attachments/${id}?version=1`,
            `/attachments/${id}/preview`,
          ]) {
            const answer = await portal.knock(target, { as: as(persona), method, headers });
            expect(`${persona} ${method} ${target} ${answer.status}`).toMatch(/ 404$/);
            expect([
              answer.text.includes("%PDF"),
              answer.headers.get("etag"),
              answer.headers.get("content-range"),
              answer.headers.get("accept-ranges"),
            ]).toEqual([false, null, null, null]);
          }
    },
  );

  it("its key and its hash open nothing, for those who may read it neither", async () => {
    const { key, sha256 } = world.own.file;
    for (const persona of [...without, "owner", "secretariat"] as Persona[])
      for (const target of [
        `/ut/${key}`,
        `/ut/f/${key}`,
        `/f/${key}`,
        `/attachments/${key}`,
        `/attachments/${sha256}`,
        `/files/${key}`,
      ]) {
        const answer = await portal.knock(target, { as: as(persona) });
        expect(`${persona} ${target} ${answer.status}`).toMatch(/ 40[0-5]$/);
        expect(answer.text).not.toContain("%PDF");
      }
  });

  it("the same asked by who may is the file", async () => {
    const answer = await portal.knock(`/attachments/${world.own.file.id}`, { as: as("owner") });
    expect([answer.status, answer.text.startsWith("%PDF")]).toEqual([200, true]);
  });
});
