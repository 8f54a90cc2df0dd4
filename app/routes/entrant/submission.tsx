import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { placeOfEntry } from "#app/domain/commitment/queries.server.ts";
import { canEdit } from "#app/domain/entry/policy.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { bareIn, readSnapshot } from "#app/domain/entry/sealed.ts";
import { type Refusal, Refused } from "#app/domain/errors.ts";
import { orRefusal } from "#app/http/answers.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatBytes, formatDate, formatMoment, formatNumber, formatUnits } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { SealedSignOff } from "#app/ui/endorsement-state.tsx";
import { DataTable, Num, SummaryList, Th } from "#app/ui/data.tsx";
import { Unsent } from "#app/ui/entry-banner.tsx";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { SealedSections } from "#app/ui/sealed-entry.tsx";
import { Labelled, togetherRow } from "#app/ui/wording.tsx";
import { Moment } from "#app/ui/time.tsx";

export const loader = signedIn(async ({ ctx, id, t, visit }) => {
  const { snapshot, number, receivedAt, acceptedAt, sha256, kind, awaited, submittedBy } = await getLastSubmission(
    ctx,
    id("entryId"),
  );
  const draft = await getDraft(ctx, id("entryId"));
  const { form, unsent, cycle, programme } = draft;
  return {
    title: t.entry.receipt.title,
    entryId: id("entryId"),
    number,
    receivedAt,
    acceptedAt,
    sha256,
    kind,
    awaited,
    submittedBy,
    sealed: readSnapshot(snapshot),
    bare: bareIn(draft.form, readSnapshot(snapshot)).map(({ attachmentId, questionKey, name }) => ({
      id: attachmentId,
      name,
      section: form.find(({ questions }) => questions.some(({ key }) => key === questionKey))!.key,
    })),
    form,
    unsent,
    edit: canEdit(ctx.actor, draft, ctx.now),
    waits: visit.services.logKey.ring?.isHalted() ?? false,
    withdrawn: draft.withdrawnAt !== null,
    place: await placeOfEntry(ctx, id("entryId")),
    cycle: {
      name: cycle.name,
      timeZone: cycle.timeZone,
      graceSeconds: cycle.graceSeconds,
      resultsExpectedAt: cycle.resultsExpectedAt,
    },
    contactEmail: programme.contactEmail,
  };
});

const SHOWN_BY_CHECK: readonly Refusal[] = ["entry-incomplete", "endorsement-needed", "city-limit", "framework-limit"];

/** Refused, it leads back to the check page, which lists what is missing, or is thrown as the 409 that it is. */
export const action = signedIn(async ({ ctx, id, visit }) => {
  const outcome = await orRefusal(submitEntry(ctx, id("entryId"), visit.services.config.publicUrl));
  if (!(outcome instanceof Refused)) return redirect(`/entries/${id("entryId")}/submission`, 303);
  if (!SHOWN_BY_CHECK.includes(outcome.because)) throw outcome;
  return redirect(`/entries/${id("entryId")}/check?refused`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.sealed.code}`);

export default function ReceiptPage() {
  const { title, entryId, sealed, form, unsent, edit, cycle, contactEmail, waits } = useLoaderData<typeof loader>();
  const [{ entry: t, documents }, locale] = [useTexts(), useLocale()];
  return (
    <Page
      title={title}
      eyebrow={say(cycle.name, locale)}
      lede={
        <p>
          <bdi>{sealed.title}</bdi> – <bdi>{sealed.cityName}</bdi>
        </p>
      }
      back={{ href: `/entries/${entryId}`, label: t.receipt.back }}
      width="text"
    >
      {unsent ? <Unsent id={entryId} edit={edit} /> : null}
      <Bare />
      <Facts />
      <Signed />
      <Section title={t.receipt.next}>
        <ol>
          {(["mailed", "again", "checked", "read"] as const).map((step) =>
            (step === "again" && !edit.allowed) || (step === "mailed" && waits) ? null : (
              <li key={step}>{t.receipt.steps[step]}</li>
            ),
          )}
        </ol>
        {cycle.resultsExpectedAt ? (
          <p>
            <Labelled label={t.receipt.results}>{formatDate(cycle.resultsExpectedAt, locale, cycle.timeZone)}</Labelled>
          </p>
        ) : null}
        <p>
          <Labelled label={t.receipt.contact}>
            <a href={`mailto:${contactEmail}`}>{contactEmail}</a>
          </Labelled>
        </p>
      </Section>
      <Files />
      <Section title={t.receipt.sealed}>
        <p>{t.receipt.copy}</p>
        <p>
          <LinkButton kind="secondary" href={`/entries/${entryId}/copy.pdf`}>
            {documents.copy.link}
          </LinkButton>
        </p>
        <p className="hint">{documents.copy.hint}</p>
      </Section>
      <SealedSections form={form} sealed={sealed} />
    </Page>
  );
}

/** Pictures that were sealed without words, as those are that arrived after their entry was sent. */
function Bare() {
  const { bare, edit, entryId } = useLoaderData<typeof loader>();
  const t = useTexts().entry.receipt;
  if (bare.length === 0) return null;
  return (
    <Notice kind="warning" title={t.bare}>
      <p>{t.bareHint}</p>
      <ul>
        {bare.map(({ id, section, name }) => (
          <li key={id}>
            {edit.allowed ? (
              <a href={`/entries/${entryId}/sections/${section}#caption-${id}`}>
                <bdi>{name}</bdi>
              </a>
            ) : (
              <bdi>{name}</bdi>
            )}
          </li>
        ))}
      </ul>
      {edit.allowed ? <p>{t.bareAct}</p> : edit.because === "call-closed" ? <p>{t.bareOver}</p> : null}
    </Notice>
  );
}

/** What a city needs to prove later that it was in time and with what. */
function Facts() {
  const { sealed, number, receivedAt, acceptedAt, sha256, awaited, cycle } = useLoaderData<typeof loader>();
  const [{ coApplicant, endorsement, entry }, locale] = [useTexts(), useLocale()];
  const t = entry.receipt;
  return (
    <SummaryList
      rows={[
        { key: "code", label: t.reference, value: <strong>{sealed.code}</strong> },
        { key: "number", label: t.number, value: formatNumber(number, locale) },
        { key: "received", label: t.received, value: <Moment at={receivedAt} zone={cycle.timeZone} /> },
        { key: "utc", label: t.receivedUtc, value: <Utc at={receivedAt} /> },
        acceptedAt && { key: "accepted", label: t.accepted, value: <Moment at={acceptedAt} zone={cycle.timeZone} /> },
        acceptedAt && { key: "accepted-utc", label: t.acceptedUtc, value: <Utc at={acceptedAt} /> },
        { key: "by", label: t.by, value: <SubmittedBy /> },
        awaited.length > 0 && {
          key: "grace",
          label: t.grace,
          value: <Hinted hint={t.graceHint}>{formatUnits(cycle.graceSeconds, "second", locale)}</Hinted>,
        },
        awaited.length > 0 && {
          key: "awaited",
          label: t.awaited,
          value: (
            <Hinted hint={t.awaitedHint}>
              {awaited.map(({ key, name }) => (
                <p key={key}>
                  <bdi>{name || t.unnamed}</bdi>
                </p>
              ))}
            </Hinted>
          ),
        },
        togetherRow(coApplicant, sealed.coApplicants),
        sealed.endorsement && {
          key: "endorsement",
          label: endorsement.title,
          value: <SealedSignOff {...sealed.endorsement} zone={cycle.timeZone} />,
        },
        {
          key: "hash",
          label: t.hash,
          value: (
            <Hinted hint={t.hashHint}>
              <code className="hash">{sha256}</code>
            </Hinted>
          ),
        },
      ]}
    />
  );
}

function Utc({ at }: { at: Date }) {
  const locale = useLocale();
  return <time dateTime={new Date(at).toISOString()}>{formatMoment(at, locale, "UTC")}</time>;
}

function Hinted({ hint, children }: { hint: string; children: ReactNode }) {
  return (
    <>
      {children}
      <p className="hint">{hint}</p>
    </>
  );
}

/** Who sent it, or what was sent in nobody's name. */
function SubmittedBy() {
  const { kind, submittedBy } = useLoaderData<typeof loader>();
  const t = useTexts().entry.receipt;
  if (kind === "automatic" || kind === "package") return t[kind];
  return (
    <>
      <bdi>{submittedBy}</bdi>
      {kind === "completed" ? <p className="hint">{t.completed}</p> : null}
    </>
  );
}

/** The portal's promise, and, once the list of entries is sealed, the place in it. */
function Signed() {
  const { place, withdrawn, entryId, waits } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().proof.receipt, useLocale()];
  if (place === undefined) return null;
  const files = waits ? [] : [["receipt.txt", t.download], ...(place ? [["receipt.tlog-proof", t.logProof]] : [])];
  return (
    <Section title={t.own}>
      <p>{waits ? t.ownWaits : t.ownText}</p>
      {place ? <p>{t.place(formatNumber(place.number, locale), formatNumber(place.entries, locale))}</p> : null}
      {place || withdrawn ? null : <p>{t.open}</p>}
      <p>
        {files.map(([file, label]) => (
          <span key={file}>
            <a href={`/entries/${entryId}/${file}`}>{label}</a> ·{" "}
          </span>
        ))}
        <a href="/receipts">{t.link}</a>
      </p>
    </Section>
  );
}

function Files() {
  const {
    sealed: { files },
  } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().entry.receipt, useLocale()];
  if (files.length === 0) return null;
  return (
    <Section title={t.files}>
      <DataTable
        stacked
        caption={t.filesCaption}
        captionHidden
        head={
          <>
            <Th>{t.columns.file}</Th>
            <Th numeric>{t.columns.size}</Th>
            <Th>{t.columns.hash}</Th>
          </>
        }
      >
        {files.map(({ attachmentId, name, size, sha256 }) => (
          <tr key={attachmentId}>
            <td>
              <a href={`/attachments/${attachmentId}`}>
                <bdi>{name}</bdi>
              </a>
            </td>
            <Num>{formatBytes(size, locale)}</Num>
            <td>
              <code className="hash">{sha256}</code>
            </td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
