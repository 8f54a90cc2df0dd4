import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openSessions } from "#app/http/session.server.ts";
import { connect } from "#db/client.server.ts";
import { adoptEmbedded } from "#db/embedded.server.ts";
import { isRunning } from "#db/postmaster.server.ts";
import { aCity, aCycle, aForm, aMember, anEntry } from "#tests/support/factories.ts";
import { portalProcesses } from "#tests/support/portal-process.ts";
import { kill, treeOf } from "#tests/support/process-tree.ts";

// The product as people start it, killed as a whole in the middle of work: portal and database, with no word of
// warning.
const { dataDir, origin, postmaster, run, start } = await portalProcesses({ DEMO: "0" });
const TYPED = [
  ["summary", "lessons"],
  ["outcomes", "resources"],
] as const;

test.skipIf(!fs.existsSync("/proc/self/status"))(
  "kill -9 of everything in the middle of typing: every acknowledged save is there, the audit chain holds, nothing is left at the end",
  async () => {
    const first = await start();
    const { entry, cookies } = await aDraft();
    const acknowledged = new Map<string, { value: string; version: number }>();
    let going = true;
    const typists = TYPED.map(async (fields, who) => {
      const cookie = cookies[who]!;
      for (let count = 1; going; count += 1)
        for (const key of fields)
          await save(cookie, key, `${key}, words number ${count}.`).catch(() => {
            going = false;
          });
    });

    async function save(cookie: string, key: string, value: string): Promise<void> {
      const known = acknowledged.get(key);
      const body = new URLSearchParams({ [`q.${key}`]: value, version: String(known?.version ?? "") });
      const response = await fetch(`${origin}${entry}/answers/${key}`, {
        method: "POST",
        body,
        headers: {
          cookie,
          accept: "application/json",
          "sec-fetch-site": "same-origin",
          "x-requested-with": "autosave",
        },
      });
      const said = (await response.json()) as { version?: number };
      if (response.status !== 200 || said.version === undefined)
        throw new Error(`${response.status} ${JSON.stringify(said)}`);
      acknowledged.set(key, { value, version: said.version });
    }

    await expect
      .poll(() => Math.min(...TYPED.flat().map((key) => acknowledged.get(key)?.version ?? 0)), { timeout: 60_000 })
      .toBeGreaterThan(4);
    // looks while they type on, and remembers where the audit trail stood
    const checked = await run("portal", "log", "check").ended;
    expect([checked.status, checked.err]).toEqual([0, ""]);
    const seen = fs.readFileSync(path.join(dataDir, "trail-seen"), "utf8");
    expect(seen).toMatch(/^entry:\S+ \d{2,} /m);
    const killed = treeOf(first.child.pid!, postmaster());
    expect(killed.length).toBeGreaterThan(3); // the portal, the postmaster, its workers
    for (const pid of killed) kill(pid);
    await Promise.all(typists);
    await expect.poll(() => killed.filter(isRunning), { timeout: 60_000 }).toEqual([]);

    const began = Date.now();
    const second = await start();
    const seconds = (Date.now() - began) / 1000;
    console.log(
      `  second start after kill -9: ${seconds.toFixed(1)} s; ${acknowledged.size} fields, ${[...acknowledged.values()].reduce((sum, { version }) => sum + version, 0)} acknowledged saves`,
    );
    const cookie = cookies[0]!;
    const history = await wholeHistory(cookie, entry);
    for (const [key, { value, version }] of acknowledged) {
      for (let number = 1; number <= version; number += 1)
        expect(history, `${key}, version ${number}`).toContain(`${key}, words number ${number}.`);
      const stands = await text(cookie, `${entry}/sections/all`);
      expect(
        stands.includes(value) || stands.includes(`${key}, words number ${version + 1}.`),
        `${key} stands at its last save, or at one that was under way`,
      ).toBe(true);
    }
    // Saved, or stale where the save under way was kept; not refused: a database that was killed lacks nothing seen.
    const after = await save(cookie, "summary", "Words after it all.").catch(({ message }: Error) => message);
    expect(after ?? "200").toMatch(/^(200|409)/);
    const verified = await run("portal", "verify-audit").ended;
    expect([verified.status, verified.err]).toEqual([0, ""]);
    expect(verified.out).toMatch(/Every link holds/);

    const left = treeOf(second.child.pid!, postmaster());
    second.child.kill("SIGINT");
    expect((await second.ended).status).toBe(0);
    expect(left.filter(isRunning)).toEqual([]);

    const again = Date.now();
    const third = await start();
    console.log(`  second start after Ctrl-C: ${((Date.now() - again) / 1000).toFixed(1)} s`);

    third.child.kill("SIGINT");
    await third.ended;
  },
  400_000,
);

/** The address of a draft in a call that is open, and the cookies of the two who write it. */
async function aDraft(): Promise<{ entry: string; cookies: string[] }> {
  const { db, end } = connect((await adoptEmbedded(dataDir))!.url());
  const [now, day] = [new Date(), 86_400_000];
  const cycle = await aCycle(db, { opensAt: new Date(now.getTime() - day), closesAt: new Date(now.getTime() + day) });
  await aForm(db, cycle.id, [
    {
      key: "all",
      title: { en: "Everything" },
      questions: TYPED.flat().map((key) => ({ key, type: "long-text", label: { en: key } })),
    },
  ]);
  const city = await aCity(db);
  const team = [await aMember(db, city.id), await aMember(db, city.id, "editor")] as const;
  const { entryId } = await anEntry(db, { cycle, city, owner: team[0], now });
  const cookies = await Promise.all(
    team.map(async ({ id }) => (await openSessions(db, false).open(id, now, null, "strong")).split(";")[0]!),
  );
  await end();
  return { entry: `/entries/${entryId}`, cookies };
}

/** Every page of an entry's history, one after another. */
async function wholeHistory(cookie: string, entry: string): Promise<string> {
  const pages: string[] = [];
  do pages.push(await text(cookie, `${entry}/history?page=${pages.length + 1}`));
  while (pages.at(-1)!.includes(`page=${pages.length + 1}"`));
  return pages.join("");
}

const text = (cookie: string, address: string): Promise<string> =>
  fetch(origin + address, { headers: { cookie, accept: "text/html" } }).then((response) => response.text());
