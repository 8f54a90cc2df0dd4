import { useTexts } from "./locale.tsx";

/**
 * Where `public/clock.js` warns that a session is about to end, in whole minutes: after `idle` without a request, and
 * `ends` from now however busy somebody is.
 */
export function SessionEnd({ idle, ends }: { idle: number; ends: number }) {
  const { warning, stay, stayed, last, over } = useTexts().ui.sessionEnd;
  return (
    <div
      className="banner"
      aria-live="polite"
      tabIndex={-1}
      data-idle={idle}
      data-ends={ends}
      data-warning={warning}
      data-stay={stay}
      data-stayed={stayed}
      data-last={last}
      data-over={over}
    />
  );
}
