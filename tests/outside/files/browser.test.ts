import { type Browser, chromium, type Page } from "@playwright/test";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { build } from "vite";
import type { FinishedUpload } from "#app/outside/files/files.ts";
import { type Files, UploadRefused } from "#app/outside/files/storage.server.ts";
import { securityHeaders } from "#app/http/headers.ts";
import { findBrowser } from "#tests/support/browser.ts";
import { testDatabase } from "#tests/support/database.ts";
import { type Listener, listenWith } from "#tests/support/listener.ts";
import { samplePdf } from "#tests/support/samples.ts";
import { openUploadStore, SENDER, SLOT } from "#tests/support/upload-store.ts";

// A browser on a busy machine takes its time.

const { db } = await testDatabase();
const pdf = await samplePdf();
const large = Buffer.concat([Buffer.from("%PDF-1.7\n%"), Buffer.alloc(3_000_000, "x"), pdf.subarray(8)]);
const scripts = new Map<string, string>();
const listed: string[] = [];
let [files, portal, browser, page]: [Files, Listener, Browser, Page] = [] as never;
let refusal: UploadRefused | null = null;
let forgetful = false;
/** While set, bytes stop after this many, as on a line that breaks. */
let breakAfter: number | null = null;

const form = `<form><div data-upload data-entry="${SLOT.entryId}" data-question="${SLOT.questionKey}" data-max="4000000" data-accept="application/pdf,.pdf" data-list="list"
  data-text-uploading="sending {name}" data-text-done="{name} is here" data-text-failed="did not work" data-text-retry="again" data-text-wrong-type="not this type" data-text-too-big="too big" data-text-empty="empty">
  <div data-by-script hidden><input type="file" name="file" multiple></div><div data-by-hand><button>Send</button></div><output></output></div></form>`;

async function answer(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const script = scripts.get(pathname);
  if (script !== undefined) return new Response(script, { headers: { "content-type": "text/javascript" } });
  if (pathname === "/api/uploadthing") return files.route(request);
  if (pathname.startsWith("/ut/"))
    return files.ingest(request.method === "PUT" && breakAfter !== null ? broken(request, breakAfter) : request);
  if (pathname !== "/") return new Response(null, { status: 404 });
  const items = listed.map((name) => `<li>${name}</li>`).join("");
  return new Response(
    `<!doctype html><title>t</title><textarea></textarea><ul id="list">${items}</ul>${form}<script type="module" src="/start.js"></script>`,
    {
      headers: { ...securityHeaders(portal.url), "content-type": "text/html; charset=utf-8" },
    },
  );
}

function broken(request: Request, bytes: number): Request {
  let seen = 0;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.length;
      if (seen > bytes) controller.error(new Error("line broken"));
      else controller.enqueue(chunk);
    },
  });
  return new Request(request.url, {
    method: "PUT",
    headers: request.headers,
    body: request.body?.pipeThrough(cut) ?? null,
    duplex: "half",
  } as RequestInit);
}

beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      target: "es2022",
      rollupOptions: {
        input: { start: "virtual:start" },
        output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
      },
    },
    plugins: [
      {
        name: "start",
        resolveId: (id) => (id === "virtual:start" ? id : null),
        load: (id) =>
          id === "virtual:start"
            ? `import { enhanceUploads } from "${process.cwd()}/app/client/uploads.ts"; enhanceUploads(document);`
            : null,
      },
    ],
  });
  if (!("output" in built)) throw new Error("the script was not built");
  for (const chunk of built.output) if (chunk.type === "chunk") scripts.set(`/${chunk.fileName}`, chunk.code);
  portal = await listenWith(answer);
  ({ files } = openUploadStore(
    db,
    { publicUrl: portal.url },
    {
      async admit(_request, slot) {
        if (refusal) throw refusal;
        return { ...slot, accountId: SENDER };
      },
      async finish(_metadata, { name, problem }): Promise<FinishedUpload> {
        if (forgetful) return { attachmentId: null, problem: null };
        if (!problem) listed.push(name);
        return { attachmentId: problem ? null : SLOT.entryId, problem };
      },
    },
  ));
  const { executablePath, env } = findBrowser();
  browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    env: { ...process.env, ...env } as Record<string, string>,
  });
});

afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

beforeEach(async () => {
  [refusal, breakAfter, forgetful, listed.length] = [null, null, false, 0];
  page = await (await browser.newContext()).newPage();
  await page.goto(portal.url);
  return () => page.context().close();
});

const choose = async (...chosen: [string, Buffer][]) =>
  page.setInputFiles(
    "input",
    await Promise.all(
      chosen.map(async ([name, bytes]) => ({
        name,
        mimeType: name.endsWith(".pdf") ? "application/pdf" : "text/plain",
        buffer: bytes,
      })),
    ),
  );
const says = (text: string) => page.locator("output", { hasText: text }).waitFor({ timeout: 60_000 });
const items = () => page.locator("#list li").allTextContents();

describe("in a browser", () => {
  it("nothing of the SDK is loaded before a file is chosen, and the button for browsers without scripts is gone", async () => {
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    expect(loaded.filter((name) => name.includes("transfer"))).toEqual([]);
    expect(await page.locator("form button").isVisible()).toBe(false);
  });

  it("several files are sent, the list is renewed, and what was typed elsewhere stays", async () => {
    await page.fill("textarea", "half a sentence");
    await choose(["一.pdf", pdf], ["two.pdf", large]);
    await says("two.pdf is here");
    await expect.poll(items, { timeout: 60_000 }).toEqual(["一.pdf", "two.pdf"]);
    expect(await page.inputValue("textarea")).toBe("half a sentence");
    expect(await page.locator("progress").isVisible()).toBe(false);
  });

  it.each([
    ["too big", "a.pdf", Buffer.alloc(4_000_001)],
    ["not this type", "a.txt", Buffer.from("a")],
    ["empty", "a.pdf", Buffer.alloc(0)],
    ["not this type", "b.pdf", Buffer.from("<p>a page")],
  ])("says %s", async (text, name, bytes) => {
    await choose([name, bytes]);
    await says(text);
    expect(await page.locator(".upload-problem").count()).toBe(1);
    expect(listed).toEqual([]);
  });

  it("shows why the portal refuses, and tries again when asked", async () => {
    refusal = new UploadRefused(409, "The deadline has passed.");
    await choose(["a.pdf", pdf]);
    await says("The deadline has passed.");
    refusal = null;
    await page.getByRole("button", { name: "again" }).click();
    await says("a.pdf is here");
    await expect.poll(items, { timeout: 60_000 }).toEqual(["a.pdf"]);
  });

  it("does not say that a file is here when the portal changed its mind while it was sent", async () => {
    forgetful = true;
    await choose(["a.pdf", pdf]);
    await says("did not work");
    refusal = new UploadRefused(409, "The deadline has passed.");
    await page.getByRole("button", { name: "again" }).click();
    await says("The deadline has passed.");
  });

  it("waits while the browser is offline and sends the rest afterwards", async () => {
    await page.evaluate(() => addEventListener("offline", () => document.body.classList.add("was-offline")));
    breakAfter = 1_000_000;
    const sent = choose(["a.pdf", large]);
    await says("sending a.pdf");
    await page.context().setOffline(true);
    await page.locator("body.was-offline").waitFor();
    await sent;
    breakAfter = null;
    await page.context().setOffline(false);
    await says("a.pdf is here");
    await expect.poll(items, { timeout: 60_000 }).toEqual(["a.pdf"]);
  });

  it("carries on when the line breaks twice", async () => {
    breakAfter = 1_000_000;
    await choose(["a.pdf", large]);
    await says("sending a.pdf");
    await page.waitForResponse((response) => response.request().method() === "PUT" && response.status() >= 400);
    await page.waitForResponse((response) => response.request().method() === "PUT" && response.status() >= 400);
    breakAfter = null;
    await says("a.pdf is here");
    expect(listed).toEqual(["a.pdf"]);
  });
});
