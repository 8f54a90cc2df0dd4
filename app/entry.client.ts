import { enhanceAutosave } from "#app/client/autosave.ts";
import { enhanceConditions } from "#app/client/conditions.ts";
import { enhanceCounters } from "#app/client/counters.ts";
import { enhancePresence } from "#app/client/presence.ts";
import { enhanceRows } from "#app/client/rows.ts";
import { enhanceScoredSoFar } from "#app/client/scored-so-far.ts";

enhanceCounters(document);
enhanceRows(document);
enhanceAutosave(document);
enhanceConditions(document);
enhancePresence(document);
enhanceScoredSoFar(document);
const jumps = document.querySelectorAll<HTMLAnchorElement>(".sheet-jump a");
if (jumps.length > 0)
  void import("#app/client/reading-place.ts").then(({ enhanceReadingPlace }) => enhanceReadingPlace(jumps));
if (document.querySelector("[data-live]")) void import("#app/client/live.ts").then(({ enhanceLive }) => enhanceLive());
if (document.querySelector("[data-orders]"))
  void import("#app/client/file-order.ts").then(({ enhanceFileOrder }) => enhanceFileOrder(document));
if (document.querySelector("[data-place]"))
  void import("#app/client/places.ts").then(({ enhancePlaces }) => enhancePlaces(document));
const chosen = document.querySelector<HTMLElement>("[data-chosen-pictures]");
if (chosen)
  void import("#app/client/chosen-pictures.ts").then(({ enhanceChosenPictures }) => enhanceChosenPictures(chosen));
if (document.querySelector("[data-upload]"))
  void import("#app/client/uploads.ts").then(({ enhanceUploads }) => enhanceUploads(document));
if (document.querySelector("[data-shortcuts]"))
  void import("#app/client/shortcuts.ts").then(({ enhanceShortcuts }) => enhanceShortcuts(document));
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  const coming = import("#app/client/passkeys.ts").then(({ enhancePasskey }) => enhancePasskey(form));
  let underWay: Promise<void> | null = null;
  // Who presses before it has come waits for it; where it does not come, the form's own answer says why.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    underWay ??= coming
      .then((act) => act())
      .catch(() => form.submit())
      .finally(() => (underWay = null));
  });
}
if (document.querySelector("[data-offline]"))
  void import("#app/client/offline.ts").then(({ enhanceOffline }) => enhanceOffline());
const luggage = document.querySelector<HTMLElement>("[data-offline][data-round]");
if (luggage) void import("#app/client/offline-page.ts").then(({ enhanceOfflinePage }) => enhanceOfflinePage(luggage));
