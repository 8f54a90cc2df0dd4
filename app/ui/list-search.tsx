import { Button, Buttons, Form, Hidden, TextInput } from "./form.tsx";

export type ListSearchProps = {
  label: string;
  button: string;
  /** What the link says that ends the search. */
  all: string;
  value: string;
  /** Other parts of the address that stay as they are. */
  keep?: Record<string, string> | undefined;
};

/** Searches a list by its own address: `?q=`. */
export function ListSearch({ label, button, all, value, keep = {} }: ListSearchProps) {
  return (
    <Form method="get">
      {Object.entries(keep).map(([name, kept]) => <Hidden key={name} name={name} value={kept} />)}
      <TextInput name="q" type="search" label={label} value={value} width="medium" />
      <Buttons>
        <Button kind="secondary">{button}</Button>
        {value ? <a href={`?${new URLSearchParams(keep)}`}>{all}</a> : null}
      </Buttons>
    </Form>
  );
}
