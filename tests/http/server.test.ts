import { readdirSync } from "node:fs";
import net from "node:net";
import { sql } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { sessions } from "#db/schema/account.ts";
import { anAccount } from "#tests/support/factories.ts";
import { openPortal } from "#tests/support/portal.ts";

const portal = await openPortal();

/** Sends bytes as they are and gives the answer's first line and all of it. */
function raw(bytes: string, wait = 20_000): Promise<{ line: string; all: string }> {
  return new Promise((resolve) => {
    const socket = net.connect(portal.config.port, "127.0.0.1", () => socket.write(bytes));
    let all = "";
    const done = () => resolve({ line: all.split("\r\n")[0] ?? "", all });
    socket.on("data", (chunk) => (all += chunk.toString("latin1")));
    socket.on("close", done).on("error", done);
    setTimeout(() => socket.destroy(), wait).unref();
  });
}

const HEADERS = [
  "content-security-policy",
  "x-content-type-options",
  "referrer-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
];

describe("headers", () => {
  it.each([
    ["a page", "/", 200, {}],
    ["a page that is not there", "/nothing-here", 404, {}],
    ["a private page", "/entries", 302, {}],
    ["a wrong host", "/", 421, { host: "evil.example" }],
  ])("B110: %s carries the security headers", async (_name, target, status, headers) => {
    const { line, all } = await raw(
      `GET ${target} HTTP/1.1\r\nHost: ${(headers as { host?: string }).host ?? new URL(portal.url).host}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
    );
    expect(line).toContain(String(status));
    for (const name of HEADERS) expect(all.toLowerCase()).toContain(`\r\n${name}: `);
  });

  it("the policy has no way for inline scripts or styles, and no other host", async () => {
    const policy = (await portal.knock("/")).headers.get("content-security-policy")!;
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect((await portal.knock("/")).text).not.toMatch(/<script(?![^>]*\bsrc=)|\bstyle="|\son[a-z]+="/);
  });

  it("who searches too often reads when to try again", async () => {
    let release = () => {};
    const waits = new Promise<void>((resolve) => (release = resolve));
    const others = Array.from({ length: 20 }, () => portal.services.limits.searching("127.0.0.1", () => waits));
    const accept = { headers: { accept: "text/html" } };
    const { status, headers } = await portal.knock("/archive?q=water", accept);
    expect([status, headers.get("retry-after")]).toEqual([429, "2"]);
    release();
    await Promise.all(others);
    expect((await portal.knock("/archive?q=water", accept)).headers.has("retry-after")).toBe(false);
  });

  it("the log says once that a proxy is not trusted, whose readers share one limit", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const hints = () => said.mock.calls.filter(([text]) => String(text).includes("TRUST_PROXY")).length;
    await portal.knock("/sign-in");
    expect(hints()).toBe(0);
    for (let asked = 0; asked < 2; asked += 1)
      await portal.knock("/sign-in", { headers: { "x-forwarded-for": "192.0.2.7" } });
    expect(hints()).toBe(1);
    said.mockRestore();
  });

  it("B12: pages of people are kept by nobody", async () => {
    const { headers } = await portal.knock("/sign-in");
    expect(headers.get("cache-control")).toBe("private, no-store");
    expect(headers.get("vary")).toContain("Cookie");
  });

  it("of all files the worker of entries that were taken along alone reaches beyond its folder, and no further than judging", async () => {
    const scripts = readdirSync("build/client/assets")
      .filter((name) => /^(offline|entry|root)/.test(name))
      .map((name) => `/assets/${name}`);
    const reaches = [];
    for (const path of [...scripts, "/clock.js", "/judging/away"])
      reaches.push([path, (await portal.knock(path)).headers.get("service-worker-allowed")]);
    expect(scripts.length).toBeGreaterThan(3);
    expect(reaches.filter(([, reach]) => reach !== null)).toEqual([
      [expect.stringMatching(/^\/assets\/offline-worker-/), "/judging"],
    ]);
  });

  it("0.6: the referrer policy lets browsers say where a form came from", async () => {
    expect((await portal.knock("/")).headers.get("referrer-policy")).toBe("strict-origin-when-cross-origin");
  });
});

it("E7: the head alone says how long a session lasts, so that pages of another minute are equal; nobody else is told, or asks for the script", async () => {
  const { id: as } = await anAccount(portal.db);
  const later = (minutes: number) =>
    portal.db.update(sessions).set({ endsAt: sql`${sessions.endsAt} - ${minutes} * interval '1 minute'` });
  const minutes = ({ headers }: { headers: Headers }) =>
    Math.round(Number(/^session;dur=(\d+)$/.exec(headers.get("server-timing") ?? "")?.[1]) / 60_000);
  for (const path of ["/account", "/entries/not-one"]) {
    const before = await portal.knock(path, { as });
    await later(30);
    const after = await portal.knock(path, { as });
    expect(minutes(before) - minutes(after)).toBe(30);
    expect(after.text).toBe(before.text);
    expect(after.text).toContain('<script src="/session.js" defer="">');
  }
  const stranger = await portal.knock("/");
  expect([stranger.headers.get("server-timing"), /session\.js|data-idle/.test(stranger.text)]).toEqual([null, false]);
});

describe("hosts and forms", () => {
  it("B13: two hosts in one request are not served", async () => {
    const { line } = await raw(
      `GET / HTTP/1.1\r\nHost: ${new URL(portal.url).host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    );
    expect(line).toMatch(/ 4\d\d /);
  });

  it.each(["/sign-in?done=__proto__", "/sign-in?done=constructor"])(
    "B55: %s is the page without a notice",
    async (target) => {
      expect((await portal.knock(target)).status).toBe(200);
    },
  );

  it("B14: forwarded headers of a stranger change nothing", async () => {
    const { text } = await portal.knock("/sign-in", {
      headers: { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", forwarded: "host=evil.example" },
    });
    expect(text).not.toContain("evil.example");
  });

  it.each(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/json"])(
    "B80: a %s form from another site is refused before it is read",
    async (type) => {
      const response = await fetch(`${portal.url}/sign-in`, {
        method: "POST",
        headers: { "content-type": type, "sec-fetch-site": "cross-site", origin: "https://evil.example" },
        body: "email=a@b.example",
      });
      expect(response.status).toBe(403);
    },
  );

  it("B4: an anonymous form to a private page answers 401 and keeps what was typed", async () => {
    const { status, text } = await portal.knock("/entries/6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10/withdrawal", {
      method: "POST",
      form: { reason: "Because of the <weather>" },
    });
    expect(status).toBe(401);
    expect(text).toContain("Because of the &lt;weather&gt;");
  });

  it("B15: signing in leads only to the portal's own pages", async () => {
    for (const next of [
      "//evil.example",
      "https:evil.example",
      "\\\\evil.example",
      "/\\evil.example",
      "/%0d%0aSet-Cookie:x=y",
      "javascript:alert(1)",
    ]) {
      const { text } = await portal.knock(`/sign-in?next=${encodeURIComponent(next)}`);
      expect(text).not.toMatch(/(?:href|action|value)="(?:https?:|\/\/|\\|\/\\|javascript:)[^"]*evil/i);
      expect(text).not.toMatch(/(?:href|action)="javascript:/i);
    }
  });
});

describe("B16: two readings of one request", () => {
  const host = () => new URL(portal.url).host;
  it.each([
    ["length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"],
    ["two lengths", "Content-Length: 3\r\nContent-Length: 4", "abcd"],
    ["an unknown coding", "Transfer-Encoding: xchunked", "0\r\n\r\n"],
  ])("%s answers 400 and hangs up", async (_name, headers, body) => {
    const { line } = await raw(
      `POST /sign-in HTTP/1.1\r\nHost: ${host()}\r\nSec-Fetch-Site: same-origin\r\n${headers}\r\n\r\n${body}`,
    );
    expect(line).toContain("400");
  });
  it("B104: endless headers are cut off", async () => {
    const { line } = await raw(`GET / HTTP/1.1\r\nHost: ${host()}\r\nX-Long: ${"x".repeat(70_000)}\r\n\r\n`);
    expect(line).toMatch(/400|431/);
  });
});

describe("bodies", () => {
  it("B103: a body that announces too much is refused before it is read", async () => {
    const { line } = await raw(
      `POST /sign-in HTTP/1.1\r\nHost: ${new URL(portal.url).host}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000000\r\n\r\n`,
    );
    expect(line).toContain("413");
  });

  it.each([
    "/sign-in",
    "/ut/anything",
    "/entries/anything/attachments",
    "/entries/anything/endorsement/letter",
    "/receipts",
  ])(
    "B54: a form without a length is cut at the limit of forms and answers 413, also at %s, which takes files",
    async (path) => {
      let sent = 0;
      const endless = new ReadableStream({
        pull(controller) {
          if (sent > 20_000_000) return controller.close();
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536).fill(97));
        },
      });
      const response = await fetch(portal.url + path, {
        method: "POST",
        headers: { "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
        body: endless,
        duplex: "half",
      } as RequestInit).catch(() => null);
      if (path === "/sign-in") expect([413, undefined]).toContain(response?.status);
      expect(sent).toBeLessThan(20_000_000);
    },
  );

  it("B105: a packed body is not unpacked", async () => {
    const response = await fetch(`${portal.url}/sign-in`, {
      method: "POST",
      headers: {
        "sec-fetch-site": "same-origin",
        "content-encoding": "gzip",
        "content-type": "application/x-www-form-urlencoded",
      },
      body: "x",
    });
    expect(response.status).toBe(415);
  });
});

describe("B11: what nobody expected", () => {
  it("answers a page without stack, SQL or paths, in every language", async () => {
    await portal.sql.unsafe("alter table publications rename to publications_away");
    try {
      for (const lang of ["en", "zh-Hans"]) {
        const { status, text } = await portal.knock(`/archive?lang=${lang}`);
        expect(status).toBe(500);
        expect(text).not.toMatch(/select|publications|at .*\.ts|node_modules|Error:.*relation/i);
      }
    } finally {
      await portal.sql.unsafe("alter table publications_away rename to publications");
    }
    expect((await portal.knock("/archive")).status).toBe(200);
  });
});
