import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { mayExtend } from "#app/domain/extension/policy.ts";
import { checkPackage } from "#app/domain/extension/queries.server.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { failed } from "#app/http/answers.server.ts";
import { readFormWithFile } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { DataTable, Num, SummaryList, Th } from "#app/ui/data.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, FileInput, Form } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { questionLabel } from "#app/ui/question-field.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(({ ctx, t }) => {
  authorise(mayExtend(ctx.actor));
  return { title: t.cycle.signedPackage.title };
});

/** Looks at a file; changes nothing and keeps nothing. */
export const action = signedIn(async ({ ctx, request, visit }) => {
  authorise(mayExtend(ctx.actor));
  const { form: sent, file } = await readFormWithFile(request, "package");
  if (!file) return failed(sent, { package: "required" });
  const found = await checkPackage(ctx, visit.services.logKey, file);
  return { errors: {}, found, form: found.outcome === "known" ? await formOf(ctx, found.entry.cycle.id) : [] };
});

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => pageTitle(matches, data?.title);

export default function PackagesPage() {
  const { title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [{ cycle: { overview, signedPackage: t }, question }, found] = [useTexts(), useFieldErrors(answer?.errors)];
  const errors: Record<string, string> = found["package"] ? { package: question.problems.missing } : {};
  return (
    <Page title={title} lede={t.lede} back={{ href: "/secretariat", label: overview.title }} width="text">
      <ErrorSummary errors={errors} />
      {answer && "found" in answer ? <Outcome /> : null}
      <Form encType="multipart/form-data">
        <FileInput name="package" label={t.file} hint={t.fileHint} accept="text/plain" error={errors["package"]} />
        <Buttons><Button>{t.button}</Button></Buttons>
      </Form>
    </Page>
  );
}

function useFound() {
  const answer = useActionData<typeof action>()!;
  if (!("found" in answer)) throw new TypeError("nothing was looked at");
  return answer;
}

function Outcome() {
  const { found } = useFound();
  const [{ cycle: { signedPackage: t, extension }, refusals }, locale] = [useTexts(), useLocale()];
  if (found.outcome === "unsigned") return <Notice kind="danger" title={t.unsigned}><p>{t.unsignedText}</p></Notice>;
  const { told } = found;
  const zone = found.outcome === "known" ? found.entry.cycle.timeZone : "UTC";
  const rows = [
    { key: "code", label: t.rows.code, value: <>{told.code} · <bdi>{told.city}</bdi></> }, { key: "saved", label: t.rows.saved, value: <Moment at={told.saved} zone={zone} /> },
    ...(found.outcome === "known" ? [{ key: "closes", label: t.rows.closes, value: <><Moment at={found.closesAt} zone={zone} /> <Tag tone={found.inTime ? "done" : "warning"}>{found.inTime ? t.inTime : t.late}</Tag></> }] : []),
    { key: "made", label: t.rows.made, value: <Moment at={told.made} zone={zone} /> }, { key: "sha256", label: t.rows.sha256, value: <code className="hash">{told.sha256}</code> },
  ];
  if (found.outcome === "unknown") return <Notice kind="warning" title={t.signed}><p>{t.unknown}</p><SummaryList rows={rows} /></Notice>;
  const [missing, all] = [found.saves.filter(({ stored }) => !stored).length, found.saves.length];
  return (
    <>
      <Notice kind={missing === 0 ? "success" : "warning"} title={t.signed}>
        <p>{missing === 0 ? t.whole : t.missing(formatNumber(missing, locale), formatNumber(all, locale))}</p>
        <SummaryList rows={rows} />
        {found.extension?.allowed ? <p>{t.next} <a href={`/secretariat/entries/${found.entry.id}/extension`}>{extension.title}</a></p> : found.extension ? <p>{t.refused} {refusals[found.extension.because]}</p> : null}
      </Notice>
      <Saves />
    </>
  );
}

function Saves() {
  const { found, form } = useFound();
  const [texts, locale] = [useTexts(), useLocale()];
  const t = texts.cycle.signedPackage;
  if (found.outcome !== "known" || found.saves.length === 0) return null;
  const labels = new Map(form.flatMap(({ questions }) => questions).map((question) => [question.key, questionLabel(question, texts, locale)]));
  const place = new Map([...labels.keys()].map((key, index) => [key, index]));
  const saves = found.saves.toSorted((a, b) => (place.get(a.question) ?? 0) - (place.get(b.question) ?? 0));
  return (
    <Section title={t.saves}>
      <DataTable stacked caption={t.saves} captionHidden head={<><Th>{t.columns.what}</Th><Th numeric>{t.columns.version}</Th><Th>{t.columns.saved}</Th><Th>{t.columns.here}</Th></>}>
        {saves.map(({ question, name, version, saved, stored, late }, index) => (
          <tr key={index}>
            <th scope="row">{name === null ? labels.get(question) ?? question : <bdi>{name}</bdi>}</th>
            <Num>{version === null ? "–" : formatNumber(version, locale)}</Num>
            <td><Moment at={saved} zone={found.entry.cycle.timeZone} />{late ? <> <Tag tone="warning">{t.late}</Tag></> : null}</td>
            <td><Tag tone={stored ? "done" : "danger"}>{stored ? t.stored : t.notStored}</Tag></td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
