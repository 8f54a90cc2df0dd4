import type { ReactNode } from "react";
import { useTexts } from "./locale.tsx";
import { Writer } from "./writer.tsx";

export type PasskeyFormProps = {
  /** Make a new passkey, or use one. */
  act: "create" | "get";
  /** Where the script asks for what the browser needs. */
  challenge: string;
  action: string;
  button: ReactNode;
  children?: ReactNode;
};

/**
 * A form that the page's script completes with a passkey before it is sent. Without the script it comes back with the
 * reason.
 */
export function PasskeyForm({ act, challenge, action, button, children }: PasskeyFormProps) {
  const { script: t } = useTexts().factor;
  return (
    <form
      className="form"
      method="post"
      action={action}
      noValidate
      data-passkey={act}
      data-challenge={challenge}
      data-text-unsupported={t.unsupported}
      data-text-waiting={t.waiting}
      data-text-refused={t.refused}
    >
      {children}
      <input type="hidden" name="passkey" />
      <p className="hint" role="status" data-passkey-state="" />
      <noscript>
        <p>{t.unsupported}</p>
      </noscript>
      <div className="buttons" id="passkey">
        {button}
      </div>
      <Writer />
    </form>
  );
}
