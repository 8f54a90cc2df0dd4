import { WRITER } from "#app/http/refusal-body.ts";
import { renew } from "./renew.ts";

/**
 * Files of a list can be dragged to their place. The buttons beside each do the same without a mouse, and without this
 * script.
 */
export function enhanceFileOrder(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("[data-orders]")) {
    let dragged: HTMLElement | null = null;
    place.addEventListener("pointerdown", ({ target }) => {
      const item = itemAt(target);
      // Text in fields stays text that can be selected; a file by itself has nowhere to go.
      if (item)
        item.draggable =
          item.parentElement!.children.length > 1 &&
          !(target as Element).closest("input, textarea, button, a, details");
    });
    place.addEventListener("dragstart", (event) => {
      dragged = itemAt(event.target);
      event.dataTransfer?.setData("text/plain", "");
    });
    place.addEventListener("dragover", (event) => {
      const over = itemAt(event.target);
      if (!dragged || !over) return;
      event.preventDefault();
      const { top, height } = over.getBoundingClientRect();
      if (over !== dragged) over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
    });
    place.addEventListener("drop", (event) => event.preventDefault());
    place.addEventListener("dragend", () => {
      if (dragged) void settle(place, dragged);
      dragged = null;
    });
  }
}

const itemAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>(".attachment") : null;
const fileIn = (item: Element | null): string => item?.querySelector<HTMLElement>("[data-file]")?.dataset["file"] ?? "";

/** Sends the file to where it was let go; the list then shows what the server holds. */
async function settle(place: HTMLElement, item: HTMLElement): Promise<void> {
  const address = `/attachments/${fileIn(item)}/order`;
  const body = new URLSearchParams({ before: fileIn(item.nextElementSibling) });
  const sent = fetch(address, { method: "POST", body, redirect: "manual", keepalive: true });
  const isSignedOut = await sent.then(({ status }) => status === 401).catch(() => false);
  if (isSignedOut) return sendByHand(address, body);
  if (!(await renew(place.id))) location.reload();
}

/** Where the page that asks to sign in holds what was wanted until it can be done. */
function sendByHand(action: string, words: URLSearchParams): void {
  const form = Object.assign(document.createElement("form"), { method: "post", action });
  words.append(WRITER, document.body.dataset["person"] ?? "");
  for (const [name, value] of words)
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  document.body.append(form);
  form.requestSubmit();
}
