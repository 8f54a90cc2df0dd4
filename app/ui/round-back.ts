import type { Localised } from "#app/i18n/localised.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";

/** Where a round's pages lead back to: the desk of its cycle for those who have one, else judging. */
export function useRoundBack({ cycleId, cycleName, desk }: { cycleId: string; cycleName: Localised; desk: boolean }): {
  href: string;
  label: string;
} {
  const [{ nav }, locale] = [useTexts().frame, useLocale()];
  return desk
    ? { href: `/secretariat/cycles/${cycleId}`, label: say(cycleName, locale) }
    : { href: "/judging", label: nav.judging };
}
