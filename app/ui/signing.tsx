import type { ReactNode } from "react";
import { Button, Buttons, Form, TextArea } from "./form.tsx";
import { useTexts } from "./locale.tsx";

type Steps = { program: string; logKey: string; round?: string | null; children: ReactNode };

/**
 * The first steps of whoever signs with a key of their own: the two programs, and the key, for the log of `logKey`;
 * with a `round`, for whose lots they commit to a seed.
 */
export function KeySteps({ program, logKey, round, children }: Steps) {
  const t = useTexts().scrutiny;
  return (
    <>
      <li>
        <a href="/scrutineer.mjs" download="scrutineer.mjs">
          {program}
        </a>
        <br />
        <a href="/verify.mjs" download="verify.mjs">
          {t.verifier}
        </a>
        <div className="hint">{t.programHint}</div>
      </li>
      <li>
        {t.make}
        <pre className="receipt">{["node scrutineer.mjs key YOUR-NAME", logKey, round].filter(Boolean).join(" ")}</pre>
        <div className="hint">{children}</div>
      </li>
    </>
  );
}

type Printed = {
  name: "key" | "seed" | "signature";
  label: string;
  hint: string;
  button: string;
  rows: number;
  refused: { typed: Record<string, string> } | undefined;
  errors: Record<string, string>;
};

/** Where what the program printed is handed in. */
export function PrintedForm({ name, label, hint, button, rows, refused, errors }: Printed) {
  return (
    <Form>
      <TextArea name={name} label={label} hint={hint} value={refused?.typed[name]} error={errors[name]} rows={rows} />
      <Buttons>
        <Button>{button}</Button>
      </Buttons>
    </Form>
  );
}
