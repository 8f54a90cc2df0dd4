import { eq } from "drizzle-orm";
import { cities, cityNames } from "#db/schema/city.ts";
import { entries } from "#db/schema/entry.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { canonical, entryStream } from "../audit/rules.ts";
import type { LogKey } from "../commitment/note.ts";
import type { Context, Person } from "../context.ts";
import { saveAnswer } from "../entry/answers.server.ts";
import { canEdit } from "../entry/policy.ts";
import { type Draft, getDraft, lockEntry } from "../entry/queries.server.ts";
import { questionsOf } from "../entry/rules.ts";
import { valueText } from "../question/answer-text.ts";
import { acceptAnswer } from "../question/input.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { openPackage } from "./queries.server.ts";
import type { Package } from "./rules.ts";

/**
 * What came of it: how many answers were taken, those that the form does not take, with its label where it still asks
 * for them, and the files that the package names and the entry has not.
 */
export type Taken = { saved: number; passed: Passed[]; lacking: string[] };
type Passed = { question: string; label: Localised | null; text: string };
type Outcome = Taken | "unsigned" | "other-entry";

/**
 * Saves the answers of a signed package in a draft, as whoever brings it would by typing them: under the rules of every
 * save, and where they are younger than what stands. For teams to whom a portal that was restored from an older copy
 * gave more time. Declarations are made anew, and bytes are not in a package. "unsigned" for what this portal did not
 * sign, "other-entry" for the package of another call or city, or of another entry that is here.
 */
export function takeAnswers(outer: Context, key: LogKey, entryId: string, note: string): Promise<Outcome> {
  return transact<Person, Outcome>(outer, async (ctx) => {
    await lockEntry(ctx, entryId);
    const draft = await getDraft(ctx, entryId);
    authorise(canEdit(ctx.actor, draft, ctx.now));
    const signed = openPackage(note, key);
    if (!signed) return { result: "unsigned", event: [] };
    if (!(await isOf(ctx, draft, signed))) return { result: "other-entry", event: [] };
    const { lost, passed } = youngerIn(signed, draft);
    for (const { question, value } of lost)
      await saveAnswer(ctx, {
        entryId,
        questionKey: question,
        value,
        baseVersion: draft.answers[question]?.version ?? null,
      });
    const here = new Set(draft.files.map(({ sha256 }) => sha256));
    const lacking = signed.files.filter(({ sha256 }) => !here.has(sha256)).map(({ name }) => name);
    return {
      result: { saved: lost.length, passed, lacking },
      event:
        lost.length === 0
          ? []
          : {
              type: "package.taken",
              stream: entryStream(entryId),
              subjectId: entryId,
              details: { sha256: signed.sha256, answers: lost.length },
            },
    };
  });
}

/**
 * A package of this very entry; or of one of its call and city that was lost, which its team has begun again. The city
 * may have another name than then: a restore loses renamings too. By its names, present and former, it is known only
 * where the package does not tell which city it is, or that one was lost as well.
 */
async function isOf({ db }: Context, draft: Draft, signed: Package): Promise<boolean> {
  const { id, cycle, cityId, city, country } = signed;
  if (id === draft.id) return true;
  const [other] = await db.select({ id: entries.id }).from(entries).where(eq(entries.id, id));
  if (other || cycle !== draft.cycle.id) return false;
  if (cityId === draft.cityId) return true;
  const [elsewhere] = cityId ? await db.select({ id: cities.id }).from(cities).where(eq(cities.id, cityId)) : [];
  if (elsewhere) return false;
  const former = await db
    .select({ cityName: cityNames.name, country: cityNames.country })
    .from(cityNames)
    .where(eq(cityNames.cityId, draft.cityId));
  return [draft, ...former].some((each) => each.cityName === city && each.country === country);
}

/**
 * Answers that differ from what stands and were saved after it: those that the form still takes, and those that it does
 * not.
 */
function youngerIn({ answers }: Package, { form, answers: standing }: Pick<Draft, "form" | "answers">) {
  const asked = new Map(questionsOf(form).map((each) => [each.key, each]));
  const [lost, passed]: [Package["answers"], Passed[]] = [[], []];
  for (const answer of answers) {
    const { question, value, saved } = answer;
    const [here, known] = [standing[question], asked.get(question)];
    const isLater = Boolean(here && here.savedAt >= new Date(saved));
    if (isLater || known?.type === "files" || known?.type === "declaration") continue;
    const reading = known && acceptAnswer(known, value);
    if (canonical(reading?.ok ? reading.value : value) === canonical(here?.value ?? null)) continue;
    if (reading?.ok) lost.push(answer);
    else passed.push({ question, label: known?.label ?? null, text: valueText(value) });
  }
  return { lost, passed };
}
