import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { receiptInput } from "#app/domain/proof/input.ts";
import { checkCopy, checkReceipt } from "#app/domain/proof/receipts.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { SummaryList } from "#app/ui/data.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, FileInput, Form, Hidden, TextArea, TextInput } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";

export const loader = anyone(({ visit, locale }) => ({ locale, here: `${visit.services.config.publicUrl}/receipts` }));

/**
 * Looks a receipt up; changes nothing and keeps nothing. A form, not an address: receipts do not belong into anybody's
 * history of pages.
 */
export const action = anyone(async ({ ctx, visit, formWithFile }) => {
  const { form: sent, file } = await formWithFile("pdf");
  if (file) return { errors: {}, typed: {}, found: await checkCopy(ctx, visit.services.logKey, file) };
  if (sent.has("file")) return failed(sent, { pdf: "required" });
  const given = parse(sent, receiptInput);
  if (!given.ok) return failed(sent, given.errors);
  if (!given.value.receipt && !(given.value.reference && given.value.sha256))
    return failed(sent, { receipt: "required" });
  return { errors: {}, typed: sent.typed(), found: await checkReceipt(ctx, visit.services.logKey, given.value) };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => {
  if (!data) return [];
  const { title, lede } = textsOf(data.locale).proof.receipt;
  return publicMeta({ title, description: lede, here: data.here, locale: data.locale, matches });
};

type Found = Awaited<ReturnType<typeof checkReceipt | typeof checkCopy>>;

export default function ReceiptPage() {
  useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [t, errors] = [useTexts().proof.receipt, useErrors()];
  return (
    <Page title={t.title} lede={t.lede} width="text">
      <ErrorSummary errors={errors} />
      {answer && "found" in answer ? <Outcome found={answer.found} /> : null}
      {answer && "found" in answer && "revoked" in answer.found ? <Notice kind="warning">{t.revoked}</Notice> : null}
      <Form encType="multipart/form-data">
        <Hidden name="file" value="yes" />
        <FileInput name="pdf" label={t.file.label} hint={t.file.hint} accept="application/pdf" error={errors["pdf"]} />
        <Buttons>
          <Button>{t.file.button}</Button>
        </Buttons>
      </Form>
      <Section title={t.file.byText}>
        <ByText />
      </Section>
      <Section title={t.limits}>
        <p>{t.limitsText}</p>
      </Section>
    </Page>
  );
}

function useErrors(): Record<string, string> {
  const codes: Record<string, string> = useActionData<typeof action>()?.errors ?? {};
  const found = useFieldErrors(codes);
  const { proof, question } = useTexts();
  if (codes["pdf"]) return { pdf: question.problems.missing };
  return codes["receipt"] === "required" ? { ...found, receipt: proof.receipt.needed } : found;
}

/** A receipt's words, or a reference with its hash. */
function ByText() {
  const typed = (useActionData<typeof action>()?.typed ?? {}) as Record<string, string>;
  const [t, errors] = [useTexts().proof.receipt, useErrors()];
  return (
    <Form>
      <TextArea
        name="receipt"
        label={t.text}
        hint={t.textHint}
        rows={12}
        value={typed["receipt"]}
        error={errors["receipt"]}
        optional
      />
      <p>{t.or}</p>
      <TextInput
        name="reference"
        label={t.code}
        hint={t.codeHint}
        width="medium"
        value={typed["reference"]}
        error={errors["reference"]}
        optional
      />
      <TextInput
        name="sha256"
        label={t.sha256}
        hint={t.sha256Hint}
        value={typed["sha256"]}
        error={errors["sha256"]}
        optional
      />
      <Buttons>
        <Button kind="secondary">{t.button}</Button>
      </Buttons>
    </Form>
  );
}

/** What the portal knows of it. */
function Outcome({ found }: { found: Found }) {
  const t = useTexts().proof.receipt;
  switch (found.outcome) {
    case "unknown":
    case "unmatched":
      return (
        <Notice kind="warning" title={t[found.outcome]}>
          <p>{found.outcome === "unknown" ? t.unknownText : t.unmatchedText}</p>
        </Notice>
      );
    case "broken":
      return (
        <Notice kind="danger" title={t.broken}>
          <p>{t.brokenText}</p>
        </Notice>
      );
    case "copy-unsigned":
      return (
        <Notice kind="warning" title={t.files[found.outcome].title}>
          <p>{t.files[found.outcome].text}</p>
        </Notice>
      );
    case "personal":
      return (
        <Notice kind="success" title={t.personal[found.about]}>
          <p>{t.personal.text}</p>
        </Notice>
      );
    default:
      return <Known found={found} />;
  }
}

type KnownEntry = Extract<Found, { sha256: string }>;

/** A submission that the portal has: whether it is what was kept, and where it stands among the sealed ones. */
function Known({ found }: { found: KnownEntry }) {
  const [t, locale] = [useTexts().proof.receipt, useLocale()];
  const { outcome, code, version, received, accepted, sha256, kept, place, replaced, missing } = found;
  const said = {
    signed: { title: t.signed, text: t.signedText },
    known: { title: t.known, text: t.knownText },
    unshown: { title: t.unshown, text: t.unshownText },
    "not-kept": { title: t.notKept, text: t.notKeptText },
    ...t.files,
  }[outcome];
  const wrong = outcome === "copy-changed" || !kept;
  const list = place
    ? t.place(formatNumber(place.number, locale), formatNumber(place.entries, locale))
    : missing
      ? t.missing
      : t.open;
  return (
    <Notice kind={wrong ? "danger" : missing || outcome === "unshown" ? "warning" : "success"} title={said.title}>
      <p>{said.text}</p>
      <SummaryList
        rows={[
          { key: "code", label: t.rows.code, value: code },
          { key: "version", label: t.rows.version, value: version },
          { key: "received", label: t.rows.received, value: <time dateTime={received}>{received}</time> },
          accepted
            ? { key: "accepted", label: t.rows.accepted, value: <time dateTime={accepted}>{accepted}</time> }
            : null,
          { key: "sha256", label: t.rows.sha256, value: <code className="hash">{sha256}</code> },
        ]}
      />
      {replaced ? <p>{t.replaced}</p> : null}
      {kept && (place || !replaced) ? <p>{list}</p> : null}
      {outcome === "copy-changed" && !kept ? <p>{t.notKeptText}</p> : null}
    </Notice>
  );
}
