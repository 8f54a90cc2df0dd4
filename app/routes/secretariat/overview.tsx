import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { agendaOf } from "#app/domain/agenda/queries.server.ts";
import { canSetUpCycle } from "#app/domain/cycle/policy.ts";
import { allCycles } from "#app/domain/cycle/queries.server.ts";
import { cycleState } from "#app/domain/cycle/rules.ts";
import { allProgrammes } from "#app/domain/programme/queries.server.ts";
import { countsByCycle } from "#app/domain/screening/queries.server.ts";
import { NO_ENTRIES, receivedInAll } from "#app/domain/screening/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { Agenda } from "#app/ui/agenda.tsx";
import { DataTable, Num, Th } from "#app/ui/data.tsx";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { CycleTag } from "#app/ui/states.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, t }) => {
  const counts = await countsByCycle(ctx);
  const running = (await allCycles(ctx)).filter(({ archived }) => !archived);
  const cycles = running.map(({ id, name, closesAt, timeZone, opensAt, publishedAt }) => ({
    id,
    name,
    closesAt,
    timeZone,
    draft: publishedAt === null,
    state: cycleState({ opensAt, closesAt }, ctx.now),
    counts: counts.get(id) ?? NO_ENTRIES,
  }));
  const programmes = (await allProgrammes(ctx)).map(({ id, name, contactEmail }) => ({ id, name, contactEmail }));
  const agenda = await agendaOf(ctx);
  return { cycles, programmes, agenda, mayEdit: canSetUpCycle(ctx.actor).allowed, title: t.cycle.overview.title };
});

export default function OverviewPage() {
  const { cycles, programmes, agenda, mayEdit } = useLoaderData<typeof loader>();
  const { cycle, programme } = useTexts();
  const t = cycle.overview;
  return (
    <Page title={t.title} lede={t.lede} width="full">
      <Agenda duties={agenda} />
      <Section title={t.cycles}>
        {cycles.length === 0 ? (
          <Empty title={t.none}>{programmes.length === 0 ? programme.first : t.noneHint}</Empty>
        ) : (
          <Cycles />
        )}
        {mayEdit ? (
          <>
            {programmes.length === 0 ? null : (
              <p>
                <LinkButton href="/secretariat/cycles/new">{t.add}</LinkButton>
              </p>
            )}
            <p>
              <a href="/secretariat/packages">{cycle.signedPackage.title}</a>
            </p>
          </>
        ) : null}
      </Section>
      <Section title={programme.title}>
        <Programmes />
      </Section>
    </Page>
  );
}

/** Running cycles, with how many entries are where. */
function Cycles() {
  const { cycles } = useLoaderData<typeof loader>();
  const [{ overview: t, draft: draftTag }, locale] = [useTexts().cycle, useLocale()];
  return (
    <DataTable
      stacked
      caption={t.caption}
      captionHidden
      head={
        <>
          <Th>{t.cycle}</Th>
          <Th>{t.closes}</Th>
          <Th numeric>{t.drafts}</Th>
          <Th numeric>{t.received}</Th>
          <Th numeric>{t.waiting}</Th>
          <Th numeric>{t.valid}</Th>
          <Th numeric>{t.ineligible}</Th>
        </>
      }
    >
      {cycles.map(({ id, name, closesAt, timeZone, draft, state, counts }) => (
        <tr key={id}>
          <th scope="row">
            <a href={`/secretariat/cycles/${id}`}>{say(name, locale)}</a>{" "}
            {draft ? <Tag tone="warning">{draftTag}</Tag> : <CycleTag state={state} />}
          </th>
          <td>
            <Moment at={closesAt} zone={timeZone} />
          </td>
          <Num>{counts.draft}</Num>
          <Num>{receivedInAll(counts)}</Num>
          <Num>{counts.received}</Num>
          <Num>{counts.valid}</Num>
          <Num>{counts.ineligible}</Num>
        </tr>
      ))}
    </DataTable>
  );
}

function Programmes() {
  const { programmes, mayEdit } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().programme, useLocale()];
  return (
    <>
      <ul>
        {programmes.map(({ id, name, contactEmail }) => (
          <li key={id}>
            {mayEdit ? <a href={`/secretariat/programmes/${id}`}>{say(name, locale)}</a> : say(name, locale)}{" "}
            <span className="muted">{contactEmail}</span>
          </li>
        ))}
      </ul>
      {mayEdit ? (
        <p>
          <LinkButton kind={programmes.length === 0 ? "primary" : "secondary"} href="/secretariat/programmes/new">
            {t.add}
          </LinkButton>
        </p>
      ) : null}
    </>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
