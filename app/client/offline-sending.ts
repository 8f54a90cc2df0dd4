import type { KeptWords } from "./offline-store.ts";
import { makeSaver, type Outcome, type State, type Words } from "./saver.ts";

type Post = (url: string, words: Words, version: string) => Promise<Outcome>;
/** `sentence`: why the server did not take it. */
export type Delivery =
  | { kind: "sent" }
  | { kind: "refused"; sentence: string | null }
  | { kind: "signed-out" }
  | { kind: "unreachable" };

const noTimer = () => () => undefined;

/**
 * Sends a field's kept words by the rule of a field on a page: what went out without an answer goes first, and what
 * somebody else has changed is not overwritten. `note` learns what is to be kept now.
 */
export async function deliver(kept: KeptWords, post: Post, note: (kept: KeptWords) => void): Promise<Delivery> {
  let last: State = { kind: "unchanged" };
  const saver = makeSaver(
    {
      stored: null,
      version: kept.version,
      doubtful: kept.doubtful,
      read: () => kept.words,
      send: (words, version) => post(kept.url, words, version),
      show: (state) => (last = state),
      // Between two texts only people choose: the other one goes on waiting.
      keep: (now) => note({ ...kept, ...now, earlier: kept.earlier }),
    },
    noTimer,
  );
  await saver.flush();
  const isFirstOfTwo = kept.doubtful !== null && kept.doubtful !== kept.words;
  if (isFirstOfTwo && ["saved", "refused"].includes((last as State).kind)) await saver.flush();
  return asDelivery(last);
}

function asDelivery(state: State): Delivery {
  if (state.kind === "saved") return { kind: "sent" };
  if (state.kind === "conflict" || state.kind === "refused") return { kind: "refused", sentence: state.message };
  return { kind: state.kind === "signed-out" ? "signed-out" : "unreachable" };
}

/** Hands a review in. Doing it again changes nothing, so an answer that was lost on the way does no harm. */
export async function handIn(url: string): Promise<Delivery> {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(),
    redirect: "manual",
    headers: { accept: "application/json" },
  }).catch(() => null);
  if (!response || response.status >= 500) return { kind: "unreachable" };
  if (response.type === "opaqueredirect") return { kind: "sent" };
  if (response.status === 401) return { kind: "signed-out" };
  const said = (await response.json().catch(() => ({}))) as { message?: string };
  return { kind: "refused", sentence: said.message ?? null };
}

export const isHandingIn = ({ url }: Pick<KeptWords, "url">): boolean => url.endsWith("/submission");
