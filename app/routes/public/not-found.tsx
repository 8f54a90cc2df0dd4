import { NotFound } from "#app/domain/errors.ts";
import { anyone } from "#app/http/wrappers.ts";

export const loader = anyone(() => {
  throw new NotFound();
});

export const action = anyone(() => {
  throw new NotFound();
});

export default function NotFoundPage() {
  return null;
}
