import { sayBound } from "#app/i18n/balance-bound.ts";
import { alike, countryName, formatMoment, formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { sayMark } from "#app/i18n/marks.ts";
import { heading, togetherText } from "#app/i18n/place-names.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import type { Answer, Block, Document, Fact } from "#app/outside/documents/document.ts";
import { meanOf } from "../ranking/rules.ts";
import { levelName } from "../round/rules.ts";
import type { Bound, Movers } from "../shortlist/balance.ts";
import { departs, isListed, levelOf } from "../shortlist/rules.ts";
import type { ReportSource } from "./queries.server.ts";

type Line = ReportSource["lines"][number];

/** A panel's report to be edited in a word processor: how it worked, what it decided and why, and room to sign. */
export function reportPages(source: ReportSource, locale: Locale): Document {
  const { round, freeze, proposal, approved, lines } = source;
  const t = textsOf(locale);
  const awarded = lines.filter((line) => levelOf(line));
  const listed = [...awarded, ...lines.filter((line) => isListed(line) && !awarded.includes(line))];
  return {
    language: locale,
    title: t.report.title(say(round.name, locale)),
    eyebrow: say(round.cycle.name, locale),
    subtitle: "",
    running: `${say(round.cycle.name, locale)} · ${say(round.name, locale)}`,
    stamp: approved ? null : t.report.draft,
    pages: t.documents.pages,
    made: proposal?.approvedAt ?? freeze?.at ?? round.createdAt,
    blocks: [
      { kind: "notice", text: t.report.notice },
      { kind: "facts", rows: course(source, t, locale) },
      { kind: "heading", text: t.report.worked },
      { kind: "facts", rows: figures(source, t, locale) },
      criteria(source, t, locale),
      members(source, t, locale),
      { kind: "heading", text: t.report.decided },
      ...(awarded.length === 0 ? [{ kind: "text" as const, text: t.shortlist.finalise.none }] : []),
      ...levels(source, t, locale),
      ...voted(source, t, locale),
      ...balanced(source, t, locale),
      ...departures(source, t, locale),
      ...honoured(source, t, locale),
      ...listed.flatMap((line) => wordsOf(line, locale)),
      { kind: "heading", text: t.report.signatures },
      table(
        t.report.signing,
        [],
        [t.panel.name, t.panel.role, t.report.signature],
        source.panel.map(({ name, roles }) => [name, roles.map((role) => t.panel.roles[role]).join(t.ui.comma), ""]),
      ),
    ],
  };
}

function criteria(source: ReportSource, t: Texts, locale: Locale): Block {
  return table(
    t.review.tasks.criteria,
    [],
    [t.review.finish.criterion, t.rubric.reading.weight, t.rubric.reading.scale],
    source.criteria.map((criterion) => {
      const [least = "", most = ""] = [criterion.min, criterion.max].map((mark) =>
        sayMark(criterion, mark, t.rubric.marks, locale),
      );
      return [
        say(criterion.name, locale),
        formatNumber(criterion.weight, locale),
        t.rubric.reading.scaleOf(least, most),
      ];
    }),
  );
}

function members({ panel }: ReportSource, t: Texts, locale: Locale): Block {
  return table(
    t.panel.membersCaption,
    [],
    [t.panel.name, t.panel.role, t.panel.from, t.panel.organisations],
    panel.map(({ name, roles, countries, cities, organisations }) => [
      name,
      roles.map((role) => t.panel.roles[role]).join(t.ui.comma),
      (countries ?? []).map((country) => countryName(country, locale)).join(t.ui.comma),
      [...(cities ?? []), ...(organisations ?? [])].join(t.ui.comma),
    ]),
  );
}

/** Whom each level was given to. */
function levels({ round, lines }: ReportSource, t: Texts, locale: Locale): Block[] {
  const columns = columnsOf(lines, t, locale);
  return round.levels.map(({ levelKey, name, places }) => {
    const awarded = lines.filter((line) => levelOf(line) === levelKey);
    return table(
      say(name, locale),
      [t.shortlist.placesOf(formatNumber(awarded.length, locale), formatNumber(places, locale))],
      columns.map(([head]) => head),
      awarded.map((line) => columns.map(([, cell]) => cell(line))),
    );
  });
}

function table(label: string, notes: string[], head: string[], rows: string[][]): Block {
  return {
    kind: "question",
    label,
    notes,
    body: [rows.length > 0 ? { kind: "table", head, rows } : { kind: "missing", text: "–" }],
  };
}

/** What happened when. */
function course({ round, freeze, proposal, publication, listSha256 }: ReportSource, t: Texts, locale: Locale): Fact[] {
  const { finalise } = t.shortlist;
  const moment = (at: Date) => formatMoment(at, locale, round.cycle.timeZone);
  const by = (at: Date, name: string | null) => (name ? `${moment(at)} ${finalise.by(name)}` : moment(at));
  return [
    { label: t.round.home.window, value: `${moment(round.opensAt)} – ${moment(round.closesAt)}` },
    ...(freeze ? [{ label: finalise.frozen, value: by(freeze.at, freeze.by) }] : []),
    ...(proposal ? [{ label: finalise.proposedBy, value: by(proposal.proposedAt, proposal.proposedByName) }] : []),
    ...(proposal?.approvedAt
      ? [{ label: finalise.approved, value: by(proposal.approvedAt, proposal.approvedByName) }]
      : []),
    ...(publication && !publication.withdrawnAt
      ? [{ label: t.publication.from, value: moment(publication.publishedAt) }]
      : []),
    { label: finalise.fingerprint, value: listSha256 },
  ];
}

/** By which rules, and how much was read. */
function figures({ round, funnel, lines, freeze, kept, ballot }: ReportSource, t: Texts, locale: Locale): Fact[] {
  const { form } = t.round;
  const counts: [string, number][] = [
    ...(["received", "ineligible", "withdrawn", "valid", "read"] as const).map((stage): [string, number] => [
      t.statistics[stage],
      funnel[stage] ?? 0,
    ]),
    [t.report.entries, lines.length],
    [t.shortlist.finalise.reviews, freeze?.reviews ?? 0],
    [t.report.kept, kept],
  ];
  return [
    ...counts.map(([label, count]) => ({ label, value: formatNumber(count, locale) })),
    { label: form.method, value: round.method === "mean" ? form.methodMean : form.methodAdjusted },
    ...(round.ties.length > 0
      ? [{ label: form.ties, value: round.ties.map((rule) => form.tieRules[rule]).join(t.ui.comma) }]
      : []),
    { label: form.peers, value: round.peersVisible === "never" ? form.peersNever : form.peersAfterOwn },
    { label: form.discussion, value: form.discussions[round.discussion] },
    ...(round.blind ? [{ label: form.blind, value: form.blindYes }] : []),
    ...(ballot ? [{ label: t.ballot.title, value: t.ballot.methods[ballot.method].name }] : []),
  ];
}

/** What the panel's ballot gave each entry that stood for election. */
function voted({ ballot, lines }: ReportSource, t: Texts, locale: Locale): Block[] {
  if (!ballot?.countedAt) return [];
  const rows = lines.flatMap(({ code, title, voted: given }) =>
    given
      ? [
          [
            given.place === null ? t.ballot.notChosen : formatNumber(given.place, locale),
            `${code} ${title || t.entry.untitled}`,
            given.votes,
            formatNumber(given.voters, locale),
          ],
        ]
      : [],
  );
  const head = [t.ballot.place, t.ballot.entry, t.ballot.votes, t.ballot.voters];
  return [table(t.ballot.result, [t.ballot.methods[ballot.method].name], head, rows)];
}

/**
 * The list under rules of balance that was worked out last: what it would move and which rules moved it, and the price
 * of each rule.
 */
function balanced({ balance, themes, lines }: ReportSource, t: Texts, locale: Locale): Block[] {
  if (!balance) return [];
  const { report } = t.balance;
  const ruleText = (bound: Bound) => sayBound(bound, t, locale, themes);
  const notes = [t.balance.above(balance.line), t.balance.reaches[balance.reach], balance.reason].filter(Boolean);
  const { outcome } = balance;
  if (!outcome.feasible) {
    const short = outcome.unmet.map((each) => t.balance.short(ruleText(each.bound), each.short));
    return [table(t.balance.title, [...notes, t.balance.unmet, ...short], [], [])];
  }
  const points = (value: number) => formatNumber(value, locale, { minimumFractionDigits: 2, maximumFractionDigits: 3 });
  const named = new Map(lines.map(({ entryId, code, title }) => [entryId, `${code} ${title || t.entry.untitled}`]));
  const { in: inside, out, price, bounds, movedBy } = outcome.report;
  const isPriced = bounds.every((bound) => bound.price !== undefined);
  const priced = `${report.price}${t.ui.colon}${points(price.perPlace)}`;
  const moved = (id: string) => [
    named.get(id) ?? "–",
    ...(movedBy ? [moversOf(movedBy[id], bounds.map(ruleText), t)] : []),
  ];
  return [
    table(
      t.balance.title,
      [...notes, priced],
      [report.in, report.out].flatMap((head) => (movedBy ? [head, report.because] : [head])),
      inside.map((id, at) => [...moved(id), ...moved(out[at] ?? "")]),
    ),
    table(
      isPriced ? report.rules : report.unpriced,
      isPriced ? [report.rulesNote] : [],
      [report.rule, ...(isPriced ? [report.count, report.rulePrice] : []), report.kept],
      bounds.map((bound) => [
        ruleText(bound),
        ...(isPriced ? [formatNumber(bound.count!, locale), points(bound.price!)] : []),
        bound.met ? report.met : report.missed,
      ]),
    ),
  ];
}

/** What moved an entry, in words. */
function moversOf(movers: Movers | undefined, rules: readonly string[], t: Texts): string {
  const listed = t.balance.report.listed(movers?.bounds.map((at) => rules[at] ?? "") ?? []);
  return movers?.alone === false ? `${t.balance.report.together}${t.ui.colon}${listed}` : listed;
}

function departures({ round, lines }: ReportSource, t: Texts, locale: Locale): Block[] {
  const departing = lines.filter((line) => line.chosen && departs(line, line.chosen.levelKey));
  if (departing.length === 0) return [];
  const nameOf = (key: string | null): string =>
    key === null ? t.shortlist.noLevel : levelName(round.levels, key, locale);
  const proposed = ({ proposal }: Line) =>
    proposal.kind === "level" ? nameOf(proposal.levelKey) : t.shortlist.proposals[proposal.kind];
  return [
    table(
      t.shortlist.finalise.against,
      [],
      [t.shortlist.entry, t.shortlist.proposal, t.shortlist.decision, t.shortlist.choice.reason],
      departing.map((line) => [
        `${line.code} ${line.title || t.entry.untitled}`,
        proposed(line),
        nameOf(line.chosen!.levelKey),
        line.chosen!.reason,
      ]),
    ),
  ];
}

/** What entries are honoured with, with a level or without one, and why. */
function honoured({ lines }: ReportSource, t: Texts, locale: Locale): Block[] {
  const rows = lines.flatMap(({ code, title, honours }) =>
    honours.map(({ name, reason }) => [`${code} ${title || t.entry.untitled}`, say(name, locale), reason]),
  );
  return rows.length > 0
    ? [table(t.honour.link, [], [t.shortlist.entry, t.honour.name, t.shortlist.choice.reason], rows)]
    : [];
}

/** What the panel says of an entry on its list. */
function wordsOf({ title, words }: Line, locale: Locale): Block[] {
  const said = [words?.statement, words?.citation].filter((text): text is Localised => text != null);
  return said.length === 0
    ? []
    : [
        {
          kind: "question",
          label: title,
          notes: [],
          body: said.map((text): Answer => ({ kind: "text", text: say(text, locale) })),
        },
      ];
}

/** What a line of the list is told by: the ballot and the adjusted score where there are any. */
function columnsOf(lines: readonly Line[], t: Texts, locale: Locale): [string, (line: Line) => string][] {
  const place = (value: number | null | undefined) => (value == null ? "–" : formatNumber(value, locale));
  const adjusted: [string, (line: Line) => string] = [
    t.shortlist.adjusted,
    ({ adjusted: score }) =>
      score === null ? "–" : formatNumber(score / 1e9, locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
  ];
  const means = lines.map((line) => Number(meanOf(line)?.decimal ?? 0));
  const told = alike(means, locale, 6);
  return [
    ...(lines.some(({ voted }) => voted)
      ? [[t.ballot.title, ({ voted }: Line) => place(voted?.place)] as [string, (line: Line) => string]]
      : []),
    [t.shortlist.rank, ({ rank }) => place(rank)],
    [t.entry.receipt.reference, ({ code }) => code],
    [t.shortlist.entry, ({ title }) => title],
    [t.ranking.city, (line) => cityOf(line, t, locale)],
    ...(lines.some(({ adjusted: score }) => score !== null) ? [adjusted] : []),
    [t.shortlist.mean, (line) => (meanOf(line) ? told(Number(meanOf(line)!.decimal)) : "–")],
  ];
}

function cityOf({ cityName, country, coApplicants }: Line, t: Texts, locale: Locale): string {
  if (cityName === null || country === null) return "–";
  const [[before, after], together] = [t.ui.brackets, togetherText(coApplicants, locale, t)];
  return `${heading(cityName, locale)}${t.ui.comma}${countryName(country, locale)}${together && `${before}${together}${after}`}`;
}
