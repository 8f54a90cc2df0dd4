import { Tag, type Tone } from "./feedback.tsx";
import { useTexts } from "./locale.tsx";

type Texts = ReturnType<typeof useTexts>;

/** Colour says one thing only: it is open now. */
const tone = (state: string): Tone => (state === "open" ? "done" : "neutral");

/** Whether a call takes entries. */
export function CycleTag({ state }: { state: keyof Texts["cycle"]["state"] }) {
  return <Tag tone={tone(state)}>{useTexts().cycle.state[state]}</Tag>;
}

/** Whether a round takes scores. */
export function RoundTag({ state }: { state: keyof Texts["round"]["state"] }) {
  return <Tag tone={tone(state)}>{useTexts().round.state[state]}</Tag>;
}
