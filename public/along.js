// What a reviewer took along stays open on pages that show nothing of it: while its worker sleeps, they hold the key.
const IDLE = 30 * 60_000;
const workers = document.querySelector("[data-offline]") ? null : navigator.serviceWorker;
const worker = (await workers?.getRegistration("/judging"))?.active;
let key = null;
if (worker) {
  workers.addEventListener("message", ({ data, ports: [port] }) => {
    if (data.lock) key = null;
    if (data.ask) port.postMessage(key);
  });
  workers.startMessages();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => (key = data);
  worker.postMessage({ ask: "key" }, [port2]);
  addEventListener("pagehide", () => key && worker.postMessage({ key, leaving: true }));
  setTimeout(() => (key = null), IDLE);
}
