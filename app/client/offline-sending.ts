import type { KeptWords } from "./offline-store.ts";
import { makeSaver, type Outcome, type State, type Words } from "./saver.ts";

type Post = (url: string, words: Words, version: string) => Promise<Outcome>;
/** `sentence`: why the server did not take it. */
export type Delivery =
  | { kind: "sent" }
  | { kind: "refused"; sentence: string | null }
  | { kind: "signed-out" }
  | { kind: "unreachable" };

/** The page that sends what waits: how it speaks to the portal, and what becomes of what is kept. */
export type Sending = {
  post: Post;
  handIn(url: string): Promise<Delivery>;
  /** Reads a sheet anew; false where that did not succeed. */
  copy(sheet: string): Promise<boolean>;
  keep(kept: KeptWords): void;
  forget(url: string): void;
  answered(): void;
  incomplete: string;
};

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

/** Sends words before reviews that are handed in; false when the portal did not answer or did not know who asks. */
export async function sendAll(waiting: readonly KeptWords[], page: Sending): Promise<boolean> {
  const sheets = new Set<string>();
  for (const kept of [...waiting.filter((each) => !isHandingIn(each)), ...waiting.filter(isHandingIn)]) {
    let newest = kept;
    const note = (now: KeptWords) => {
      newest = now;
      page.keep(now);
    };
    const delivery = isHandingIn(kept) ? await page.handIn(kept.url) : await deliver(kept, page.post, note);
    if (delivery.kind === "unreachable" || delivery.kind === "signed-out") return false;
    page.answered();
    if (delivery.kind === "refused") page.keep({ ...newest, refusal: delivery.sentence ?? page.incomplete });
    const sheet = sheetAt(kept.url);
    if (delivery.kind !== "sent" || !isHandingIn(kept)) sheets.add(sheet);
    // Until its copy says that it is in, it waits on: the sheet here would be open again.
    else if (await page.copy(sheet)) page.forget(kept.url);
  }
  for (const sheet of sheets) await page.copy(sheet);
  return true;
}

/** The sheet that an address belongs to. */
const sheetAt = (url: string): string => url.split("/").slice(0, 4).join("/");

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
