import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { NotFound } from "#app/domain/errors.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Empty, Tag } from "#app/ui/feedback.tsx";
import { Button, Hidden } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { CAST, type CastPart, DEMO_PASSWORD } from "#db/seed/cast.ts";

const LETTERS_SHOWN = 50;
const ORDER: CastPart[] = ["city", "secretariat", "chair", "committee", "juror", "observer", "administrator"];

export const loader = anyone(async ({ ctx, visit: { services }, locale, t }) => {
  if (!services.config.demo) throw new NotFound();
  const letters = (await services.post.outbox?.recent(LETTERS_SHOWN))?.map(({ id, to, subject, at }) => ({ id, to, subject, at })) ?? null;
  const parts = ORDER.map((kind) => ({ kind, people: CAST.filter((member) => member.kind === kind).map(({ name, email, part }) => ({ name, email, part: say(part, locale) })) }));
  return { parts, letters, you: ctx.actor.email, password: DEMO_PASSWORD, title: t.demo.title };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function DemoPage() {
  const { parts, password } = useLoaderData<typeof loader>();
  const { demo: t } = useTexts();
  return (
    <Page title={t.title} lede={t.lede}>
      {parts.map(({ kind, people }) => (
        <Section key={kind} title={t.kinds[kind]}>
          <DataTable caption={t.kinds[kind]} captionHidden head={<><Th>{t.be}</Th><Th>{t.part}</Th></>}>
            {people.map((person) => <Member key={person.email} {...person} />)}
          </DataTable>
        </Section>
      ))}
      <p className="hint">{t.password(password)}</p>
      <Section title={t.outbox} id="outbox"><Letters /></Section>
    </Page>
  );
}

function Member({ name, email, part }: { name: string; email: string; part: string }) {
  const { you } = useLoaderData<typeof loader>();
  const { demo: t } = useTexts();
  return (
    <tr>
      <th scope="row">
        <form method="post" action="/demo/sign-in">
          <Hidden name="email" value={email} />
          <Button kind="secondary" label={t.beNamed(name)}>{name}</Button>
        </form>
      </th>
      <td>{part} {email === you ? <Tag tone="done">{t.you}</Tag> : null}</td>
    </tr>
  );
}

function Letters() {
  const { letters } = useLoaderData<typeof loader>();
  const [{ demo: t }, locale, zone] = [useTexts(), useLocale(), useTimeZone()];
  if (!letters) return <p>{t.elsewhere}</p>;
  return (
    <>
      <p>{t.outboxLede}</p>
      {letters.length === 0 ? <Empty title={t.outboxEmpty} /> : (
        <DataTable stacked caption={t.caption} captionHidden head={<><Th>{t.subject}</Th><Th>{t.to}</Th><Th>{t.written}</Th></>}>
          {letters.map(({ id, to, subject, at }) => (
            <tr key={id}><th scope="row"><a href={`/demo/outbox/${id}`}>{subject}</a></th><td><bdi>{to}</bdi></td><td>{formatMoment(at, locale, zone)}</td></tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
