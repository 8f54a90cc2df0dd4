import { WRITER } from "#app/http/refusal-body.ts";
import { usePerson } from "./locale.tsx";

/** Binds a form to whoever reads the page: nobody else who signs in in this browser sends it. Last, out of sight. */
export function Writer({ of }: { of?: string | undefined }) {
  const reader = usePerson();
  const bound = of ?? reader;
  return bound ? <input type="hidden" name={WRITER} value={bound} /> : null;
}
