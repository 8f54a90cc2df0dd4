import { type Browser, chromium } from "@playwright/test";
import { findBrowser } from "../support/browser.ts";
import { quantile } from "./crowd.ts";

/** A slow phone's line; a connection costs it two round trips (TCP, TLS 1.3) before the first request. */
const LINE = { bitsPerSecond: 1_600_000, roundTripMs: 150, toConnect: 2 };
/** Server and transfer, in ms, until everything is there that the list is shown with. */
const BUDGET = 1500;
const VISITS = 5;

type Visit = { bytes: number; files: number; trips: number; receivedMs: number; shownMs: number };

/**
 * What a cold visitor waits for until a page is shown, in a Chromium whose line is slowed down: nothing cached, no
 * service worker. `proves` is asked of the page that came. Chromium slows requests down but not connecting, which is
 * added.
 */
export async function firstView(url: string, proves: (page: string) => boolean): Promise<string> {
  const server: number[] = [];
  for (let n = 0; n < 20; n++) {
    const began = performance.now();
    await (await fetch(url)).text();
    server.push(performance.now() - began);
  }
  const { executablePath, env } = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    env: { ...(process.env as Record<string, string>), ...env },
  });
  try {
    const visits: Visit[] = [];
    for (let n = 0; n < VISITS; n++) visits.push(await visit(browser, url, proves));
    const middle = (of: (visit: Visit) => number) => quantile(visits.map(of), 0.5);
    const { bytes, files, trips } = visits[0]!;
    const connecting = LINE.toConnect * LINE.roundTripMs;
    const waits = middle(({ receivedMs }) => receivedMs) + connecting;
    return `first view, cold, 1.6 Mbit/s, round trip 150 ms: ${(bytes / 1000).toFixed(1)} kB in ${files} files that it waits for, ${LINE.toConnect} + ${trips} round trips; server ${quantile(server, 0.5).toFixed(0)} ms of it; received after ${waits.toFixed(0)} ms, painted after ${(middle(({ shownMs }) => shownMs) + connecting).toFixed(0)} ms; ${BUDGET} ms: ${waits <= BUDGET ? "within" : "OVER"}`;
  } finally {
    await browser.close();
  }
}

async function visit(browser: Browser, url: string, proves: (page: string) => boolean): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, serviceWorkers: "block" });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  const throughput = LINE.bitsPerSecond / 8;
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: LINE.roundTripMs,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  await page.goto(url, { waitUntil: "load" });
  if (!proves(await page.content())) throw new Error(`${url}: the page is not what is measured`);
  const seen = await page.evaluate(() => {
    const [document] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    const waited = (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).filter(
      (file) =>
        (file as PerformanceResourceTiming & { renderBlockingStatus: string }).renderBlockingStatus === "blocking",
    );
    const files = [document!, ...waited].map(({ transferSize, responseEnd }) => ({ transferSize, responseEnd }));
    return { files, shownMs: performance.getEntriesByName("first-contentful-paint")[0]!.startTime };
  });
  await context.close();
  return {
    bytes: seen.files.reduce((sum, { transferSize }) => sum + transferSize, 0),
    files: seen.files.length,
    // The document, then side by side whatever it asks for.
    trips: seen.files.length > 1 ? 2 : 1,
    receivedMs: Math.max(...seen.files.map(({ responseEnd }) => responseEnd)),
    shownMs: seen.shownMs,
  };
}
