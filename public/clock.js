// Tells the server which clock the reader lives by, shows moments in it, and keeps "3 days left" true.
(() => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const lang = document.documentElement.lang;
  const all = (what) => document.querySelectorAll(what);
  document.cookie = `tz=${timeZone};path=/;max-age=31536000;samesite=lax`;
  const say = (at, zone) =>
    new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, {
      day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
      hourCycle: "h23", timeZone: zone, timeZoneName: "shortOffset",
    }).format(at).replace("GMT", "UTC");
  for (const time of all("time[data-reader]")) {
    const at = new Date(time.dateTime);
    time.textContent = say(at, timeZone);
    time.parentElement.hidden = say(at, time.dataset.reader) === time.textContent;
  }
  const tick = () => {
    for (const element of all("[data-left]")) {
      const { left, text, little, passed } = element.dataset;
      const minutes = Math.floor((left - performance.now()) / 60000);
      const [unit, size] = minutes >= 2880 ? ["day", 1440] : minutes >= 120 ? ["hour", 60] : ["minute", 1];
      const time = new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(minutes / size));
      const words = minutes < 0 ? passed : minutes < 1 ? little : text.replace("{time}", time);
      if ([60, 15, 5, 1].includes(minutes)) element.role = "status";
      if (element.textContent !== words) element.textContent = words;
    }
  };
  tick();
  setInterval(tick, 60000);
})();
