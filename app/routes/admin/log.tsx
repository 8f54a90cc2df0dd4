import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { canVerifyTrail } from "#app/domain/audit/policy.ts";
import { lastCheckpoint, verifyLog } from "#app/domain/commitment/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

/** Where the public log stands; recomputed from its first leaf where that is asked for. */
export const loader = signedIn(async ({ ctx, url, t }) => {
  authorise(canVerifyTrail(ctx.actor));
  const asked = url.searchParams.has("run");
  const log = asked ? await verifyLog(ctx.db) : null;
  return { title: t.audit.publicLog.title, checkpoint: await lastCheckpoint(ctx), log };
});

export default function LogPage() {
  const { title, checkpoint, log } = useLoaderData<typeof loader>();
  const [{ audit: { publicLog: t } }, locale] = [useTexts(), useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <Page title={title} lede={t.lede} width="text" back={{ href: "/audit", label: t.back }}>
      {log ? (
        <Notice kind={log.faults.length === 0 ? "success" : "danger"} title={log.faults.length === 0 ? t.holds : t.broken}>
          <p>{t.counted(number(log.leaves), number(log.checkpoints))}</p>
          {log.faults.length > 0 ? <ul>{log.faults.slice(0, 50).map((fault) => <li key={fault}><code>{fault}</code></li>)}</ul> : null}
        </Notice>
      ) : null}
      <p><LinkButton href="/audit/log?run">{t.run}</LinkButton></p>
      <Section title={t.checkpoint}><p>{checkpoint ? t.checkpointText : t.none}</p>{checkpoint ? <pre className="receipt" tabIndex={0}>{checkpoint}</pre> : null}</Section>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
