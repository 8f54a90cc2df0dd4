// What a reviewer took along stays open on pages that show nothing of it: while its worker sleeps, they hold the key.
const IDLE = 30 * 60_000;
const workers = document.querySelector("[data-offline]") ? null : navigator.serviceWorker;
const worker = (await workers?.getRegistration("/judging"))?.active;
let key = null;

/** Half an hour without anybody, sleep included, and the key is forgotten: no timer runs while a device sleeps. */
function held() {
  if (Math.abs(Date.now() - Number(localStorage["kapok:active"])) > IDLE) key = null;
  return key;
}

/** Only a tab in which it was open asks; for a new one the worker forgets what the last page left with it. */
function askWorker() {
  key = null;
  if (!sessionStorage["kapok:along"]) return worker.postMessage({ arriving: true });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => (key = data);
  worker.postMessage({ ask: "key" }, [port2]);
}

if (worker) {
  workers.addEventListener("message", ({ data, ports: [port] }) => {
    if (data.lock) key = null;
    if (data.ask) port.postMessage(held());
  });
  workers.startMessages();
  askWorker();
  addEventListener("pageshow", ({ persisted }) => persisted && askWorker());
  // Signed out in another tab.
  addEventListener("storage", (event) => {
    if (event.key === null) key = null;
  });
  addEventListener("pagehide", () => held() && worker.postMessage({ key, leaving: true }));
  const touch = () => held() && localStorage.setItem("kapok:active", String(Date.now()));
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, touch, { passive: true });
}
