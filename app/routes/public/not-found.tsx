import { data } from "@remix-run/node";
import { NotFound } from "#app/domain/errors.ts";
import { labelsOf } from "#app/domain/question/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/** Also tells what was noted about a request that has no page to be told on. */
export const loader = anyone(async ({ ctx, visit: { refusal } }) => {
  if (!refusal) throw new NotFound();
  const {
    body: { typed = {} },
    status,
  } = refusal;
  const labels = status < 500 ? await labelsOf(ctx, Object.keys(typed)) : {};
  throw data({ ...refusal.body, labels }, { status });
});

export const action = anyone(() => {
  throw new NotFound();
});

export default function NotFoundPage() {
  return null;
}
