import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ownReceipt } from "#app/domain/proof/receipts.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { say } from "#app/i18n/localised.ts";
import { sayMark } from "#app/i18n/marks.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => ({
  ...(await ownReceipt(ctx, visit.services.logKey, id("assignmentId"))),
  assignmentId: id("assignmentId"),
  title: t.proof.receipt.review.title,
}));

export default function OwnReceiptPage() {
  const { text, scores, at, proof, assignmentId, title } = useLoaderData<typeof loader>();
  const {
    proof: {
      receipt: { review: t },
    },
    review,
    rubric,
  } = useTexts();
  const locale = useLocale();
  return (
    <Page
      title={title}
      lede={t.lede}
      width="text"
      back={{ href: `/judging/assignments/${assignmentId}`, label: review.sheet.toSheet }}
    >
      <SummaryList
        rows={[
          ...scores.map(({ name, mark, ...scale }, at) => ({
            key: String(at),
            label: say(name, locale),
            value: <strong>{sayMark(scale, mark, rubric.marks, locale)}</strong>,
          })),
          { key: "at", label: t.at, value: <time dateTime={at}>{at}</time> },
        ]}
      />
      <Section title={t.text}>
        <p>{t.keep}</p>
        <pre className="receipt" tabIndex={0}>
          {text}
        </pre>
      </Section>
      <Section title={t.proof}>
        <p>{proof ? t.proofText : t.waiting}</p>
        {proof ? (
          <pre className="receipt" tabIndex={0}>
            {proof}
          </pre>
        ) : null}
      </Section>
    </Page>
  );
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);
