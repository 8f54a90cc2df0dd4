import type { InquiryState } from "#app/domain/inquiry/rules.ts";
import type { Tone } from "./feedback.tsx";

export const INQUIRY_TONES: Record<InquiryState, Tone> = {
  waiting: "progress",
  declined: "neutral",
  open: "progress",
  over: "warning",
  answered: "done",
};
