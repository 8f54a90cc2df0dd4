import { data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Refused } from "#app/domain/errors.ts";
import { proposePackage } from "#app/domain/package/commands.server.ts";
import { allPackages, checkPackage } from "#app/domain/package/queries.server.ts";
import { reasonInput } from "#app/domain/proposal/input.ts";
import { formOf } from "#app/domain/question/queries.server.ts";
import { failed, orRefusal } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { DataTable, SummaryList, Th } from "#app/ui/data.tsx";
import { Notice, Tag } from "#app/ui/feedback.tsx";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Button, Buttons, ErrorSummary, FileInput, Form, Hidden, LinkButton, TextArea } from "#app/ui/form.tsx";
import { useLocale, useTexts, useTimeZone } from "#app/ui/locale.tsx";
import { PackedSaves, useLabels } from "#app/ui/packed-saves.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Moment } from "#app/ui/time.tsx";
import { togetherRow } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, t }) => ({
  title: t.cycle.signedPackage.title,
  proposals: await allPackages(ctx),
}));

/** Looks at a file, which changes nothing and keeps nothing; or proposes what it has looked at. */
export const action = signedIn(
  async ({
    ctx,
    formWithFile,
    visit: {
      services: { logKey, files, config },
    },
  }) => {
    const { form: sent, file } = await formWithFile("package");
    const note = file ? new TextDecoder().decode(file) : sent.get("note");
    if (!note) return failed(sent, { package: "required" });
    const given = sent.has("note") ? parse(sent, reasonInput) : null;
    const proposed = given?.ok
      ? await orRefusal(proposePackage(ctx, { logKey, files }, { note, ...given.value }, config.publicUrl))
      : null;
    if (typeof proposed === "string") return redirect(`/secretariat/packages/${proposed}`, 303);
    const found = await checkPackage(ctx, logKey, note);
    const form = found.outcome === "known" ? await formOf(ctx, found.entry.cycle.id) : [];
    const errors = given && !given.ok ? given.errors : {};
    return data(
      { errors, reason: sent.get("reason"), found, note, form, refused: proposed?.because ?? null },
      { status: proposed instanceof Refused ? 409 : given ? 422 : 200 },
    );
  },
);

export const meta: MetaFunction<typeof loader> = ({ data: loaded, matches }) => pageTitle(matches, loaded?.title);

export default function PackagesPage() {
  const { title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const {
    cycle: { overview, signedPackage: t },
    question,
    admin,
  } = useTexts();
  const found = useFieldErrors(answer?.errors, { reason: admin.proposals.reason });
  const errors: Record<string, string> = found["package"] ? { package: question.problems.missing } : found;
  const isKnown = answer !== undefined && "found" in answer && answer.found.outcome === "known";
  return (
    <Page title={title} lede={t.lede} back={{ href: "/secretariat", label: overview.title }} width="text">
      <ErrorSummary errors={errors} />
      {answer && "found" in answer ? <Outcome /> : null}
      {isKnown ? (
        <p>
          <LinkButton kind="secondary" href="/secretariat/packages">
            {title}
          </LinkButton>
        </p>
      ) : (
        <Form encType="multipart/form-data">
          <FileInput name="package" label={t.file} hint={t.fileHint} accept="text/plain" error={errors["package"]} />
          <Buttons>
            <Button>{t.button}</Button>
          </Buttons>
        </Form>
      )}
      <Proposals />
    </Page>
  );
}

function useFound() {
  const answer = useActionData<typeof action>()!;
  if (!("found" in answer)) throw new TypeError("nothing was looked at");
  return answer;
}

function Outcome() {
  const { found, form } = useFound();
  const [t, locale] = [useTexts().cycle.signedPackage, useLocale()];
  if (found.outcome === "unsigned")
    return (
      <Notice kind="danger" title={t.unsigned}>
        <p>{t.unsignedText}</p>
      </Notice>
    );
  if (found.outcome === "unknown")
    return (
      <Notice kind="warning" title={t.signed}>
        <p>{t.unknown}</p>
        <Told found={found} />
      </Notice>
    );
  const [missing, all] = [found.saves.filter(({ stored }) => !stored).length, found.saves.length];
  return (
    <>
      <Notice kind={missing === 0 ? "success" : "warning"} title={t.signed}>
        <p>{missing === 0 ? t.whole : t.missing(formatNumber(missing, locale), formatNumber(all, locale))}</p>
        <Told found={found} />
      </Notice>
      {found.overLimit ? <p>{t.acceptance.overLimit}</p> : null}
      <Acceptance />
      <PackedSaves saves={found.saves} form={form} zone={found.entry.cycle.timeZone} />
    </>
  );
}

type Signed = Extract<ReturnType<typeof useFound>["found"], { told: unknown }>;

/** What a signed package tells of itself, and whether it was in time. */
function Told({ found }: { found: Signed }) {
  const { cycle, coApplicant } = useTexts();
  const { told } = found;
  const [t, zone] = [cycle.signedPackage, found.outcome === "known" ? found.entry.cycle.timeZone : "UTC"];
  return (
    <>
      {told.revoked ? <p>{t.revoked}</p> : null}
      <SummaryList
        rows={[
          {
            key: "code",
            label: t.rows.code,
            value: (
              <>
                {told.code} · <bdi>{told.city}</bdi>
              </>
            ),
          },
          togetherRow(coApplicant, told.together),
          { key: "saved", label: t.rows.saved, value: <Moment at={told.saved} zone={zone} /> },
          found.outcome === "known" && {
            key: "closes",
            label: t.rows.closes,
            value: (
              <>
                <Moment at={found.closesAt} zone={zone} />{" "}
                <Tag tone={found.inTime ? "done" : "warning"}>{found.inTime ? t.inTime : t.late}</Tag>
              </>
            ),
          },
          { key: "made", label: t.rows.made, value: <Moment at={told.made} zone={zone} /> },
          { key: "sha256", label: t.rows.sha256, value: <code className="hash">{told.sha256}</code> },
        ]}
      />
    </>
  );
}

/** What can be done with a package that is the portal's: propose to accept it, or give the entry more time. */
function Acceptance() {
  const { found, form, refused } = useFound();
  const [{ cycle, refusals }, locale, labels] = [useTexts(), useLocale(), useLabels(form)];
  const { acceptance: t, next } = cycle.signedPackage;
  if (found.outcome !== "known") return null;
  const because = refused ?? (found.acceptance.allowed ? null : found.acceptance.because);
  // What will pass by itself leaves what was typed, to be sent again.
  const isPassing = because === "files-away";
  return (
    <Section title={t.title}>
      {isPassing ? (
        <Notice kind="warning">{refusals[because]}</Notice>
      ) : because ? (
        <p>
          {t.refused} {refusals[because]}
        </p>
      ) : (
        <p>{t.text}</p>
      )}
      {because === "package-incomplete" ? (
        <p>
          {t.lacking(
            formatList(
              found.missing.map((key) => labels.get(key) ?? key),
              locale,
            ),
          )}
        </p>
      ) : null}
      {because && !isPassing ? null : <Proposing />}
      {found.extension?.allowed ? (
        <p>
          {next} <a href={`/secretariat/entries/${found.entry.id}/extension`}>{cycle.extension.title}</a>
        </p>
      ) : null}
    </Section>
  );
}

function Proposing() {
  const { note, reason, errors } = useFound();
  const { cycle, admin } = useTexts();
  const [t, { reason: label }] = [cycle.signedPackage.acceptance, admin.proposals];
  const sentences = useFieldErrors(errors, { reason: label });
  return (
    <Form encType="multipart/form-data">
      <Hidden name="note" value={note} />
      <TextArea name="reason" label={label} hint={t.reasonHint} value={reason} error={sentences["reason"]} rows={4} />
      <Buttons>
        <Button>{t.button}</Button>
      </Buttons>
    </Form>
  );
}

/** What waits for a second person, and what was decided. */
function Proposals() {
  const { proposals } = useLoaderData<typeof loader>();
  const [
    {
      cycle: {
        signedPackage: { acceptance, rows },
      },
      admin: { proposals: t },
    },
    zone,
  ] = [useTexts(), useTimeZone()];
  if (proposals.length === 0) return null;
  return (
    <Section title={acceptance.proposals}>
      <DataTable
        stacked
        caption={acceptance.proposals}
        captionHidden
        head={
          <>
            <Th>{rows.code}</Th>
            <Th>{t.by}</Th>
            <Th>{t.at}</Th>
            <Th>{t.state}</Th>
          </>
        }
      >
        {proposals.map(({ id, code, cityName, byName, at, outcome }) => (
          <tr key={id}>
            <th scope="row">
              <a href={`/secretariat/packages/${id}`}>{code}</a> <bdi>{cityName}</bdi>
            </th>
            <td>
              <bdi>{byName}</bdi>
            </td>
            <td>
              <Moment at={at} zone={zone} />
            </td>
            <td>
              <Tag tone={outcome ? "neutral" : "progress"}>{outcome ? t.outcomes[outcome] : t.open}</Tag>
            </td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
