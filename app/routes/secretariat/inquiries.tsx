import { type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { momentIn } from "#app/domain/cycle/rules.ts";
import { inquire } from "#app/domain/inquiry/commands.server.ts";
import { inquiryInput } from "#app/domain/inquiry/input.ts";
import { canInquire, mayInquire } from "#app/domain/inquiry/policy.ts";
import { inquiriesAbout } from "#app/domain/inquiry/queries.server.ts";
import { screeningFacts } from "#app/domain/screening/queries.server.ts";
import { isReadable } from "#app/domain/screening/rules.ts";
import { authorise, isTheirs } from "#app/domain/verdict.ts";
import { errorsOf, failed } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { useFieldErrors } from "#app/ui/field-errors.ts";
import { Tag } from "#app/ui/feedback.tsx";
import { Button, ErrorSummary, Form, TextArea, TextInput } from "#app/ui/form.tsx";
import { INQUIRY_TONES } from "#app/ui/inquiry-tones.ts";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { Moment } from "#app/ui/time.tsx";
import { EntryName, Labelled } from "#app/ui/wording.tsx";

export const loader = signedIn(async ({ ctx, id, url, t }) => {
  const entry = await screeningFacts(ctx, id("entryId"));
  const about = await inquiriesAbout(ctx, entry.id);
  const may = canInquire(ctx.actor, { withdrawn: entry.withdrawn, readable: isReadable(entry, ctx.now) });
  const point = entry.findings?.find(({ key, finding }) => finding === "ask" && key === url.searchParams.get("point"));
  return {
    title: t.inquiry.staff.title,
    entry: { id: entry.id, code: entry.code, title: isReadable(entry, ctx.now) ? entry.title : null },
    zone: entry.cycle.timeZone,
    about,
    may,
    draft: point?.reason ?? "",
  };
});

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  authorise(mayInquire(ctx.actor));
  const {
    cycle: { timeZone },
  } = await screeningFacts(ctx, id("entryId"));
  const typed = await form();
  const given = parse(typed, inquiryInput);
  if (!given.ok) return failed(typed, given.errors);
  const dueAt = momentIn(timeZone, given.value.date, "23:59:59");
  if (!dueAt) return failed(typed, { date: "not-a-date" });
  const errors = await errorsOf(
    inquire(ctx, id("entryId"), { question: given.value.question, dueAt }, visit.services.config.publicUrl),
  );
  return errors ? failed(typed, errors) : redirect(`/secretariat/entries/${id("entryId")}/inquiries`, 303);
});

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageTitle(matches, data && `${data.title} – ${data.entry.code}`);

export default function InquiriesPage() {
  const { title, entry, zone, about, may, draft } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const t = useTexts().inquiry.staff;
  const errors = useFieldErrors(refused?.errors, t);
  return (
    <Page
      title={title}
      eyebrow={<EntryName of={entry} />}
      lede={t.lede}
      width="text"
      back={{ href: `/secretariat/entries/${entry.id}`, label: t.back }}
    >
      <ErrorSummary errors={errors} />
      {about.length === 0 ? (
        <p className="muted">{t.none}</p>
      ) : (
        about.map((inquiry) => <Asked key={inquiry.id} inquiry={inquiry} zone={zone} />)
      )}
      {isTheirs(may) ? (
        <Section title={t.ask}>
          <Form>
            <TextArea
              name="question"
              label={t.question}
              rows={4}
              value={refused?.typed["question"] ?? draft}
              error={errors["question"]}
            />
            <TextInput
              name="date"
              type="date"
              label={t.date}
              hint={t.dateHint(zone)}
              width="medium"
              value={refused?.typed["date"]}
              error={errors["date"]}
            />
            <Button verdict={may}>{t.button}</Button>
          </Form>
        </Section>
      ) : null}
    </Page>
  );
}

function Asked({
  inquiry,
  zone,
}: {
  inquiry: ReturnType<typeof useLoaderData<typeof loader>>["about"][number];
  zone: string;
}) {
  const [t, locale] = [useTexts().inquiry.staff, useLocale()];
  const { id, state, fromReviewer, askedBy, askedAt, dueAt, answer, answeredAt, answeredBy, declineReason } = inquiry;
  return (
    <article className="section">
      <p>
        <Tag tone={INQUIRY_TONES[state]}>{t.state[state]}</Tag>
      </p>
      <blockquote dir="auto">
        <Paragraphs text={inquiry.question ?? inquiry.proposal} />
      </blockquote>
      <p className="hint">
        <bdi>{t.asked(askedBy, formatMoment(askedAt, locale, zone))}</bdi>
        {fromReviewer ? ` · ${t.reviewer}` : ""}
      </p>
      {dueAt && !answer ? (
        <p>
          <Labelled label={t.until}>
            <Moment at={dueAt} zone={zone} />
          </Labelled>
        </p>
      ) : null}
      {state === "waiting" ? (
        <p>
          <a href={`/secretariat/inquiries/${id}`}>{t.decide}</a>
        </p>
      ) : null}
      {declineReason ? (
        <p>
          <Labelled label={t.reason}>
            <bdi>{declineReason}</bdi>
          </Labelled>
        </p>
      ) : null}
      {answer ? (
        <>
          <div className="answer" dir="auto">
            <Paragraphs text={answer} />
          </div>
          <p className="hint">
            <bdi>{t.answeredBy(answeredBy ?? "", formatMoment(answeredAt!, locale, zone))}</bdi>
          </p>
        </>
      ) : null}
    </article>
  );
}
