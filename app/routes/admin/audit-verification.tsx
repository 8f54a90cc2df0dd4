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

/** For how long the next part may follow: what was found to hold long ago may have been changed since. */
const PART_COUNTS_MINUTES = 15;

export const loader = signedIn(async ({ ctx, url, visit, t }) => {
  const { seal } = visit.services;
  const [purpose, from] = [`audit-verification ${ctx.actor.id}`, url.searchParams.get("from")];
  const part = await verifyPart(
    ctx,
    from ? reached(seal.open(purpose, from), ctx.now) : null,
    from === null ? 0 : LINKS_PER_PART,
  );
  const until = ctx.now.getTime() + PART_COUNTS_MINUTES * 60_000;
  const next = part.done ? "" : seal.close(purpose, JSON.stringify({ at: part.at, until } satisfies Reached));
  return { part: from === null ? null : part, next: from === null ? "" : next, title: t.audit.verify.title };
});

type Reached = { at: Verified; until: number };

/** Where the part before ended, as this portal said a moment ago; with anything else one begins anew. */
function reached(opened: string | null, now: Date): Verified | null {
  const { at, until } = opened ? (JSON.parse(opened) as Reached) : { at: null, until: 0 };
  return until >= now.getTime() ? at : null;
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function VerificationPage() {
  const { part, next } = useLoaderData<typeof loader>();
  const [{ audit }, locale] = [useTexts(), useLocale()];
  const t = audit.verify;
  const number = (value: number) => formatNumber(value, locale);
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
          title={part.done ? t.holds(number(part.at.links), number(part.at.streams)) : t.sofar(number(part.at.links))}
        >
          {part.done ? t.meaning : t.more}
        </Notice>
      )}
      {part?.done ? null : (
        <Form method="get" action="/audit/verification">
          <Hidden name="from" value={next} />
          <Button>{part ? t.goOn : t.button}</Button>
        </Form>
      )}
      <p className="hint">
        {t.command} <code>npm run portal -- verify-audit</code>
      </p>
    </Page>
  );
}
