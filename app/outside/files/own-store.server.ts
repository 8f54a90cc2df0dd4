import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoredFile } from "./registry.server.ts";
import { answerJson } from "./replies.server.ts";
import { sign } from "./signing.server.ts";

/** Who our own store is for the SDK: what a token of the cloud says, made once for each installation. */
export type OwnStore = { secret: string; appId: string; token: string; ingestUrl: string };

const SLUG = "attachment";
const APP_ID = "kapokportal";

/** Reads this installation's secret, or makes one that only its own user can read. */
export function openOwnStore(dataDir: string, publicUrl: string): OwnStore {
  mkdirSync(dataDir, { recursive: true });
  const place = join(dataDir, "upload-secret");
  try {
    writeFileSync(place, `sk_live_${randomBytes(32).toString("hex")}`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = readFileSync(place, "utf8").trim();
  const token = Buffer.from(JSON.stringify({ apiKey: secret, appId: APP_ID, regions: ["local"] })).toString("base64");
  return { secret, appId: APP_ID, token, ingestUrl: `${publicUrl}/ut` };
}

/**
 * Answers in this process what the SDK would tell its cloud: what an upload is for, and what became of it. The registry
 * knows both already. Calls to anywhere else fail, so nothing can be fetched through us.
 */
export function inProcess({ secret, ingestUrl }: OwnStore): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.startsWith(`${ingestUrl}/`)) throw new Error("uploads stay on this machine");
    if (request.headers.get("x-uploadthing-api-key") !== secret)
      return Response.json({ error: "unauthorized" }, { status: 401 });
    return Response.json({ ok: true });
  };
}

/** Tells the SDK, as its cloud would, that all bytes of a file are here. */
export function callback(
  { secret, ingestUrl }: OwnStore,
  publicUrl: string,
  file: { key: string; name: string; size: number; md5: string | null; metadata: unknown },
): Request {
  const { key, name, size, md5, metadata } = file;
  const urls = { url: `${ingestUrl}/${key}`, appUrl: `${ingestUrl}/${key}`, ufsUrl: `${ingestUrl}/${key}` };
  const body = JSON.stringify({
    status: "uploaded",
    metadata,
    origin: ingestUrl,
    file: { key, name, size, type: "application/octet-stream", customId: null, fileHash: md5 ?? "", ...urls },
  });
  return new Request(`${publicUrl}/api/uploadthing?slug=${SLUG}`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "uploadthing-hook": "callback",
      "x-uploadthing-signature": sign(body, secret),
    },
  });
}

/** What the browser's SDK expects when its bytes are here and the portal has decided about them. */
export function received({ ingestUrl }: OwnStore, file: StoredFile | null): Response {
  if (!file || (file.metadata && !file.answer)) return answerJson({ error: "The upload could not be finished" }, 500);
  const url = `${ingestUrl}/${file.key}`;
  return answerJson({ url, appUrl: url, ufsUrl: url, fileHash: file.md5 ?? "", serverData: file.answer });
}
