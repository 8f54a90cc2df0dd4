// Moments by the reader's clock, countdowns, and what signing out forgets.
(() => {
  const lang = document.documentElement.lang;
  const locale = lang === "en" ? "en-GB" : `${lang}-u-nu-latn`;
  const all = (what) => document.querySelectorAll(what);
  // Intl's first answer takes long: it is asked where the reader has another day, and for pages to come.
  const tell = () => {
    document.cookie = `tz=${Intl.DateTimeFormat().resolvedOptions().timeZone};path=/;max-age=31536000;samesite=lax`;
  };
  const at = (minutes, moment = 0) => new Date(+moment + minutes * 60000).toISOString().split(/[T.]/);
  for (const time of all("[data-ahead]")) {
    const moment = new Date(time.dateTime);
    const here = -moment.getTimezoneOffset();
    const { ahead } = time.dataset;
    const [day, clock] = at(here, moment);
    const zone = `UTC${here < 0 ? "−" : "+"}${at(Math.abs(here))[1].slice(0, 5)}`.replace(/0(?=\d:)|:00|.00:00/g, "");
    const said =
      day === at(ahead, moment)[0]
        ? lang === "es"
          ? clock.replace(/^0/, "")
          : clock
        : moment.toLocaleString(locale, { dateStyle: "long", timeStyle: "medium", hourCycle: "h23" });
    const words = said + (lang.startsWith("zh") ? `（${zone}）` : ` ${zone}`);
    time.parentElement.hidden = String(here) === ahead;
    if (time.textContent === words) continue;
    time.textContent = words;
    addEventListener("pagehide", tell);
  }
  if (document.body.dataset.person) tell();
  for (const form of all("[data-sign-out]"))
    form.addEventListener("submit", (event) => {
      if (localStorage.sure && !confirm(localStorage.sure)) return event.preventDefault();
      localStorage.clear();
      sessionStorage.clear();
    });
  const tick = () => {
    for (const element of all("[data-left]")) {
      const { left, text, little, passed } = element.dataset;
      const minutes = Math.floor((left - performance.now()) / 60000);
      const [unit, size] = minutes >= 2880 ? ["day", 1440] : minutes >= 120 ? ["hour", 60] : ["minute", 1];
      const time = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" })
        .format(Math.floor(minutes / size))
        .replace(/\d(?=[^\s\d])/, "$& ");
      const words = minutes < 0 ? passed : minutes < 1 ? little : text.replace("{time}", time);
      element.role = [60, 15, 5, 1].includes(minutes) ? "status" : null;
      if (element.textContent !== words) element.textContent = words;
    }
  };
  setInterval(tick, 60000);
  localStorage["kapok:active"] && import("/along.js");
})();
