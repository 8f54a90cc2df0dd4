import { z } from "zod";
import { momentIn } from "../cycle/rules.ts";
import { choice, optionalText, requiredText } from "../input.ts";

export const publicationInput = z.object({
  when: choice(["now", "later"]),
  date: optionalText(10),
  time: optionalText(8),
  /** Of each part of the pictures that is published, the ids of what it shows. */
  shown: z.array(optionalText(900_000)),
  without: z.array(z.uuid()),
});
export const pictureRemovalInput = z.object({ reason: requiredText(2000) });
export const withdrawalInput = z.object({ reason: requiredText(2000) });

/** When a result becomes public: now, or at a moment of the programme's own clock that has not passed. */
export function readMoment(
  { when, date, time }: Pick<z.output<typeof publicationInput>, "when" | "date" | "time">,
  zone: string,
  now: Date,
): { ok: true; at: Date } | { ok: false; errors: Record<string, string> } {
  if (when === "now") return { ok: true, at: now };
  const errors = { ...(date ? {} : { date: "required" }), ...(time ? {} : { time: "required" }) };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const at = momentIn(zone, date, time);
  if (!at)
    return { ok: false, errors: momentIn(zone, date, "12:00") ? { time: "not-a-time" } : { date: "not-a-date" } };
  return at > now ? { ok: true, at } : { ok: false, errors: { date: "in-the-past" } };
}
