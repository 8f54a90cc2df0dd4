import { appendStatement, keep } from "../commitment/commands.server.ts";
import type { Context } from "../context.ts";
import { aboutOf, sealedHashes, statementAt } from "./queries.server.ts";
import { type Decided, departs } from "./rules.ts";

/**
 * States the list that two people have approved: every entry by its commitment, and each departure from the ranking
 * with its reason. Reasons about entries without a level stay sealed.
 */
export async function stateResult(ctx: Context, roundId: string, decided: readonly Decided[]): Promise<void> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  if (!freeze) return;
  const hashes = await sealedHashes(ctx, freeze.statement["seal"] as number);
  const rows = decided.flatMap((line) =>
    hashes.has(line.entryId) ? [{ ...line, entry: hashes.get(line.entryId)! }] : [],
  );
  const ordered = rows.sort(
    (a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER) || (a.entry < b.entry ? -1 : 1),
  );
  const open = freeze.statement["disclosure"] !== 0;
  const list = ordered
    .filter(({ level }) => open || level !== null)
    .map(({ entry, level, rank, reviews: count, total }) =>
      open ? { entry, level, rank, reviews: count, total } : { entry, level },
    );
  const deviations = [];
  for (const { entryId, entry, because, from, level, reason } of ordered.filter(departs)) {
    const sealed =
      level === null || reason.trim() === ""
        ? (await keep(ctx, "reason", [{ subjectId: entryId, roundId, record: { reason } }]))[0]!.hash.toString("hex")
        : null;
    deviations.push({ entry, because, from, to: level, reason: sealed ? null : reason, sealedReason: sealed });
  }
  const count = await statementAt(ctx, "count", { roundId });
  const told = count?.statement["withheld"] === "" || count?.statement["withheld"] === "conflicts";
  const elected = told
    ? ordered
        .flatMap(({ entry, place }) => (place === undefined ? [] : [{ entry, place }]))
        .sort((a, b) => (a.entry < b.entry ? -1 : 1))
    : [];
  const scores = ordered.flatMap(({ entry, adjusted }) => (adjusted === null ? [] : [{ entry, billionths: adjusted }]));
  // Committed to and not told: beside the scores they would show which reviews are of one reviewer. A scrutineer opens
  // them.
  const adjusted =
    scores.length > 0
      ? {
          adjusted: (await keep(ctx, "adjusted", [{ roundId, record: { round: roundId, scores } }]))[0]!.hash.toString(
            "hex",
          ),
        }
      : {};
  const voted = count ? { count: count.index, elected } : {};
  await appendStatement(
    ctx,
    {
      type: "result",
      v: 1 + Number(count !== null) + 2 * Number(scores.length > 0),
      ...voted,
      ...adjusted,
      round: roundId,
      freeze: freeze.index,
      list,
      deviations,
      approvals: 2,
    },
    aboutOf(roundId, freeze),
  );
}

/** What happened to a stated result afterwards stays beside it in the log. */
export async function correctResult(
  ctx: Context,
  roundId: string,
  what: "withdrawn" | "published again" | `words corrected, sha256 ${string}`,
  reason: string,
): Promise<void> {
  const result = await statementAt(ctx, "result", { roundId });
  if (result)
    await appendStatement(
      ctx,
      { type: "correction", v: 1, round: roundId, result: result.index, what, reason },
      aboutOf(roundId, result),
    );
}
