import { Button, Hidden } from "./form.tsx";

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
    <form className="inline-form" method="get" role="search">
      {Object.entries(keep).map(([name, kept]) => (
        <Hidden key={name} name={name} value={kept} />
      ))}
      <label htmlFor="q">{label}</label>
      <input className="input" id="q" name="q" type="search" defaultValue={value} />
      <Button kind="secondary">{button}</Button>
      {value ? (
        <a className="button button-quiet" href={`?${new URLSearchParams(keep)}`}>
          {all}
        </a>
      ) : null}
    </form>
  );
}
