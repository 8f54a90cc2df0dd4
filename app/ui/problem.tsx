import type { ReactNode } from "react";
import { Buttons, LinkButton } from "./form.tsx";
import { useTexts } from "./locale.tsx";
import { Page, Section } from "./page.tsx";

const STATUSES = [401, 403, 404, 409, 413, 422, 429, 500, 503] as const;

export type ProblemStatus = (typeof STATUSES)[number];

/** The nearest status that there are words for. */
export const problemStatus = (status: number): ProblemStatus =>
  STATUSES.find((known) => known === status) ?? (status < 500 ? 404 : 500);

export type ProblemPageProps = {
  status: ProblemStatus;
  /** What happened, where it can be said better than by the status. */
  title?: string | undefined;
  /** What to do now. */
  children?: ReactNode;
  /** The words of a refused form, so that nobody loses them. */
  typed?: { label: string; value: string }[] | undefined;
  /** Whether it is sure that what was saved is safe. */
  safe?: boolean | undefined;
  /** Where to go from here, the nearest first; the start page is always among them. */
  ways?: { href: string; label: string }[] | undefined;
};

/** Says what went wrong, what to do, and that nothing is lost. */
export function ProblemPage({ status, title, children, typed = [], safe = true, ways = [] }: ProblemPageProps) {
  const t = useTexts().ui;
  return (
    <Page title={title ?? t.problems[status]} width="text">
      {typeof children === "string" ? <p>{children}</p> : children}
      {status >= 500 && safe ? <p>{t.problems.saved}</p> : null}
      {typed.length > 0 ? (
        <Section title={t.typed}>
          <p>{t.typedHint}</p>
          {typed.map(({ label, value }, index) => (
            <div className="field" key={index}>
              <label htmlFor={`typed-${index}`}>{label}</label>
              <textarea
                className="input"
                id={`typed-${index}`}
                readOnly
                rows={Math.min(12, Math.max(2, Math.ceil(value.length / 70)))}
                defaultValue={value}
                dir="auto"
              />
            </div>
          ))}
        </Section>
      ) : null}
      <Buttons>
        {[...ways, { href: "/", label: t.problems.home }].map(({ href, label }) => (
          <LinkButton key={href} kind="secondary" href={href}>
            {label}
          </LinkButton>
        ))}
      </Buttons>
    </Page>
  );
}
