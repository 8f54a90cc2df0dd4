import { TextInput } from "./form.tsx";
import { useTexts } from "./locale.tsx";

type Endorser = { name?: string | undefined; office?: string | undefined };

/** Who signs for the city, by name and office, in what was typed or last given. */
export function EndorserFields({ given, errors }: { given: Endorser; errors: Record<string, string> }) {
  const t = useTexts().endorsement;
  return (
    <>
      <TextInput name="name" label={t.name} value={given.name} error={errors["name"]} width="long" />
      <TextInput
        name="office"
        label={t.office}
        hint={t.officeHint}
        value={given.office}
        error={errors["office"]}
        width="long"
      />
    </>
  );
}
