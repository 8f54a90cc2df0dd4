import { quietly } from "./quietly.ts";

/**
 * Whoever has touched nothing for so long has gone for tea; asking the server for them would also keep their session
 * open.
 */
const IDLE = 5 * 60_000;

/** Listens from now on; the answer says whether somebody has touched this page lately. */
export function watchTouch(): () => boolean {
  let touched = Date.now();
  for (const sign of ["pointermove", "pointerdown", "keydown", "touchstart", "focus"])
    addEventListener(sign, () => (touched = Date.now()), { passive: true });
  return () => Date.now() - touched < IDLE;
}

/** The session goes on: `public/session.js` need not warn of its end. */
export function heard(): void {
  quietly(() => (localStorage["kapok:heard"] = Date.now()));
}
