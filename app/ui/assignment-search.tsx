import type { Progress } from "#app/domain/assignment/rules.ts";
import { formatNumber, formatUnits } from "#app/i18n/format.ts";
import { Facts } from "./data.tsx";
import { Notice } from "./feedback.tsx";
import { Button, Form, Hidden } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";

/** A search that somebody stopped, or that failed, and a button that asks for it again. */
export function Stopped({ why, again }: { why: "stopped" | "failed"; again: boolean }) {
  const t = useTexts().assignment.searching;
  return (
    <>
      {why === "failed" ? (
        <Notice kind="warning" title={t.failed}>
          <p>{t.failedText}</p>
        </Notice>
      ) : (
        <Notice kind="info" title={t.stopped}>
          <p>{t.cancelHint}</p>
        </Notice>
      )}
      <Form action="balanced/search">
        {again ? <Hidden name="again" value="yes" /> : null}
        <Button>{t.resume}</Button>
      </Form>
    </>
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
