import { describe, expect, it } from "vitest";
import { guard } from "#app/http/guard.ts";

const PORTAL = "https://award.example.org";
const head = (target: string, method = "GET", headers: Record<string, string> = {}) => ({
  method,
  target,
  headers: { host: "award.example.org", ...headers },
});
const status = (target: string, method?: string, headers?: Record<string, string>) =>
  guard(head(target, method, headers), new URL(PORTAL))?.status ?? 200;
const own = { "sec-fetch-site": "same-origin" };

describe("the guard before Remix", () => {
  it("lets an ordinary page and an ordinary form through", () => {
    expect(status("/archive?cycle=3")).toBe(200);
    expect(status("/entries/1/submission", "POST", own)).toBe(200);
    expect(status("/entries/1/submission", "POST", { origin: PORTAL })).toBe(200);
  });

  it.each([
    ["B1: the page's data, for one route alone", "/entries.data?_routes=routes%2Fentrant%2Fentries"],
    ["B1: the page's data", "/entries.data"],
    ["B2: the legacy data request", "/entries?_data=routes%2Fentrant%2Fentries"],
    ["B2: the same among other parameters", "/entries?page=2&_data=root"],
    ["B2: the same, its name escaped", "/entries?%5Fdata=root"],
    ["B2: the same, half escaped", "/entries?_d%61ta=root"],
    ["B2: the same behind a second question mark", "/?x?&_data=root"],
    ["B1: routes chosen, the name escaped", "/entries?%5froutes=root"],
    ["B10: the route manifest", "/__manifest?p=%2Fsecretariat"],
    ["B9: a path that another host could claim", "//evil.example/x"],
    ["B9: an escaped slash", "/admin%2Fpeople"],
    ["B9: escaped dots", "/%2e%2e/secret"],
    ["B9: a slash at the end", "/entries/"],
    ["B9: a backslash", "/entries\\..\\x"],
    ["B51: a NUL in the path", "/entries/%00"],
    ["a path that is not UTF-8", "/entries/%ff"],
    ["B54: a fragment, behind which a path takes files", "/entries/x#/attachments"],
  ])("%s is not found", (_name, target) => expect(status(target)).toBe(404));

  it("B2: no method gets round it", () => expect(status("/entries?_data=root", "POST", own)).toBe(404));
  it.each(["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])("B8: %s is not used", (method) =>
    expect(status("/entries", method, own)).toBe(405),
  );
  it("lets the file cloud's callback in, and only there", () => {
    const hook = { "uploadthing-hook": "callback" };
    expect([
      status("/api/uploadthing?slug=attachment", "POST", hook),
      status("/entries", "POST", hook),
      status("/api/uploadthing", "POST"),
    ]).toEqual([200, 403, 403]);
  });
  it("lets a file's bytes in by PUT, and only there", () => expect(status("/ut/abc?x=1", "PUT", own)).toBe(200));
  it("B13: another host is not served", () => {
    expect(guard({ method: "GET", target: "/", headers: { host: "evil.example" } }, new URL(PORTAL))?.status).toBe(421);
    expect(guard({ method: "GET", target: "/", headers: {} }, new URL(PORTAL))?.status).toBe(421);
  });

  it.each([
    ["another site", { "sec-fetch-site": "cross-site", origin: PORTAL }],
    ["a sibling host", { "sec-fetch-site": "same-site" }],
    ["no site at all", {}],
    ["a sandboxed frame", { origin: "null" }],
    ["another origin", { origin: "https://award.example.org.evil.example" }],
    ["the same host without TLS", { origin: "http://award.example.org" }],
  ])("B80: a form sent from %s is refused", (_name, headers) => {
    for (const type of [
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/plain",
      "application/json",
    ]) {
      expect(status("/sign-in", "POST", { ...headers, "content-type": type })).toBe(403);
    }
  });

  it("B54: refuses a body over a megabyte by its announced length, but not a file", () => {
    expect(status("/sign-in", "POST", { ...own, "content-length": "1000001" })).toBe(413);
    expect(status("/receipts", "POST", { ...own, "content-length": "4000000" })).toBe(200);
    expect(status("/receipts", "POST", { ...own, "content-length": "4000001" })).toBe(413);
    expect(status("/ut/abc", "PUT", { ...own, "content-length": "400000000" })).toBe(200);
  });
  it("refuses packed bodies and endless addresses", () => {
    expect(status("/sign-in", "POST", { ...own, "content-encoding": "gzip" })).toBe(415);
    expect(status(`/${"x".repeat(5000)}`)).toBe(414);
  });
});
