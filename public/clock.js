// Moments by the reader's clock, countdowns, and what signing out forgets.
(() => {
  const lang = document.documentElement.lang;
  const all = (what) => document.querySelectorAll(what);
  // Intl's first answer takes long.
  const { timeZone } = all("time, [data-person]")[0] ? Intl.DateTimeFormat().resolvedOptions() : {};
  if (timeZone) document.cookie = `tz=${timeZone};path=/;max-age=31536000;samesite=lax`;
  const say = (at, timeZone, parts, as = lang === "en" ? "en-GB" : `${lang}-u-nu-latn`) =>
    new Intl.DateTimeFormat(as, { ...parts, timeZone }).format(at);
  const DAY = { dateStyle: "long" };
  const clock = (at, zone, parts) => {
    const offset = say(at, zone, { timeZoneName: "shortOffset" }, "en-GB")
      .split(" ")[1]
      .replace(/GMT([+-]0$)?/, "UTC")
      .replace("-", "−");
    return (
      say(at, zone, { ...parts, timeStyle: "medium", hourCycle: "h23" }) +
      (lang.startsWith("zh") ? `（${offset}）` : ` ${offset}`)
    );
  };
  for (const time of all("time[data-reader]")) {
    const at = new Date(time.dateTime);
    const there = time.dataset.reader;
    const here = clock(at, timeZone, DAY);
    time.parentElement.hidden = here === clock(at, there, DAY);
    time.textContent = say(at, timeZone, DAY) === say(at, there, DAY) ? clock(at, timeZone) : here;
  }
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
      const time = new Intl.NumberFormat(`${lang}-u-nu-latn`, { style: "unit", unit, unitDisplay: "long" })
        .format(Math.floor(minutes / size))
        .replace(/\d(?=[^\s\d])/, "$& ");
      const words = minutes < 0 ? passed : minutes < 1 ? little : text.replace("{time}", time);
      element.role = [60, 15, 5, 1].includes(minutes) ? "status" : null;
      if (element.textContent !== words) element.textContent = words;
    }
  };
  tick();
  setInterval(tick, 60000);
  localStorage["kapok:active"] && import("/along.js");
})();
