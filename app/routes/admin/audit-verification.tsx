import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { verifyPart, type Verified } from "#app/domain/audit/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { Button, Form, Hidden } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page } from "#app/ui/page.tsx";

/** About a second of work; a longer chain is verified in several parts. */
const LINKS_PER_PART = 20_000;

export const loader = signedIn(async ({ ctx, url, t }) => {
  const asked = url.searchParams.has("stream");
  const part = await verifyPart(ctx, verifiedIn(url), asked ? LINKS_PER_PART : 0);
  return { part: asked ? part : null, title: t.audit.verify.title };
});

/** Where the last part ended, from the form that asks for the next one. */
function verifiedIn({ searchParams }: URL): Verified | null {
  const stream = searchParams.get("stream") ?? "";
  const number = (name: string) =>
    /^\d{1,12}$/.test(searchParams.get(name) ?? "") ? Number(searchParams.get(name)) : 0;
  return /^(system|(entry|round):[0-9a-f-]{36})$/.test(stream)
    ? { stream, seq: number("seq"), streams: number("streams"), links: number("links") }
    : null;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function VerificationPage() {
  const { part } = useLoaderData<typeof loader>();
  const [{ audit }, locale] = [useTexts(), useLocale()];
  const t = audit.verify;
  const number = (value: number) => formatNumber(value, locale);
  const at = part?.at ?? { stream: "", seq: 0, streams: 0, links: 0 };
  return (
    <Page title={t.title} lede={t.lede} width="text" back={{ href: "/audit", label: audit.title }}>
      {part === null ? null : part.faults.length > 0 ? (
        <Notice kind="danger" title={t.broken}>
          <ul>
            {part.faults.map(({ stream, seq, what }) => (
              <li key={`${stream} ${seq} ${what}`}>
                <code>
                  {stream} {seq}
                </code>
                : {t.faults[what]}
              </li>
            ))}
          </ul>
        </Notice>
      ) : (
        <Notice
          kind={part.done ? "success" : "info"}
          title={part.done ? t.holds(number(at.links), number(at.streams)) : t.sofar(number(at.links))}
        >
          {part.done ? t.meaning : t.more}
        </Notice>
      )}
      {part?.done ? null : (
        <Form method="get" action="/audit/verification">
          {Object.entries(at).map(([name, value]) => (
            <Hidden key={name} name={name} value={value} />
          ))}
          <Button>{part ? t.goOn : t.button}</Button>
        </Form>
      )}
      <p className="hint">
        {t.command} <code>npm run portal -- verify-audit</code>
      </p>
    </Page>
  );
}
