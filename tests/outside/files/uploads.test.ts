import { createHash, randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { openRegistry } from "#app/outside/files/registry.server.ts";
import { flawOfAddress, sign } from "#app/outside/files/signing.server.ts";
import { UploadRefused } from "#app/outside/files/storage.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { samplePdf } from "#tests/support/samples.ts";
import { askToUpload, HERE, openUploadStore, presign, SENDER, sending, SLOT } from "#tests/support/upload-store.ts";

const { db } = await testDatabase();
const registry = openRegistry(db);
const { files, finished, dataDir } = openUploadStore(db, { maxBytes: 5_000_000 });
const pdf = await samplePdf();
const onDisk = () => readdirSync(join(dataDir, "files"));
const secret = () => readFileSync(join(dataDir, "upload-secret"), "utf8");
const heldAt = async (url: string) =>
  Number((await files.ingest(new Request(url, { method: "HEAD" }))).headers.get("x-ut-range-start"));

/** The head of a request and its body in pieces of so many bytes, so many milliseconds apart. */
async function slowly(whole: Request, size: number, apart: number) {
  const bytes = new Uint8Array(await whole.arrayBuffer());
  let at = 0;
  const body = new ReadableStream({
    async pull(controller) {
      if (at > 0) await new Promise((resolve) => setTimeout(resolve, apart));
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
      if (at >= bytes.length) controller.close();
    },
  });
  return { headers: whole.headers, body };
}

describe("an upload", () => {
  it("goes from a signed address to the portal's answer", async () => {
    const { url, key } = await presign(files, "Plan ü&=+ 100%.pdf", pdf);
    expect(await heldAt(url)).toBe(0);
    const response = await files.ingest(sending(url, pdf));
    const answer = await response.json();
    expect(response.status).toBe(200);
    expect(finished.at(-1)).toMatchObject({
      key,
      store: "local",
      name: "Plan ü&=+ 100%.pdf",
      size: pdf.length,
      contentType: "application/pdf",
      problem: null,
    });
    expect(answer).toMatchObject({
      serverData: { attachmentId: expect.any(String), problem: null },
      fileHash: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const row = await registry.find(key);
    expect(readFileSync(join(dataDir, "files", row?.blob ?? "")).equals(pdf)).toBe(true);
    expect(row?.blob).toMatch(/^[0-9a-f]{32}$/);
    expect(await heldAt(url)).toBe(pdf.length);
  });

  it("tells nobody else on this machine its secret", () =>
    expect(statSync(join(dataDir, "upload-secret")).mode & 0o777).toBe(0o600));

  it("that the portal does not keep leaves no bytes, and goes on being refused", async () => {
    const page = Buffer.from("<!doctype html><p>no paper</p>");
    const { url } = await presign(files, "a.pdf", page);
    const before = onDisk().length;
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(await (await files.ingest(sending(url, page, attempt && page.length))).json()).toMatchObject({
        serverData: { attachmentId: null, problem: "wrong-type" },
      });
    }
    expect(onDisk()).toHaveLength(before);
    const head = await files.ingest(new Request(url, { method: "HEAD" }));
    expect(JSON.parse(head.headers.get("x-upload-answer") ?? "")).toEqual({
      attachmentId: null,
      problem: "wrong-type",
    });
  });

  it("is empty and says so", async () => {
    const { url } = await presign(files, "a.pdf", Buffer.alloc(0));
    expect(await (await files.ingest(sending(url, Buffer.alloc(0)))).json()).toMatchObject({
      serverData: { problem: "empty" },
    });
  });
});

describe("asking to upload", () => {
  const one = [{ name: "a.pdf", size: 10, type: "application/pdf" }];

  it.each([400, 401, 403, 404, 409] as const)("refused with %d", async (status) => {
    const { files: strict } = openUploadStore(
      db,
      {},
      {
        admit: async () => {
          throw new UploadRefused(status, "not so");
        },
      },
    );
    const response = await askToUpload(strict, one);
    expect([response.status, await response.json()]).toEqual([status, { message: "not so" }]);
  });

  it("a fault of the portal stays a fault", async () => {
    const { files: faulty } = openUploadStore(
      db,
      {},
      {
        admit: async () => {
          throw new TypeError("oh");
        },
      },
    );
    await expect(askToUpload(faulty, one)).rejects.toThrow("oh");
  });

  it.each([
    ["an entry that is no uuid", { entryId: "1", questionKey: "photos" }, 400],
    ["no question", { entryId: SLOT.entryId }, 400],
    ["nothing", null, 400],
  ])("for %s", async (_case, input, status) => expect((await askToUpload(files, one, { input })).status).toBe(status));

  it("at a route that does not exist", async () =>
    expect((await askToUpload(files, one, { slug: "avatar" })).status).toBe(404));

  it("too many bytes at once", async () => {
    expect((await askToUpload(files, [{ name: "a.pdf", size: 5_000_001, type: "application/pdf" }])).status).toBe(413);
  });

  it("the longest name still makes an address that servers take", async () => {
    const { url } = await presign(files, `${"🌳".repeat(300)}.pdf`, pdf);
    expect(url.length - HERE.length).toBeLessThan(4096);
    expect((await files.ingest(sending(url, pdf))).status).toBe(200);
    expect(finished.at(-1)?.name).toBe(`${"🌳".repeat(146)}.pdf`);
  });

  it("B48: for the same file twice gives two keys, in one request or in two", async () => {
    const twice = [0, 1].map(() => ({ name: "a.pdf", size: pdf.length, type: "application/pdf", lastModified: 1 }));
    const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now());
    const both = (await (await askToUpload(files, twice)).json()) as { key: string; url: string }[];
    const keys = [...both, await presign(files, "a.pdf", pdf), await presign(files, "a.pdf", pdf)].map(
      ({ key }) => key,
    );
    clock.mockRestore();
    expect(new Set(keys).size).toBe(4);
    for (const { url } of both) expect((await files.ingest(sending(url, pdf))).status).toBe(200);
    const blobs = await Promise.all(both.map(async ({ key }) => (await registry.find(key))?.blob));
    expect(new Set(blobs).size).toBe(2);
  });

  it("B48: a key that was given out before is not given out again", async () => {
    const { key, url } = await presign(files, "a.pdf", pdf);
    expect(await registry.register(key, "local", "?other", { ...SLOT, accountId: SENDER })).toBe(false);
    const foreign = new URL(url);
    foreign.searchParams.delete("signature");
    foreign.searchParams.set("x-ut-file-name", "b.pdf");
    const signed = `${foreign.href}&signature=${encodeURIComponent(sign(foreign.href, secret()))}`;
    expect((await files.ingest(sending(signed, pdf))).status).toBe(409);
    expect((await files.ingest(new Request(signed, { method: "HEAD" }))).status).toBe(409);
  });
});

describe("B47: an upload played again", () => {
  it("is answered as the first time and changes nothing", async () => {
    const { url } = await presign(files, "a.pdf", pdf);
    const first = await (await files.ingest(sending(url, pdf))).json();
    const [count, blobs] = [finished.length, onDisk().length];
    const other = await samplePdf("other bytes");
    for (let again = 0; again < 3; again += 1)
      expect(await (await files.ingest(sending(url, other))).json()).toEqual(first);
    expect([finished.length, onDisk().length]).toEqual([count, blobs]);
  });

  it("by somebody else is refused", async () => {
    let sender: string | null = randomUUID();
    const { files: personal } = openUploadStore(db, {}, { sender: async () => sender });
    const { url } = await presign(personal, "a.pdf", pdf);
    expect((await personal.ingest(sending(url, pdf))).status).toBe(403);
    sender = null;
    expect((await personal.ingest(new Request(url, { method: "HEAD" }))).status).toBe(403);
    sender = SENDER;
    expect((await personal.ingest(sending(url, pdf))).status).toBe(200);
  });

  it("a hundred callbacks make one file", async () => {
    const { url, key } = await presign(files, "a.pdf", pdf);
    await files.ingest(sending(url, pdf));
    const count = finished.length;
    const body = JSON.stringify({
      status: "uploaded",
      metadata: { ...SLOT, accountId: SENDER },
      origin: `${HERE}/ut`,
      file: {
        key,
        name: "a.pdf",
        size: pdf.length,
        type: "application/pdf",
        customId: null,
        fileHash: "",
        url: "",
        appUrl: "",
        ufsUrl: "",
      },
    });
    const callback = (signature: string) =>
      files.route(
        new Request(`${HERE}/api/uploadthing?slug=attachment`, {
          method: "POST",
          body,
          headers: {
            "content-type": "application/json",
            "uploadthing-hook": "callback",
            "x-uploadthing-signature": signature,
          },
        }),
      );
    const answers = await Promise.all(Array.from({ length: 100 }, () => callback(sign(body, secret()))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(finished).toHaveLength(count);
    expect((await callback(sign(body, "another secret"))).status).toBe(400);
  });
});

describe("B49: an address that nobody signed", () => {
  const altered: [string, (url: string) => string][] = [
    ["the first twelve characters of the signature", (url) => url.replace("hmac-sha256%3D", "hmac-sha999%3D")],
    ["no signature", (url) => url.replace(/&signature=.*$/, "")],
    ["an empty signature", (url) => url.replace(/&signature=.*$/, "&signature=")],
    ["a signature that cannot be decoded", (url) => url.replace(/&signature=.*$/, "&signature=%E0%A4%A")],
    ["a later end", (url) => url.replace(/expires=(\d+)/, (_all, at: string) => `expires=${Number(at) + 1000}`)],
    ["an end that is no number", (url) => url.replace(/expires=\d+/, "expires=NaN")],
    ["another size", (url) => url.replace(/x-ut-file-size=\d+/, "x-ut-file-size=1")],
    ["another order", (url) => url.replace(/\?(expires=\d+)&([^&]+)/, "?$2&$1")],
    ["a value twice", (url) => url.replace("?", "?expires=9999999999999&")],
    ["a value after the signature", (url) => `${url}&x-ut-file-size=1`],
    ["a second signature", (url) => `${url}&signature=hmac-sha256%3D00`],
    ["another key", (url) => url.replace(/\/ut\/.{12}/, "/ut/AAAAAAAAAAAA")],
  ];

  it.each(altered)("%s", async (_case, alter) => {
    const { url } = await presign(files, "a.pdf", pdf);
    expect(alter(url)).not.toBe(url);
    expect((await files.ingest(sending(alter(url), pdf))).status).toBe(403);
    expect((await files.ingest(new Request(alter(url), { method: "HEAD" }))).status).toBe(403);
  });

  it("signed with another secret, past its end, or with an end that is no number", () => {
    const at = (expires: string, key = "secret") => {
      const href = `${HERE}/ut/key?expires=${expires}`;
      return flawOfAddress(`${href}&signature=${encodeURIComponent(sign(href, key))}`, "secret", 1_000);
    };
    expect([at("2000"), at("2000", "other"), at("1000"), at("NaN"), at(""), at("1e999")]).toEqual([
      null,
      "forged",
      "expired",
      "expired",
      "expired",
      null,
    ]);
  });

  it("signed rightly but never given out", async () => {
    const href = `${HERE}/ut/AAAAAAAAAAAAAAAA?expires=${Date.now() + 1000}&x-ut-identifier=kapokportal&x-ut-file-size=${pdf.length}&x-ut-slug=attachment`;
    expect(
      (await files.ingest(sending(`${href}&signature=${encodeURIComponent(sign(href, secret()))}`, pdf))).status,
    ).toBe(403);
  });
});

describe("20: a line that breaks at any byte", () => {
  const HEAD =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n';
  /** 350 kB for 500 MB: larger than every buffer on the way. */
  const paper = Buffer.concat([
    Buffer.from("%PDF-1.7\n%"),
    Buffer.from(randomBytes(175_000).toString("hex")),
    pdf.subarray(8),
  ]);

  /**
   * A request whose line breaks after so many bytes of the file; with less than nothing, within the form's own head.
   */
  function broken(url: string, from: number, to: number): Request {
    const sent =
      to < from ? Buffer.from(HEAD.slice(0, 20)) : Buffer.concat([Buffer.from(HEAD), paper.subarray(from, to)]);
    const body = new ReadableStream({
      start(controller) {
        for (let at = 0; at < sent.length; at += 16_384)
          controller.enqueue(new Uint8Array(sent.subarray(at, at + 16_384)));
      },
      pull: (controller) => controller.error(new Error("the line broke")),
    });
    return new Request(url, {
      method: "PUT",
      body,
      duplex: "half",
      headers: { range: `bytes=${from}-`, "content-type": "multipart/form-data; boundary=b" },
    } as RequestInit);
  }

  it.each([
    ["in the form's head", [-1]],
    ["before the first byte", [0]],
    ["after the first", [1]],
    ["around a buffer's end", [65_535, 65_536, 65_537]],
    ["again and again", [10_000, 10_001, 70_000, 200_000, 349_999]],
    ["before the last byte", [-2]],
  ])("%s: what arrived is kept, and the rest follows", async (_case, cuts) => {
    const { url, key } = await presign(files, "a.pdf", paper);
    for (const cut of cuts) {
      const from = await heldAt(url);
      const to = cut === -1 ? from - 1 : cut === -2 ? paper.length - 1 : cut;
      const answered = await files.ingest(broken(url, from, to)).then(
        ({ status }) => status,
        () => 0,
      );
      expect([0, 400]).toContain(answered);
      const held = await heldAt(url);
      expect(held).toBeGreaterThanOrEqual(from);
      expect(held).toBeLessThanOrEqual(Math.max(from, to));
    }
    expect((await files.ingest(sending(url, paper, await heldAt(url)))).status).toBe(200);
    expect((await registry.find(key))?.sha256).toBe(createHash("sha256").update(paper).digest("hex"));
    expect(finished.at(-1)).toMatchObject({ key, size: paper.length, problem: null });
  });
});

describe("B42: sizes that are not true", () => {
  it("more bytes than announced are thrown away", async () => {
    const { url, key } = await presign(files, "a.pdf", pdf);
    const before = onDisk().length;
    expect((await files.ingest(sending(url, Buffer.concat([pdf, Buffer.from("x")])))).status).toBe(400);
    expect(onDisk()).toHaveLength(before);
    expect((await registry.find(key))?.state).toBe("failed");
    expect((await files.ingest(sending(url, pdf))).status).toBe(400);
  });

  it("fewer stay, and the rest can follow", async () => {
    const { url } = await presign(files, "a.pdf", pdf);
    const half = Math.floor(pdf.length / 2);
    expect((await files.ingest(sending(url, pdf.subarray(0, half)))).status).toBe(400);
    expect(await heldAt(url)).toBe(half);
    expect((await files.ingest(sending(url, pdf, half + 1))).status).toBe(416);
    expect((await files.ingest(sending(url, pdf, 0))).status).toBe(416);
    expect((await files.ingest(sending(url, pdf, half))).status).toBe(200);
    expect(finished.at(-1)).toMatchObject({ size: pdf.length, problem: null });
  });

  it.each([
    ["is no form", "text/plain", "abc"],
    [
      "is a form without an end",
      "multipart/form-data; boundary=b",
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
    ],
    ["is a form without a file", "multipart/form-data; boundary=b", "--b--\r\n"],
  ])("a body that %s", async (_case, type, body) => {
    const { url } = await presign(files, "a.pdf", pdf);
    const response = await files.ingest(new Request(url, { method: "PUT", body, headers: { "content-type": type } }));
    expect(response.status).toBe(400);
    expect(finished.at(-1)?.size).not.toBe(3);
  });

  it("a body that never ends is given up, and can be carried on", async () => {
    const { files: impatient } = openUploadStore(db, { longestSilence: 200 });
    const { url } = await presign(impatient, "a.pdf", pdf);
    const start = new TextEncoder().encode(
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n%PDF-1.3 and then nothing',
    );
    const body = new ReadableStream({ start: (controller) => controller.enqueue(start) });
    const response = await impatient.ingest(
      new Request(url, {
        method: "PUT",
        body,
        duplex: "half",
        headers: { "content-type": "multipart/form-data; boundary=b" },
      } as RequestInit),
    );
    expect(response.status).toBe(400);
    const held = Number((await impatient.ingest(new Request(url, { method: "HEAD" }))).headers.get("x-ut-range-start"));
    expect((await impatient.ingest(sending(url, pdf, held))).status).toBe(200);
  });

  it("a body that brings next to nothing is given up, too", async () => {
    const { files: impatient } = openUploadStore(db, { longestSilence: 400 });
    const { url } = await presign(impatient, "a.pdf", pdf);
    const { headers, body } = await slowly(sending(url, pdf), 100, 100);
    const response = await impatient.ingest(
      new Request(url, { method: "PUT", headers, body, duplex: "half" } as RequestInit),
    );
    expect(response.status).toBe(400);
    const held = Number((await impatient.ingest(new Request(url, { method: "HEAD" }))).headers.get("x-ut-range-start"));
    expect(held).toBeGreaterThan(0);
    expect((await impatient.ingest(sending(url, pdf, held))).status).toBe(200);
  });

  it("one account sends so many files at once, and the others later", async () => {
    const parts = await Promise.all(Array.from({ length: 9 }, () => presign(files, "a.pdf", pdf)));
    const sent = await Promise.all(parts.map(async ({ url }) => (await files.ingest(sending(url, pdf))).status));
    expect(sent.filter((status) => status === 200)).toHaveLength(8);
    expect(sent.filter((status) => status === 409)).toHaveLength(1);
    const left = parts[sent.indexOf(409)]!;
    expect((await files.ingest(sending(left.url, pdf))).status).toBe(200);
  });

  it("two at once: one is taken", async () => {
    const { url } = await presign(files, "a.pdf", pdf);
    const count = finished.length;
    const statuses = await Promise.all([0, 1].map(async () => (await files.ingest(sending(url, pdf))).status));
    expect(statuses.sort()).toEqual([200, 409]);
    expect(finished).toHaveLength(count + 1);
  });

  it("two that bring the same rest at once: one is taken", async () => {
    const { url } = await presign(files, "a.pdf", pdf);
    await files.ingest(sending(url, pdf.subarray(0, 500)));
    const statuses = await Promise.all([0, 1].map(async () => (await files.ingest(sending(url, pdf, 500))).status));
    expect(statuses.sort()).toEqual([200, 409]);
  });
});
