import { useTexts } from "./locale.tsx";

/** Beside fields in English and Chinese: where the same texts are written in the other languages. */
export function OtherLanguages({ cycleId, group }: { cycleId: string; group?: string }) {
  const { others } = useTexts().translation;
  return (
    <p>
      <a href={`/secretariat/cycles/${cycleId}/translations${group ? `?${new URLSearchParams({ group })}` : ""}`}>
        {others}
      </a>
    </p>
  );
}
