import type { Fields } from "#app/domain/question/input.ts";
import { useTexts } from "./locale.tsx";
import { TextInput } from "./form.tsx";

/** A beginning and an end, each as exactly as it is known; a box says that there is no end. */
export function FieldPeriod({ name, fields, amiss }: { name: string; fields: Fields; amiss: readonly string[] }) {
  const t = useTexts().question.period;
  return (
    <>
      <div className="side-by-side">
        {(["from", "to"] as const).map((part) => (
          <TextInput
            key={part}
            name={`${name}.${part}`}
            label={t[part]}
            value={fields.all(`${name}.${part}`)[0]}
            width="medium"
            inputMode="numeric"
            amiss={amiss.includes(`${name}.${part}`)}
          />
        ))}
      </div>
      <div className="choice">
        <input
          type="checkbox"
          id={`${name}.ongoing`}
          name={`${name}.ongoing`}
          value="yes"
          defaultChecked={fields.all(`${name}.ongoing`).includes("yes")}
        />
        <label htmlFor={`${name}.ongoing`}>{t.ongoing}</label>
      </div>
    </>
  );
}
