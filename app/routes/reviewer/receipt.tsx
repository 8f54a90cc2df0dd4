import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ownReceipt } from "#app/domain/proof/receipts.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { useTexts } from "#app/ui/locale.tsx";
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
    ui,
  } = useTexts();
  return (
    <Page
      title={title}
      lede={t.lede}
      width="text"
      back={{ href: `/judging/assignments/${assignmentId}`, label: review.sheet.toSheet }}
    >
      <SummaryList
        rows={[
          {
            key: "scores",
            label: t.scores,
            value: <strong>{scores.map((score) => score ?? rubric.marks.notApplicable).join(ui.comma)}</strong>,
          },
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
