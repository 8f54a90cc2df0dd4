import { createHash, createHmac, randomBytes } from "node:crypto";
import { type Listener, listenWith } from "./listener.ts";

type Registration = {
  fileKeys: string[];
  metadata: unknown;
  isDev: boolean;
  callbackUrl: string;
  callbackSlug: string;
  awaitServerData: boolean;
};
type Kept = { bytes: Buffer; name: string; type: string; disposition: string };

/**
 * Stands in for UploadThing's cloud on a port of its own, written to its published protocol: ingest, API and private
 * file host in one.
 */
export type FakeUploadThing = Listener & {
  token: string;
  addresses: { ingestUrl: string; apiUrl: string; ufsHost: string; ufsAppIdLocation: "path" };
  files: Map<string, Kept>;
  /** Plays the callback for a finished file once more; answers its status. */
  callBack(key: string, changes?: { secret?: string; key?: string }): Promise<number>;
};

const APP = "cloudapp1";

export async function openFakeUploadThing(): Promise<FakeUploadThing> {
  const secret = `sk_live_${randomBytes(16).toString("hex")}`;
  const files = new Map<string, Kept>();
  const registered = new Map<string, Registration>();
  const streams = new Map<string, (line: unknown) => void>();
  const waiting = new Map<string, (answer: unknown) => void>();
  const listener = await listenWith(answer);

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (request.method === "POST") {
      if (request.headers.get("x-uploadthing-api-key") !== secret)
        return Response.json({ error: "unauthorized" }, { status: 401 });
      return api(url.pathname, (await request.json()) as Record<string, unknown>);
    }
    const key = url.pathname.split("/").at(-1) ?? "";
    if (!isSigned(request.url, secret)) return Response.json({ error: "bad signature" }, { status: 403 });
    if (request.method === "HEAD") return new Response(null, { headers: { "x-ut-range-start": "0" } });
    if (request.method === "GET") return sent(files.get(key));
    return ingest(key, url, request);
  }

  function api(path: string, body: Record<string, unknown>): Response {
    if (path === "/route-metadata") return register(body as Registration);
    if (path === "/callback-result") {
      waiting.get(String(body["fileKey"]))?.(body["callbackData"]);
      return Response.json({ ok: true });
    }
    if (path === "/v6/deleteFiles") {
      const deleted = (body["fileKeys"] as string[]).filter((key) => files.delete(key));
      return Response.json({ success: true, deletedCount: deleted.length });
    }
    return Response.json({ error: "not here" }, { status: 404 });
  }

  /** In development the answer stays open and brings one line for each finished file. */
  function register(registration: Registration): Response {
    for (const key of registration.fileKeys) registered.set(key, registration);
    if (!registration.isDev) return Response.json({ ok: true });
    let left = registration.fileKeys.length;
    return new Response(
      new ReadableStream({
        start(controller) {
          for (const key of registration.fileKeys) {
            streams.set(key, (line) => {
              controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
              left -= 1;
              if (left === 0) controller.close();
            });
          }
        },
      }),
    );
  }

  async function ingest(key: string, url: URL, request: Request): Promise<Response> {
    const part = (await request.formData()).get("file");
    if (!(part instanceof Blob)) return Response.json({ error: "no file" }, { status: 400 });
    const said = (name: string) => decodeURIComponent(url.searchParams.get(`x-ut-${name}`) ?? "");
    const bytes = Buffer.from(await part.arrayBuffer());
    if (bytes.length !== Number(said("file-size"))) return Response.json({ error: "size" }, { status: 400 });
    files.set(key, {
      bytes,
      name: said("file-name"),
      type: said("file-type"),
      disposition: said("content-disposition"),
    });
    const serverData = registered.get(key)?.awaitServerData ? await announce(key) : null;
    const { fileHash, ...urls } = described(key);
    return Response.json({ url: urls.url, appUrl: urls.appUrl, ufsUrl: urls.ufsUrl, fileHash, serverData });
  }

  async function announce(key: string): Promise<unknown> {
    const result = new Promise((resolve) => waiting.set(key, resolve));
    const payload = payloadFor(key);
    const stream = streams.get(key);
    if (stream) stream({ payload, signature: signed(payload, secret), hook: "callback" });
    else if ((await callBack(key)) !== 200) return "callback failed";
    return Promise.race([result, new Promise((resolve) => setTimeout(resolve, 5_000, "nobody answered").unref())]);
  }

  async function callBack(key: string, changes: { secret?: string; key?: string } = {}): Promise<number> {
    const registration = registered.get(key);
    if (!registration) throw new Error("never registered");
    const body = payloadFor(key).replaceAll(key, changes.key ?? key);
    const url = new URL(registration.callbackUrl);
    url.searchParams.set("slug", registration.callbackSlug);
    const headers = {
      "content-type": "application/json",
      "uploadthing-hook": "callback",
      "x-uploadthing-signature": signed(body, changes.secret ?? secret),
    };
    return (await fetch(url, { method: "POST", body, headers })).status;
  }

  const payloadFor = (key: string) =>
    JSON.stringify({
      status: "uploaded",
      metadata: registered.get(key)?.metadata,
      origin: listener.url,
      file: described(key),
    });

  function described(key: string) {
    const file = files.get(key);
    const ufsUrl = `${listener.url}/a/${APP}/${key}`;
    return {
      key,
      name: file?.name ?? "",
      size: file?.bytes.length ?? 0,
      type: file?.type ?? "",
      customId: null,
      url: ufsUrl,
      appUrl: ufsUrl,
      ufsUrl,
      fileHash: createHash("md5")
        .update(file?.bytes ?? "")
        .digest("hex"),
    };
  }

  const token = Buffer.from(JSON.stringify({ apiKey: secret, appId: APP, regions: ["sea1"] })).toString("base64");
  const addresses = {
    ingestUrl: listener.url,
    apiUrl: listener.url,
    ufsHost: new URL(listener.url).host,
    ufsAppIdLocation: "path",
  } as const;
  return { ...listener, token, addresses, files, callBack };
}

function sent(file: Kept | undefined): Response {
  return file
    ? new Response(new Uint8Array(file.bytes), {
        headers: { "content-type": file.type, "content-disposition": file.disposition },
      })
    : new Response(null, { status: 404 });
}

function signed(text: string, secret: string): string {
  return `hmac-sha256=${createHmac("sha256", secret).update(text).digest("hex")}`;
}

function isSigned(href: string, secret: string): boolean {
  const mark = href.lastIndexOf("&signature=");
  const fresh = Number(new URL(href).searchParams.get("expires")) > Date.now();
  return fresh && mark > 0 && decodeURIComponent(href.slice(mark + 11)) === signed(href.slice(0, mark), secret);
}
