/** waiting: a reviewer asks, and the secretariat has not decided. over: nobody answered in time. */
export type InquiryState = "waiting" | "declined" | "open" | "over" | "answered";

/** Where a question stands. The last moment still belongs to the time given. */
export function inquiryState(
  facts: { forwardedAt: Date | null; declinedAt: Date | null; dueAt: Date | null; answeredAt: Date | null },
  now: Date,
): InquiryState {
  if (facts.declinedAt) return "declined";
  if (!facts.forwardedAt || !facts.dueAt) return "waiting";
  if (facts.answeredAt) return "answered";
  return now <= facts.dueAt ? "open" : "over";
}
