import { redirect } from "@remix-run/node";
import { adoptBalance } from "#app/domain/shortlist/commands.server.ts";
import { adoptionInput } from "#app/domain/shortlist/input.ts";
import { balanceOf } from "#app/domain/shortlist/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { Invalid } from "#app/domain/errors.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The balanced list becomes the selection, for a reason that stands with every entry it moves. */
export const action = signedIn(async ({ ctx, id, form }) => {
  authorise((await balanceOf(ctx, id("roundId"))).balancing);
  const given = parse(await form(), adoptionInput);
  if (!given.ok) throw new Invalid(given.errors);
  await adoptBalance(ctx, { roundId: id("roundId"), balanceId: given.value.balance, reason: given.value.why });
  return redirect(`/rounds/${id("roundId")}/selection`, 303);
});
