// A session that is about to end says so, and any key or click lets it go on.
(() => {
  const MINUTE = 60000;
  const bar = document.querySelector("[data-idle]");
  const { idle, warning, stay, stayed, last, over } = bar.dataset;
  let offered = false;
  // By the clock of the day, which goes on while a device sleeps; by what the latest page of any tab was told.
  const note = (name, at) => {
    try {
      localStorage[`kapok:${name}`] = at;
    } catch {} // full: what was done is done, and nothing warns
  };
  note("heard", Date.now());
  note("ends", Infinity);
  new PerformanceObserver((seen) => {
    const [{ duration, serverTiming = [] }] = seen.getEntries();
    for (const told of serverTiming) if (told.name === "session") note("ends", Date.now() + told.duration - duration);
  }).observe({ type: "navigation", buffered: true });
  const show = (words, offer) => {
    offered = offer;
    if (bar.firstChild?.data === words) return;
    if (bar.contains(document.activeElement)) bar.focus();
    bar.textContent = words;
    const button = Object.assign(document.createElement("button"), { className: "plain", textContent: stay });
    if (offer) bar.append(" ", button);
  };
  const watch = () => {
    const end = Number(localStorage["kapok:ends"]);
    const at = Math.min(end, Number(localStorage["kapok:heard"]) + idle * MINUTE);
    const left = at - Date.now();
    if (!(left < 4 * MINUTE)) return show("");
    const lang = `${document.documentElement.lang}-u-nu-latn`;
    const time = new Date(at).toLocaleTimeString(lang, { timeStyle: "short", hourCycle: "h23" });
    const words = left < -2 * MINUTE ? over : at < end ? warning : last;
    show(words.replace("{time}", time), words === warning);
  };
  const goOn = async () => {
    if (!offered) return;
    offered = false;
    const answer = await fetch("/account/stay", { method: "POST" }).catch(() => null);
    if (answer?.ok) note("heard", Date.now());
    if (answer) show(answer.ok ? stayed : over);
  };
  for (const sign of ["keydown", "click"]) addEventListener(sign, goOn);
  setInterval(watch, 30000);
  document.addEventListener("visibilitychange", watch);
})();
