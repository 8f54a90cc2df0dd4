/** The browser says that the line is back before names are found and routes are up: so long after it to look again. */
const LOOKS = [0, 1000, 3000, 9000];

/**
 * Looks at once, and a few times more, when the browser says that the line is back and when somebody comes back to the
 * page, whose timers may have slept. `look` says whether there is nothing more to look for.
 */
export function lookWhenBack(
  { page, shown }: { page: EventTarget; shown: EventTarget & { hidden: boolean } },
  look: () => Promise<boolean>,
): void {
  let turn = 0;
  const lookOn = async () => {
    turn += 1;
    const mine = turn;
    for (const pause of LOOKS) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (mine !== turn || (await look())) return;
    }
  };
  page.addEventListener("online", () => void lookOn());
  shown.addEventListener("visibilitychange", () => {
    if (!shown.hidden) void lookOn();
  });
}
