import { enhanceAutosave } from "#app/client/autosave.ts";
import { enhanceCounters } from "#app/client/counters.ts";
import { enhancePresence } from "#app/client/presence.ts";

enhanceCounters(document);
enhanceAutosave(document);
enhancePresence(document);
if (document.querySelector("[data-upload]")) void import("#app/client/uploads.ts").then(({ enhanceUploads }) => enhanceUploads(document));
if (document.querySelector("[data-passkey]")) void import("#app/client/passkeys.ts").then(({ enhancePasskeys }) => enhancePasskeys(document));
