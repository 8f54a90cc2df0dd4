import { type MetaFunction, redirect, type SerializeFrom } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { assignBalanced } from "#app/domain/assignment/commands.server.ts";
import { planInput } from "#app/domain/assignment/input.ts";
import { canAssign, mayAssign } from "#app/domain/assignment/policy.ts";
import { planningFacts, previewBalanced, readersByCriterion } from "#app/domain/assignment/planning.server.ts";
import { searchUnderWay } from "#app/domain/assignment/search.server.ts";
import { panelOf } from "#app/domain/panel/queries.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { logFault } from "#app/faults.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { RulesKept } from "#app/ui/assignment-rules.tsx";
import { NotSearching, Searching } from "#app/ui/assignment-search.tsx";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { EntryTable } from "#app/ui/entry-table.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Form, Hidden } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t, url, visit }) => {
  const report = (error: unknown) => logFault(error, { path: url.pathname });
  const round = await getRound(ctx, id("roundId"));
  const again = url.searchParams.get("again") === "yes";
  const shared = {
    roundId: round.id,
    each: round.reviewsPerEntry,
    divided: round.divided,
    again,
    title: again ? t.assignment.plan.againTitle : t.assignment.plan.title,
  };
  authorise(canAssign(ctx.actor, round));
  // Read once: facts that changed between search and plan would let the page wait for another search.
  const facts = await planningFacts(ctx, round, again);
  const search = await searchUnderWay(ctx, visit.services.calculation, round, report, again, facts);
  const criteria = await readersByCriterion(ctx, round);
  if (search) return { ...shared, criteria, search, looks: !search.ended && url.searchParams.get("still") !== "yes" };
  const plan = await previewBalanced(ctx, visit.services.calculation.run, round, again, facts);
  const panel = await panelOf(ctx, round.id);
  const { pairs, moved, sha256, rules } = plan;
  const parts = plan.parts.map(({ loads, ...part }) => ({
    ...part,
    rules,
    reviewers: panel
      .filter(({ accountId }) => loads.has(accountId))
      .map(({ accountId, name }) => ({ id: accountId, name, load: loads.get(accountId)! })),
  }));
  return { ...shared, criteria, search, pairs, moved, sha256, parts };
});

export const action = signedIn(async ({ ctx, id, form, url, visit }) => {
  const sent = await form();
  authorise(mayAssign(ctx.actor, id("roundId")));
  const given = parse(sent, planInput);
  if (!given.ok) return failed(sent, given.errors);
  const again = given.value.again === "yes";
  const round = await getRound(ctx, id("roundId"));
  const report = (error: unknown) => logFault(error, { path: url.pathname });
  if (await searchUnderWay(ctx, visit.services.calculation, round, report, again))
    return redirect(`/rounds/${id("roundId")}/assignments/balanced${again ? "?again=yes" : ""}`, 303);
  await assignBalanced(ctx, visit.services.calculation.run, id("roundId"), {
    seen: given.value.plan,
    again,
    publicUrl: visit.services.config.publicUrl,
  });
  return redirect(`/rounds/${id("roundId")}/assignments`, 303);
});

export default function BalancedPage() {
  const found = useLoaderData<typeof loader>();
  const texts = useTexts().assignment;
  const t = texts.plan;
  return (
    <Page
      title={found.title}
      lede={found.again ? t.againLede : t.lede}
      back={{ href: `/rounds/${found.roundId}/assignments`, label: texts.title }}
    >
      <p>{found.each === null ? t.all : found.divided ? t.eachOfGroup(found.each) : t.each(found.each)}</p>
      {found.criteria.length > 0 ? <ByCriterion criteria={found.criteria} /> : null}
      {!found.search ? (
        <Plan plan={found} />
      ) : found.search.ended ? (
        <NotSearching search={found.search} again={found.again} />
      ) : (
        <Searching search={found.search} looks={found.looks} again={found.again} />
      )}
    </Page>
  );
}

/** What a round that divides its criteria gives each of them, told before anything is searched for. */
function ByCriterion({ criteria }: { criteria: SerializeFrom<typeof loader>["criteria"] }) {
  const [t, locale] = [useTexts().assignment.plan, useLocale()];
  return (
    <>
      <DataTable
        caption={t.byCriterion}
        head={
          <>
            <Th>{t.criterion}</Th>
            <Th numeric>{t.perEntry}</Th>
          </>
        }
      >
        {criteria.map(({ name, readers }, at) => (
          <tr key={at}>
            <th scope="row">{say(name, locale)}</th>
            <Num>{readers}</Num>
          </tr>
        ))}
      </DataTable>
      <p className="hint">{t.byCriterionHint}</p>
    </>
  );
}

type Found = Extract<SerializeFrom<typeof loader>, { search: null }>;

function Plan({ plan }: { plan: Found }) {
  const t = useTexts().assignment.plan;
  const { pairs, parts, moved, again, sha256 } = plan;
  if (parts.every(({ reviewers }) => reviewers.length === 0)) return <Notice kind="info">{t.noReviewers}</Notice>;
  return (
    <>
      {pairs === 0 ? (
        <Notice kind="info">{t.nothing}</Notice>
      ) : (
        <p>
          <strong>{t.pairs(pairs)}</strong>
        </p>
      )}
      {again ? <p>{t.moved(moved)}</p> : null}
      {parts[0]!.criteria ? <Groups parts={parts} /> : <Whole part={parts[0]!} />}
      {pairs === 0 && moved === 0 ? null : (
        <Form>
          {again ? <Hidden name="again" value="yes" /> : null}
          <Hidden name="plan" value={sha256} />
          <Button>{t.button}</Button>
        </Form>
      )}
    </>
  );
}

type PlanPart = Found["parts"][number];

/** What a plan is for all readers of a round. */
function Whole({ part }: { part: PlanPart }) {
  const t = useTexts().assignment.plan;
  return (
    <>
      <Section title={t.loads}>
        <Loads reviewers={part.reviewers} />
      </Section>
      <Section title={t.unserved}>
        <Unserved entries={part.unserved} />
      </Section>
      <RulesKept rules={part.rules} unkept={part.unkept} calibration={part.calibration} />
      <Section title={t.proof}>
        <Proof plan={part} />
      </Section>
    </>
  );
}

/** What it is for each group, and once what they keep and who is read by everybody. */
function Groups({ parts }: { parts: PlanPart[] }) {
  const unkept = parts.flatMap((part) => part.unkept);
  const once = new Map(unkept.map((each) => [`${each.id} ${each.rule} ${each.among.join()}`, each]));
  return (
    <>
      {parts.map((part, at) => (
        <Group key={at} part={part} criteria={part.criteria ?? []} />
      ))}
      <RulesKept rules={parts[0]!.rules} unkept={[...once.values()]} calibration={parts[0]!.calibration} />
    </>
  );
}

/** What a plan is for those who read the same criteria, under the names of these. */
function Group({ part, criteria }: { part: PlanPart; criteria: Localised[] }) {
  const locale = useLocale();
  const names = formatList(
    criteria.map((name) => say(name, locale)),
    locale,
  );
  return (
    <Section title={names}>
      <Loads reviewers={part.reviewers} />
      <Unserved entries={part.unserved} />
      <Proof plan={part} />
    </Section>
  );
}

/** How many entries each would read. */
function Loads({ reviewers }: Pick<PlanPart, "reviewers">) {
  const t = useTexts().assignment.plan;
  return (
    <DataTable
      caption={t.loads}
      captionHidden
      head={
        <>
          <Th>{t.reviewer}</Th>
          <Th numeric>{t.load}</Th>
        </>
      }
    >
      {reviewers.map(({ id, name, load }) => (
        <tr key={id}>
          <th scope="row">{name}</th>
          <Num>{load}</Num>
        </tr>
      ))}
    </DataTable>
  );
}

/** Entries with fewer readers than the round asks for, and why. */
function Unserved({ entries }: { entries: PlanPart["unserved"] }) {
  const t = useTexts().assignment.plan;
  if (entries.length === 0) return <p>{t.served}</p>;
  return (
    <EntryTable
      caption={t.unserved}
      rows={entries}
      head={
        <>
          <Th numeric>{t.missing}</Th>
          <Th>{t.because}</Th>
        </>
      }
      cells={({ missing, because }) => (
        <>
          <Num>{missing}</Num>
          <td>{t.reasons[because]}</td>
        </>
      )}
    />
  );
}

/** How good the plan is, and how good any could be. */
function Proof({ plan: { settled, figures, rules, solver } }: { plan: PlanPart }) {
  const [{ plan: t, certificate, weighted }, locale] = [useTexts().assignment, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      {settled ? null : <Notice kind="warning">{certificate.unsettled}</Notice>}
      {figures === null ? (
        <p>{certificate.partial}</p>
      ) : rules.breadth > 0 ? (
        <>
          <p>{weighted.themed(number(figures.total), number(figures.totalBound))}</p>
          <p>{weighted.floorText(number(figures.floor), number(figures.floorBound))}</p>
          {figures.capped ? (
            <p>{weighted.cappedText(number(figures.capped.floor), number(figures.capped.floorBound))}</p>
          ) : null}
        </>
      ) : (
        <>
          <p>{t.themed(figures.total, figures.totalBound)}</p>
          <p>{t.floorText(figures.floor, figures.floorBound)}</p>
          {figures.capped ? <p>{t.cappedText(figures.capped.floor, figures.capped.floorBound)}</p> : null}
        </>
      )}
      <p>{t.solver(solver)}</p>
    </>
  );
}

/** While a search goes on the page looks again by itself, unless it was asked not to. */
export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  ...pageTitle(matches, data?.title),
  ...(data?.search && data.looks ? [{ httpEquiv: "refresh", content: "4" }] : []),
];
