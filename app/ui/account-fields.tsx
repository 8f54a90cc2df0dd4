import { type RefusedForm, TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";

type Field = { error: string | undefined };
type Asked = { refused: RefusedForm | undefined; errors: Record<string, string> };

/** What somebody is called who opens an account. */
export function OwnName({ refused, errors }: Asked) {
  return (
    <TextInput
      name="name"
      label={useTexts().account.fields.name}
      autoComplete="name"
      value={refused?.typed["name"]}
      error={errors["name"]}
      width="long"
    />
  );
}

/** All that an account needs whose address nobody knows yet. */
export function NewAccount({ refused, errors }: Asked) {
  const { fields } = useTexts().account;
  return (
    <>
      <OwnName refused={refused} errors={errors} />
      <TextInput
        name="email"
        type="email"
        label={fields.email}
        hint={fields.emailHint}
        autoComplete="username"
        value={refused?.typed["email"]}
        error={errors["email"]}
        width="long"
      />
      <NewPassword label="password" error={errors["password"]} />
    </>
  );
}

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
