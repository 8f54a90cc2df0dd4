import type { Progress } from "#app/domain/assignment/rules.ts";
import { formatNumber, formatUnits } from "#app/i18n/format.ts";
import { Facts } from "./data.tsx";
import { Notice } from "./feedback.tsx";
import { Button, Form, Hidden } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Labelled } from "./wording.tsx";

/** Why nothing is searched for. */
type Ended = { ended: "unbegun" | "stopped" } | { ended: "failed"; why: "ended" | "fault"; words: string | null };

/** A search that nobody has asked for, that somebody stopped or that failed, and a button that asks for it. */
export function NotSearching({ search, again }: { search: Ended; again: boolean }) {
  const t = useTexts().assignment.searching;
  return (
    <>
      {search.ended === "failed" ? (
        <Failed why={search.why} words={search.words} />
      ) : (
        <Notice kind="info" title={t[search.ended]}>
          <p>{search.ended === "unbegun" ? t.unbegunText : t.cancelHint}</p>
        </Notice>
      )}
      <Form action="balanced/search">
        {again ? <Hidden name="again" value="yes" /> : null}
        <Button>{search.ended === "unbegun" ? t.begin : t.resume}</Button>
      </Form>
    </>
  );
}

/** Why a search failed; its own words are those of a program. */
function Failed({ why, words }: { why: "ended" | "fault"; words: string | null }) {
  const t = useTexts().assignment.searching;
  return (
    <Notice kind="warning" title={t.failed}>
      <p>{t.why[why]}</p>
      {words ? (
        <p>
          <Labelled label={t.words}>
            <bdi lang="en" dir="ltr">
              {words}
            </bdi>
          </Labelled>
        </p>
      ) : null}
      <p>{t.failedText}</p>
    </Notice>
  );
}

/**
 * A search for a plan that goes on: what is being worked on, what is proved so far, and a button that ends it.
 * `minutes`: how long it may take at the most. `looks`: the page looks again by itself.
 */
export function Searching({
  search: { step, found, seconds, minutes, weighted },
  looks,
  again,
}: {
  search: Progress & { seconds: number; minutes: number; weighted: boolean };
  looks: boolean;
  again: boolean;
}) {
  const [texts, locale] = [useTexts().assignment, useLocale()];
  const [t, figures] = [texts.searching, { ...texts.certificate.figures, ...(weighted ? texts.weighted : {}) }];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <>
      <Notice kind="info" title={t.title(formatUnits(seconds, "second", locale))}>
        <p>{t.steps[step]}</p>
        <p>
          {looks ? t.looks : t.still} <a href={`?${again ? "again=yes&" : ""}still=yes`}>{looks ? t.rest : t.again}</a>
        </p>
      </Notice>
      {found ? (
        <Facts
          items={[
            { label: figures.floor, value: number(found.floor), note: figures.most(number(found.floorBound)) },
            { label: figures.total, value: number(found.total), note: figures.most(number(found.totalBound)) },
          ]}
        />
      ) : null}
      <p>{t.leave(minutes)}</p>
      <Form action="balanced/cancellation">
        <p className="hint">{t.cancelHint}</p>
        <Button kind="secondary">{t.cancel}</Button>
      </Form>
    </>
  );
}
