import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { Actor, Context } from "#app/domain/context.ts";
import { publicCycles } from "#app/domain/cycle/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { roundsOf } from "#app/domain/round/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { Button, Hidden, LinkButton } from "#app/ui/form.tsx";
import { useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Moment } from "#app/ui/time.tsx";
import { MailAddress, Sentences } from "#app/ui/wording.tsx";
import { CAST, DEMO_PASSWORD } from "#db/seed/cast.ts";
import { TOUR } from "#db/seed/tour.ts";

const LETTERS_SHOWN = 50;
/** As many stand open; the others are older. */
const LETTERS_OPEN = 8;

export const loader = anyone(async ({ ctx, visit: { services }, locale, t }) => {
  if (!services.config.demo) throw new NotFound();
  const letters =
    (await services.post.outbox?.recent(LETTERS_SHOWN))?.map(({ id, to, subject, at }) => ({ id, to, subject, at })) ??
    null;
  return {
    tour: await tourOf(ctx, locale),
    others: othersOf(locale),
    letters,
    you: ctx.actor.email,
    password: DEMO_PASSWORD,
    title: t.demo.title,
  };
});

/**
 * The stops of the tour with the addresses they have here. A cycle that is not there any more leaves its stop at the
 * front door.
 */
async function tourOf(ctx: Context<Actor>, locale: Locale) {
  const cycles = await publicCycles(ctx);
  return Promise.all(
    TOUR.map(async ({ key, stage, href }) => {
      const cycle = cycles.find(({ slug }) => slug === `demo-${stage}`);
      const [round] = cycle ? await roundsOf(ctx, cycle.id) : [];
      const member = CAST.find((each) => each.key === key);
      return {
        key,
        name: member?.name ?? null,
        email: member?.email ?? null,
        part: member ? say(member.part, locale) : null,
        cycle: cycle ? { slug: cycle.slug, name: say(cycle.name, locale) } : null,
        href: cycle && round ? href({ cycleId: cycle.id, roundId: round.id }) : "/",
      };
    }),
  );
}

const othersOf = (locale: Locale) =>
  CAST.filter(({ key }) => !TOUR.some((stop) => stop.key === key)).map(({ name, email, part }) => ({
    name,
    email,
    part: say(part, locale),
  }));

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function DemoPage() {
  const { others, password } = useLoaderData<typeof loader>();
  const { demo: t } = useTexts();
  return (
    <Page title={t.title} lede={t.lede} width="full">
      <Tour />
      <p className="hint">
        <Sentences>
          {t.second}
          {t.password(password)}
        </Sentences>
      </p>
      <details>
        <summary>{t.others(others.length)}</summary>
        <Others />
      </details>
      <Section title={t.outbox} id="outbox">
        <Letters />
      </Section>
    </Page>
  );
}

/** Whom to be first, and what to try as them. */
function Tour() {
  const { tour } = useLoaderData<typeof loader>();
  const { demo: t } = useTexts();
  return (
    <DataTable
      stacked
      caption={t.tour}
      captionHidden
      labels={[t.who, t.try, ""]}
      head={
        <>
          <Th>{t.who}</Th>
          <Th>{t.try}</Th>
          <Th>{t.be}</Th>
        </>
      }
    >
      {tour.map((stop, index) => (
        <tr key={stop.key}>
          <th scope="row">
            <span className="section-number">{index + 1}</span>
            <bdi>{stop.name ?? t.visitor}</bdi>
            {stop.email ? <You email={stop.email} /> : null}
            <p className="hint">{stop.part ?? t.visitorPart}</p>
          </th>
          <td>
            <p>{t.tries[stop.key]}</p>
            {stop.cycle ? (
              <p className="hint">
                <a href={`/cycles/${stop.cycle.slug}`}>{stop.cycle.name}</a>
              </p>
            ) : null}
          </td>
          <td>
            {stop.name && stop.email ? (
              <Become name={stop.name} email={stop.email} next={stop.href} />
            ) : (
              <LinkButton kind="secondary" href={stop.href}>
                {t.look}
              </LinkButton>
            )}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** The rest of the cast. */
function Others() {
  const { others } = useLoaderData<typeof loader>();
  const { demo: t } = useTexts();
  return (
    <DataTable
      stacked
      caption={t.others(others.length)}
      captionHidden
      labels={[t.who, t.part, ""]}
      head={
        <>
          <Th>{t.who}</Th>
          <Th>{t.part}</Th>
          <Th>{t.be}</Th>
        </>
      }
    >
      {others.map(({ name, email, part }) => (
        <tr key={email}>
          <th scope="row">
            {name}
            <You email={email} />
          </th>
          <td>{part}</td>
          <td>
            <Become name={name} email={email} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** One click, and one is that person, where there is something to do. */
function Become({ name, email, next }: { name: string; email: string; next?: string }) {
  const { demo: t } = useTexts();
  return (
    <form method="post" action="/demo/sign-in">
      <Hidden name="email" value={email} />
      {next ? <Hidden name="next" value={next} /> : null}
      <Button kind="secondary" label={t.beNamed(name)}>
        {t.be}
      </Button>
    </form>
  );
}

function You({ email }: { email: string }) {
  const { you } = useLoaderData<typeof loader>();
  const { demo: t } = useTexts();
  return email === you ? (
    <>
      {" "}
      <Tag tone="done">{t.you}</Tag>
    </>
  ) : null;
}

function Letters() {
  const { letters } = useLoaderData<typeof loader>();
  const [{ demo: t }, zone] = [useTexts(), useTimeZone()];
  if (!letters) return <p>{t.elsewhere}</p>;
  return (
    <>
      <p>{t.outboxLede}</p>
      {letters.length === 0 ? <Empty title={t.outboxEmpty} /> : table(letters.slice(0, LETTERS_OPEN), t.caption)}
      {letters.length > LETTERS_OPEN ? (
        <details>
          <summary>{t.older(letters.length - LETTERS_OPEN)}</summary>
          {table(letters.slice(LETTERS_OPEN), t.older(letters.length - LETTERS_OPEN))}
        </details>
      ) : null}
    </>
  );

  function table(shown: NonNullable<typeof letters>, caption: string) {
    return (
      <DataTable
        stacked
        caption={caption}
        captionHidden
        head={
          <>
            <Th>{t.subject}</Th>
            <Th>{t.to}</Th>
            <Th>{t.written}</Th>
          </>
        }
      >
        {shown.map(({ id, to, subject, at }) => (
          <tr key={id}>
            <th scope="row">
              <a href={`/demo/outbox/${id}`}>{subject}</a>
            </th>
            <td>
              <MailAddress of={to} />
            </td>
            <td>
              <Moment at={at} zone={zone} />
            </td>
          </tr>
        ))}
      </DataTable>
    );
  }
}
