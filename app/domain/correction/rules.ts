import type { Change } from "#db/schema/correction.ts";
import { type Line, NOWHERE, type Place, placeOf } from "../shortlist/rules.ts";

/** What became of the place of an entry, as it is kept and told: of honours, where it had or has any, their names. */
export function changeOf(
  line: Pick<Line, "entryId" | "chosen" | "proposal" | "honours">,
  stood: ReadonlyMap<string, Place>,
): Pick<Change, "from" | "to" | "honours"> {
  const [from, to] = [stood.get(line.entryId) ?? NOWHERE, placeOf(line)];
  const names = ({ honours }: Place) => honours.map(({ name }) => name);
  const honours = { from: names(from), to: names(to) };
  return { from: from.level, to: to.level, ...(honours.from.length + honours.to.length > 0 ? { honours } : {}) };
}
