import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ownPath } from "#app/domain/sign-in/rules.ts";
import { ownFactors } from "#app/domain/factor/queries.server.ts";
import { noticeOf } from "#app/http/query.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatDate } from "#app/i18n/format.ts";
import { DataTable, Th } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Buttons, Form, LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Sentences } from "#app/ui/wording.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Writer } from "#app/ui/writer.tsx";

export const loader = signedIn(async ({ ctx, visit, url, t }) => {
  const { passkeys, ...factors } = await ownFactors(ctx);
  const needed = (await visit.signedIn())?.withheld ?? false;
  const next = url.searchParams.get("next");
  return {
    ...factors,
    needed,
    afterReset: !needed && url.searchParams.get("after") === "reset",
    passkeys: passkeys.map(({ credentialId: _, ...shown }) => shown),
    next: next ? ownPath(next) : null,
    done: noticeOf(url, t.factor.changedTitle),
    title: needed ? t.factor.neededTitle : t.factor.title,
  };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

/** Links of the set-up keep the page that somebody was on the way to. */
const onTheWay = (href: string, next: string | null) => (next ? `${href}?next=${encodeURIComponent(next)}` : href);

export default function SecondFactorPage() {
  const { title, needed, required, done, next, factors, afterReset } = useLoaderData<typeof loader>();
  const [{ factor: t, account }] = [useTexts()];
  return (
    <Page
      title={title}
      lede={needed ? t.needed : t.lede}
      width="text"
      back={needed ? undefined : { href: "/account", label: account.own.title }}
    >
      {done ? (
        <Notice kind="success" title={done}>
          {t.others}
        </Notice>
      ) : null}
      {afterReset ? (
        <Notice kind="warning" title={t.afterReset.title}>
          {t.afterReset.text}
        </Notice>
      ) : null}
      {needed || required || factors > 0 ? null : <p>{t.optional}</p>}
      {next && !needed ? (
        <Buttons>
          <LinkButton href={next}>{t.goOn}</LinkButton>
        </Buttons>
      ) : null}
      <Section title={t.passkeys.title}>
        <Passkeys />
      </Section>
      <Section title={t.app.title}>
        <App />
      </Section>
      {factors > 0 ? (
        <Section title={t.codes.title}>
          <Codes />
        </Section>
      ) : null}
    </Page>
  );
}

function Passkeys() {
  const { passkeys, removal, next } = useLoaderData<typeof loader>();
  const [{ passkeys: t }, locale, zone] = [useTexts().factor, useLocale(), useTimeZone()];
  return (
    <>
      <p className="hint">{t.about}</p>
      {passkeys.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <DataTable
          stacked
          caption={t.caption}
          captionHidden
          head={
            <>
              <Th>{t.name}</Th>
              <Th>{t.added}</Th>
              <Th>{t.used}</Th>
              <Th>{t.remove}</Th>
            </>
          }
        >
          {passkeys.map(({ id, name, addedAt, usedAt }) => (
            <tr key={id}>
              <th scope="row">
                <bdi>{name}</bdi>
              </th>
              <td>{formatDate(addedAt, locale, zone)}</td>
              <td>{usedAt ? formatDate(usedAt, locale, zone) : t.never}</td>
              <td>
                <form method="post" action={`/account/second-factor/passkeys/${id}/removal`}>
                  <Button kind="quiet" verdict={removal} label={t.removeNamed(name)}>
                    {t.remove}
                  </Button>
                  <Writer />
                </form>
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Buttons>
        <LinkButton kind="secondary" href={onTheWay("/account/second-factor/passkeys/new", next)}>
          {t.add}
        </LinkButton>
      </Buttons>
    </>
  );
}

function App() {
  const { app, removal, next } = useLoaderData<typeof loader>();
  const [{ app: t }, locale, zone] = [useTexts().factor, useLocale(), useTimeZone()];
  return (
    <>
      <p className="hint">{t.about}</p>
      <p>{app ? t.since(formatDate(app.addedAt, locale, zone)) : t.none}</p>
      <Buttons>
        <LinkButton kind="secondary" href={onTheWay("/account/second-factor/app", next)}>
          {app ? t.replace : t.setUp}
        </LinkButton>
      </Buttons>
      {app ? (
        <Form action="/account/second-factor/app/removal">
          <Buttons>
            <Button kind="quiet" verdict={removal}>
              {t.remove}
            </Button>
          </Buttons>
        </Form>
      ) : null}
    </>
  );
}

function Codes() {
  const { codes, codesMadeAt, next } = useLoaderData<typeof loader>();
  const [{ codes: t }, locale, zone] = [useTexts().factor, useLocale(), useTimeZone()];
  return (
    <>
      {codes === 0 ? (
        <Notice kind="warning">{t.none}</Notice>
      ) : (
        <p>
          <Sentences>
            {t.left(codes)}
            {codesMadeAt ? t.madeOn(formatDate(codesMadeAt, locale, zone)) : null}
          </Sentences>
        </p>
      )}
      <Buttons>
        <LinkButton kind="secondary" href={onTheWay("/account/second-factor/codes", next)}>
          {codes === 0 ? t.make : t.again}
        </LinkButton>
      </Buttons>
    </>
  );
}
