import { readable } from "./field-words.ts";
import type { KeptWords } from "./offline-store.ts";
import type { Kept } from "./saver.ts";
import type { Keeping } from "./unsent.ts";

/**
 * What a page says to the worker of a round that was taken along. The key comes with it: a worker that slept has
 * forgotten it.
 */
export type Told =
  | { keep: KeptWords }
  | { forget: string }
  | { key: CryptoKey }
  | { lock: true }
  | { away: true }
  | { back: true }
  | { leaving: true }
  | { arriving: true };

const holding: { key: CryptoKey | null } = { key: null };

/** Remembers the key for as long as this page is open, for the worker to ask back. */
export function hold(key: CryptoKey | null): void {
  holding.key = key;
}

export const heldKey = (): CryptoKey | null => holding.key;

/**
 * Whether this page belongs to a round that was taken along: then its worker has written on it which words are kept.
 */
export const isAlong = (): boolean => document.body.dataset["kept"] !== undefined;

/** What the worker wrote on this page, by the field it was kept for. */
export const keptHere = (): Record<string, Kept> =>
  JSON.parse(document.body.dataset["kept"] ?? "{}") as Record<string, Kept>;

export function tell(told: Told): void {
  navigator.serviceWorker.controller?.postMessage({ key: holding.key, ...told });
}

/**
 * Keeps a field's words encrypted with the round that was taken along, until a page with newer ones has taken its
 * place.
 */
export function keptAlong(wrapper: HTMLElement, place: string): Keeping {
  const written = keptHere()[place] ?? null;
  const said = (selector: string, within: ParentNode) =>
    within.querySelector(selector)?.firstChild?.textContent?.trim() ?? "";
  return {
    read: () => written,
    keep: (kept) =>
      tell({
        keep: {
          ...kept,
          url: place,
          entry: said("h1", document),
          field: said("legend, label", wrapper),
          text: readable(wrapper),
          refusal: null,
          at: Date.now(),
        },
      }),
    forget: () => written && tell({ forget: place }),
  };
}
