import { genUploader } from "uploadthing/client";
import type { FinishedUpload } from "#app/outside/files/files.ts";
import type { UploadRouter } from "#app/outside/files/uploads.server.ts";

export type Slot = { entryId: string; questionKey: string };

/** The portal does not want this file, and says why in the person's language when it can. */
export class Unwanted extends Error {
  readonly code = "UNWANTED";

  constructor(
    message: string,
    readonly isSignedOut: boolean,
  ) {
    super(message);
  }
}

type Transfer = { pauseUpload(file: File): void; resumeUpload(file: File): void };
type Standing = { held: number; answer: FinishedUpload | null } | "refused" | null;

const MOST_FAILURES = 8;
const MOST_ASKS = 3;
const LOOK_EVERY = 3_000;
const LONGEST_WAIT = 20_000;

/**
 * Sends a file with the SDK and carries on through lost lines and restarted servers. `onProgress` hears the bytes that
 * have arrived. Answers "arrived" when the store holds every byte but the portal's answer was lost. Throws Unwanted
 * when the portal refuses the file, and any other error when it gives up.
 */
export async function sendFile(
  file: File,
  input: Slot,
  onProgress: (bytes: number) => void,
): Promise<FinishedUpload | "arrived"> {
  const { upload, url } = await begin(file, input, onProgress);
  const stopPausing = pauseWhileOffline(upload, file);
  try {
    // Once rejected, the SDK's promise stays so, even when the rest of the file arrives after all: then the store
    // itself is asked.
    return await upload.done(file).then(
      ({ serverData }) => serverData,
      () => carryOn(upload, file, url),
    );
  } finally {
    stopPausing();
  }
}

async function begin(file: File, input: Slot, onProgress: (bytes: number) => void) {
  for (let ask = 1; ; ask += 1) {
    let url = "";
    let refusal: Unwanted | null = null;
    const listening: typeof fetch = async (target, init) => {
      const response = await fetch(target, init);
      if (init?.method !== "POST") return response;
      const said = (await response
        .clone()
        .json()
        .catch(() => null)) as { url?: string }[] | { message?: string } | null;
      if (Array.isArray(said)) url = said[0]?.url ?? "";
      else if (response.status >= 400 && response.status < 500)
        refusal = new Unwanted(said?.message ?? "", response.status === 401);
      return response;
    };
    const { createUpload } = genUploader<UploadRouter>({ url: "/api/uploadthing", package: "kapok", fetch: listening });
    try {
      const upload = await createUpload("attachment", {
        files: [file],
        input,
        onUploadProgress: ({ loaded }) => onProgress(loaded),
      });
      return { upload, url };
    } catch (error) {
      if (refusal) throw refusal;
      if (ask === MOST_ASKS) throw error;
      await online();
      await sleep(1000 * ask);
    }
  }
}

/**
 * Sends the rest, looks every few seconds whether bytes arrive, and begins again where the store says when they do not.
 */
async function carryOn(upload: Transfer, file: File, url: string): Promise<FinishedUpload | "arrived"> {
  let held = 0;
  for (let failures = 0; failures < MOST_FAILURES; failures += 1) {
    await online();
    await sleep(Math.min(1000 * 2 ** failures, LONGEST_WAIT));
    restart(upload, file);
    for (let before = -1; held > before; ) {
      before = held;
      await sleep(LOOK_EVERY);
      const standing = await standingAt(url);
      if (standing === "refused") throw new Error("the address is no longer valid");
      if (standing?.answer) return standing.answer;
      if (standing && standing.held > held) failures = 0;
      held = Math.max(held, standing?.held ?? 0);
    }
  }
  if (held < file.size) throw new Error("the line stayed broken");
  return "arrived";
}

/** What the store holds of a file; null while nobody answers. */
async function standingAt(url: string): Promise<Standing> {
  const response = await fetch(url, { method: "HEAD" }).catch(() => null);
  if (!response || response.status >= 500) return null;
  if (!response.ok) return "refused";
  const answer = response.headers.get("x-upload-answer");
  return {
    held: Number(response.headers.get("x-ut-range-start") ?? 0),
    answer: answer ? (JSON.parse(answer) as FinishedUpload) : null,
  };
}

function pauseWhileOffline(upload: Transfer, file: File): () => void {
  const pause = () => quietly(() => upload.pauseUpload(file));
  const resume = () => upload.resumeUpload(file);
  window.addEventListener("offline", pause);
  window.addEventListener("online", resume);
  return () => {
    window.removeEventListener("offline", pause);
    window.removeEventListener("online", resume);
  };
}

function restart(upload: Transfer, file: File): void {
  quietly(() => upload.pauseUpload(file));
  upload.resumeUpload(file);
}

/** Pausing throws when the transfer has just ended. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    return;
  }
}

function online(): Promise<void> {
  return navigator.onLine
    ? Promise.resolve()
    : new Promise((resolve) => window.addEventListener("online", () => resolve(), { once: true }));
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
