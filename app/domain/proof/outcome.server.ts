import { appendKept, appendStatement, keep } from "../commitment/commands.server.ts";
import type { JsonObject } from "../audit/rules.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import type { Localised } from "#app/i18n/localised.ts";
import type { Actor, Context } from "../context.ts";
import { aboutOf, sealedHashes, standingList, statementAt } from "./queries.server.ts";
import { type Decided, departs, isAwarded, LIST_CORRECTED, resultVersion } from "./rules.ts";
import { newSalt } from "./scores.server.ts";

const LAST = Number.MAX_SAFE_INTEGER;

/**
 * States the list that two people have approved: every entry by its commitment, and each departure from the ranking
 * with a commitment to its reason, which may name somebody or say what is not public yet; honours where there are any.
 * The log shows the hash of a result before the result is public: of a short list, without its salt, whoever knows the
 * entries could try them all.
 */
export async function stateResult(ctx: Context<Actor>, roundId: string, decided: readonly Decided[]): Promise<void> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  if (!freeze) return;
  const { ordered, ...stated } = await statedList(ctx, { roundId, freeze: freeze.statement }, decided);
  const count = await statementAt(ctx, "count", { roundId });
  const told = count?.statement["withheld"] === "" || count?.statement["withheld"] === "conflicts";
  const elected = told
    ? ordered
        .flatMap(({ entry, place }) => (place === undefined ? [] : [{ entry, place }]))
        .sort((a, b) => (a.entry < b.entry ? -1 : 1))
    : [];
  const adjusted = await sealedScores(ctx, roundId, ordered);
  const voted = count ? { count: count.index, elected } : {};
  await appendKept(ctx, ["attestation"], aboutOf(roundId, freeze));
  await appendStatement(
    ctx,
    {
      type: "result",
      v: resultVersion({
        voted: count !== null,
        adjusted: "adjusted" in adjusted,
        sealed: stated.deviations.length > 0,
        honoured: "honours" in stated,
      }),
      ...voted,
      ...adjusted,
      round: roundId,
      freeze: freeze.index,
      ...stated,
      approvals: 2,
      salt: newSalt(),
    },
    aboutOf(roundId, freeze),
  );
}

/**
 * States a corrected list, beside the one whose place it takes: from the same scores, in the same order, with every
 * departure, the honours it has now, and why it was corrected.
 */
export async function correctList(
  ctx: Context<Actor>,
  roundId: string,
  decided: readonly Decided[],
  reason: string,
): Promise<void> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  const result = await statementAt(ctx, "result", { roundId });
  if (!freeze || !result) return;
  const { ordered: _told, ...stated } = await statedList(ctx, { roundId, freeze: freeze.statement }, decided);
  await appendStatement(
    ctx,
    {
      type: "correction",
      v: "honours" in stated ? LIST_CORRECTED.honoured : LIST_CORRECTED.plain,
      round: roundId,
      result: result.index,
      replaces: (await standingList(ctx, roundId))!.index,
      what: "list corrected",
      reason,
      ...stated,
      approvals: 2,
      salt: newSalt(),
    },
    aboutOf(roundId, result),
  );
}

/**
 * A list as it is stated: every entry, or where scores are not disclosed the awarded, the departures, and honours where
 * it has any: of each its name in every language, and no reason.
 */
async function statedList(
  ctx: Context<Actor>,
  { roundId, freeze }: { roundId: string; freeze: JsonObject },
  decided: readonly Decided[],
) {
  const open = freeze["disclosure"] !== 0;
  const hashes = await sealedHashes(ctx, freeze["seal"] as number);
  const rows = decided.flatMap((line) =>
    hashes.has(line.entryId) ? [{ ...line, entry: hashes.get(line.entryId)! }] : [],
  );
  const ordered = rows.sort((a, b) => (open ? (a.rank ?? LAST) - (b.rank ?? LAST) : 0) || (a.entry < b.entry ? -1 : 1));
  const list = ordered
    .filter((line) => open || isAwarded(line))
    .map(({ entry, level, rank, reviews: count, total }) =>
      open ? { entry, level, rank, reviews: count, total } : { entry, level },
    );
  const honours = ordered.flatMap(({ entry, honours: given }) =>
    given.map(({ name }) => ({ entry, name: written(name) })),
  );
  const deviations = await sealedDepartures(ctx, roundId, ordered.filter(departs));
  return { ordered, list, deviations, ...(honours.length > 0 ? { honours } : {}) };
}

const written = (name: Localised) =>
  Object.fromEntries(LOCALES.flatMap((locale) => (name[locale] ? [[locale, name[locale]] as const] : [])));

type Stated = Decided & { entry: string };

/** Departures from the ranking, each with a commitment to its reason. */
async function sealedDepartures(ctx: Context<Actor>, roundId: string, departures: readonly Stated[]) {
  const reasons = await keep(
    ctx,
    "reason",
    departures.map(({ entryId, entry, reason }) => ({
      subjectId: entryId,
      roundId,
      record: { round: roundId, entry, reason },
    })),
  );
  return departures.map(({ entry, because, from, level }, at) => ({
    entry,
    because,
    from,
    to: level,
    reason: reasons[at]!.hash.toString("hex"),
  }));
}

/**
 * Adjusted scores, where they decide. Committed to and not told: beside the scores they would show which reviews are of
 * one reviewer. A scrutineer opens them.
 */
async function sealedScores(
  ctx: Context<Actor>,
  roundId: string,
  lines: readonly Stated[],
): Promise<{ adjusted?: string }> {
  const scores = lines.flatMap(({ entry, adjusted }) => (adjusted === null ? [] : [{ entry, billionths: adjusted }]));
  if (scores.length === 0) return {};
  const [kept] = await keep(ctx, "adjusted", [{ roundId, record: { round: roundId, scores } }]);
  return { adjusted: kept!.hash.toString("hex") };
}

/** What happened to a stated result afterwards stays beside it in the log, under a salt as the result itself. */
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
      { type: "correction", v: 2, round: roundId, result: result.index, what, reason, salt: newSalt() },
      aboutOf(roundId, result),
    );
}
