import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { once } from "#app/once.ts";
import { type Coding, codingFor } from "./compression.server.ts";

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".json": "application/json",
};

type StaticFile = {
  plain: Buffer;
  packed: Record<Coding, () => Promise<Buffer>>;
  packs: boolean;
  type: string;
  cache: string;
  reach: string | null;
};

const packings = (plain: Buffer): StaticFile["packed"] => ({
  br: once(() => promisify(brotliCompress)(plain)),
  gzip: once(() => promisify(gzip)(plain)),
});

/**
 * The worker of rounds that were taken along lies among the assets and serves the pages of judging; no other may reach
 * beyond its folder.
 */
const WORKER = /^\/assets\/offline-worker-[\w-]+\.js$/;

/**
 * Serves the build's assets and `public/` from memory, each packed when it is first asked for. They are small; `root`
 * null serves nothing.
 */
export function staticFiles(root: string | null) {
  const loading = root ? load(root) : Promise.resolve(new Map<string, StaticFile>());
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean> => {
    if (incoming.method !== "GET" && incoming.method !== "HEAD") return false;
    const file = (await loading).get((incoming.url ?? "").split("?")[0] ?? "");
    if (!file) return false;
    const encoding = file.packs ? codingFor(file.plain, incoming.headers["accept-encoding"]) : null;
    const body = encoding ? await file.packed[encoding]() : file.plain;
    outgoing.writeHead(200, {
      "content-type": file.type,
      "cache-control": file.cache,
      "content-length": body.length,
      vary: "Accept-Encoding",
      ...(encoding ? { "content-encoding": encoding } : {}),
      ...(file.reach ? { "service-worker-allowed": file.reach } : {}),
    });
    outgoing.end(incoming.method === "HEAD" ? undefined : body);
    return true;
  };
}

async function load(root: string): Promise<Map<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const type = TYPES[path.extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const full = path.join(entry.parentPath, entry.name);
    const url = `/${path.relative(root, full).split(path.sep).join("/")}`;
    const plain = await readFile(full);
    const packs = /text|svg|json/.test(type);
    const cache = url.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "public, max-age=3600";
    files.set(url, { plain, packed: packings(plain), packs, type, cache, reach: WORKER.test(url) ? "/judging" : null });
  }
  return files;
}
