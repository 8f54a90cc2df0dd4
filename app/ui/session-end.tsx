import { useTexts } from "./locale.tsx";

/**
 * Where `public/session.js` warns that a session is about to end: after `idle` whole minutes without a request, and at
 * its last moment, which no page holds, so that two that must be equal are: the head of the answer tells it.
 * What else stands at the foot of the page comes below it, so that neither covers the other.
 */
export function SessionEnd({ idle }: { idle: number }) {
  const { warning, stay, stayed, last, over } = useTexts().ui.sessionEnd;
  return (
    <div className="banners">
      <div
        className="banner"
        aria-live="polite"
        tabIndex={-1}
        data-idle={idle}
        data-warning={warning}
        data-stay={stay}
        data-stayed={stayed}
        data-last={last}
        data-over={over}
      />
    </div>
  );
}
