// Tells the server which clock the reader lives by, shows moments in it, keeps "3 days left" true,
// and leaves no unsent words behind when somebody signs out.
(() => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const lang = document.documentElement.lang;
  const all = (what) => document.querySelectorAll(what);
  document.cookie = `tz=${timeZone};path=/;max-age=31536000;samesite=lax`;
  const day = { day: "numeric", month: "long", year: "numeric" };
  const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "shortOffset" };
  const say = (at, zone, parts) => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { ...parts, timeZone: zone }).format(at).replace("GMT", "UTC");
  for (const time of all("time[data-reader]")) {
    const at = new Date(time.dateTime);
    const there = time.dataset.reader;
    const sameDay = say(at, timeZone, day) === say(at, there, day);
    time.parentElement.hidden = sameDay && say(at, timeZone, clock) === say(at, there, clock);
    time.textContent = say(at, timeZone, sameDay ? clock : { ...day, ...clock });
  }
  for (const form of all("[data-sign-out]")) form.addEventListener("submit", () => localStorage.clear());
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
