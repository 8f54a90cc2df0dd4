import { randomInt } from "node:crypto";
import { createWriteStream, openAsBlob } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { UTApi } from "uploadthing/server";
import { awayOr, StoreAway } from "./files.ts";
import { NoBytes } from "./vault.server.ts";

export type CloudConfig = ConstructorParameters<typeof UTApi>[0] & { token: string };
export type Cloud = ReturnType<typeof openCloud>;

const TRIES = 3;
const SIGNED_FOR = 300;
const PATIENCE = 20_000;

/** UploadThing's cloud: puts files, signs addresses to read them, deletes. */
export function openCloud(config: CloudConfig) {
  const api = new UTApi(config);
  const signedUrl = async (key: string) => (await api.generateSignedURL(key, { expiresIn: SIGNED_FOR })).ufsUrl;

  return {
    /** An address to read a private file from, valid for five minutes. */
    signedUrl,

    /** Stores a file from disk without holding it in memory; answers its key. */
    async upload({
      path,
      name,
      type,
      inline,
    }: {
      path: string;
      name: string;
      type: string;
      inline: boolean;
    }): Promise<string> {
      let reason = "";
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        // Keys are made from this: a moment drawn at random keeps two equal files apart.
        const file = Object.assign(await openAsBlob(path, { type }), { name, lastModified: randomInt(2 ** 47) });
        const { data, error } = await api.uploadFiles(file, {
          acl: "private",
          contentDisposition: inline ? "inline" : "attachment",
        });
        if (data) return data.key;
        reason = error.code;
      }
      throw new StoreAway(`a file could not be stored: ${reason}`);
    },

    /**
     * Copies a file to disk; fails when it is longer than `most` bytes, with NoBytes where there is none, with
     * StoreAway where the cloud is down.
     */
    async download(key: string, path: string, most: number): Promise<void> {
      const response = await fetch(await signedUrl(key)).catch(awayOr);
      if (response.status === 404) throw new NoBytes("no bytes are stored under this key");
      if (response.status >= 500) throw new StoreAway(`the cloud answers ${response.status}`);
      if (!response.ok || !response.body) throw new Error(`a stored file could not be read: ${response.status}`);
      const bytes = Readable.fromWeb(response.body as import("node:stream/web").ReadableStream);
      await pipeline(bytes, upTo(most), createWriteStream(path, { flags: "wx", mode: 0o600 })).catch(awayOr);
    },

    async remove(keys: string[]): Promise<void> {
      await api.deleteFiles(keys);
    },
  };
}

/**
 * Fetches as usual, but does not wait for ever for an answer that holds up a page. Bytes may take as long as they need.
 */
export const patient: typeof fetch = (input, init) => {
  const method = init?.method ?? (input instanceof Request ? input.method : "GET");
  if (method === "PUT") return fetch(input, init);
  const patience = AbortSignal.timeout(PATIENCE);
  return fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, patience]) : patience });
};

function upTo(most: number) {
  return async function* (bytes: AsyncIterable<Buffer>) {
    let seen = 0;
    for await (const chunk of bytes) {
      seen += chunk.length;
      if (seen > most) throw new Error("a stored file is longer than the portal accepts");
      yield chunk;
    }
  };
}
