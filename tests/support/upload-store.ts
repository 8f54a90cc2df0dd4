import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { Db } from "#db/client.server.ts";
import type { FinishedUpload, InspectedFile, UploadHooks } from "#app/outside/files/files.ts";
import { type Files, type FilesOptions, openFiles } from "#app/outside/files/storage.server.ts";

export const HERE = "http://portal.test";
export const SLOT = { entryId: "5f0c1d1e-3c1a-4c0e-9b8a-6d1f2a3b4c5d", questionKey: "photos" };
export const SENDER = "6a7b8c9d-0e1f-4a2b-8c3d-4e5f6a7b8c9d";

export type Presigned = { url: string; key: string; name: string };
export type SentFile = { name: string; size: number; type: string; lastModified?: number };

/** A file store over a folder of its own, whose portal accepts everything and writes down what it is asked. */
export function openUploadStore(db: Db, options: Partial<FilesOptions> = {}, hooks: Partial<UploadHooks> = {}) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "kapok-files-"));
  if (!options.dataDir) afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const finished: InspectedFile[] = [];
  const files = openFiles({ db, dataDir, publicUrl: HERE, token: null, keepFree: 0, ...options });
  files.connect({
    admit: async (_request, slot) => ({ ...slot, accountId: SENDER }),
    async finish(_metadata, file): Promise<FinishedUpload> {
      finished.push(file);
      return { attachmentId: file.problem === null ? randomUUID() : null, problem: file.problem };
    },
    ...hooks,
  });
  return { files, finished, dataDir };
}

/** Asks for signed addresses as the SDK in a browser does. */
export function askToUpload(
  files: Files,
  sent: SentFile[],
  { here = HERE, input = SLOT as unknown, slug = "attachment" } = {},
): Promise<Response> {
  return files.route(
    new Request(`${here}/api/uploadthing?actionType=upload&slug=${slug}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-uploadthing-package": "uploadthing/client" },
      body: JSON.stringify({ files: sent, input }),
    }),
  );
}

/** One signed address for a file of this name and these bytes. */
export async function presign(files: Files, name: string, bytes: Buffer, here = HERE): Promise<Presigned> {
  const response = await askToUpload(files, [{ name, size: bytes.length, type: "application/pdf", lastModified: 1 }], {
    here,
  });
  const [first] = (await response.json()) as Presigned[];
  if (!first) throw new Error(`no address was given out: ${response.status}`);
  return first;
}

/** The request that brings the bytes from `start` on. */
export function sending(url: string, bytes: Buffer, start = 0, init: RequestInit = {}): Request {
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(bytes.subarray(start))]));
  return new Request(url, { method: "PUT", body: form, headers: { range: `bytes=${start}-` }, ...init });
}
