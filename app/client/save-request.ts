import { WRITER } from "#app/http/refusal-body.ts";
import { heard } from "./session.ts";
import type { Outcome, Theirs, Words } from "./saver.ts";

type Answer = { version?: number; saved?: string; notes?: string[]; theirs?: Theirs; message?: string };

const PATIENCE = 20_000;
/** Browsers let only small requests outlive their page; longer words wait in this browser for the next visit. */
const OUTLIVES_PAGE = 20_000;

/** Sends a field's words to its address, with the version they were written upon. Rejects where no answer came. */
export async function send(url: string, words: Words, version: string): Promise<Outcome> {
  const body = new FormData();
  for (const [name, value] of new URLSearchParams(words)) body.append(name, value);
  body.append("version", version);
  body.append(WRITER, document.body.dataset["person"] ?? "");
  const response = await fetch(url, {
    method: "POST",
    body,
    keepalive: words.length < OUTLIVES_PAGE,
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
    headers: { accept: "application/json", "x-requested-with": "autosave" },
  });
  if (response.ok) heard();
  return understand(response, (await response.json().catch(() => ({}))) as Answer);
}

/** What the server's answer means for the field. */
function understand({ ok, status, type }: Response, { version, saved = "", notes, theirs, message }: Answer): Outcome {
  if (ok && version !== undefined) return { kind: "saved", version, saved, notes };
  if (status === 401 || type === "opaqueredirect") return { kind: "signed-out" };
  if (status === 409 && theirs) return { kind: "conflict", theirs, message: message ?? null };
  return ok || status >= 500 || status === 429 || status === 408
    ? { kind: "unreachable" }
    : { kind: "refused", message: message ?? null };
}
