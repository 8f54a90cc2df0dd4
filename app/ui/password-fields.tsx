import { TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";

type Field = { error: string | undefined };

/** Where somebody chooses a password: their first, or a new one in place of another. */
export function NewPassword({ error, label }: Field & { label: "password" | "newPassword" }) {
  const { fields } = useTexts().account;
  return (
    <TextInput
      name="password"
      type="password"
      label={fields[label]}
      hint={fields.passwordHint}
      autoComplete="new-password"
      error={error}
      width="long"
    />
  );
}

/** Where somebody shows that it is still them. */
export function CurrentPassword({ error }: Field) {
  const { fields } = useTexts().account;
  return (
    <TextInput
      name="currentPassword"
      type="password"
      label={fields.currentPassword}
      autoComplete="current-password"
      error={error}
      width="long"
    />
  );
}
