import type { ReactNode } from "react";
import { useTexts } from "./locale.tsx";
import { wordsOf } from "./words-of.ts";

export type PageProps = {
  /** The h1. Leave it out only where a field is the page's heading (`isPageHeading`). */
  title?: ReactNode;
  eyebrow?: ReactNode;
  lede?: ReactNode;
  back?: { href: string; label: string } | undefined;
  /** Beside the heading where there is room. */
  picture?: ReactNode;
  width?: "text" | "wide" | "full" | undefined;
  /** What must be read first of all: why a form was refused. */
  first?: ReactNode;
  /** Facts that matter before anything else: beside the page, and above it on a phone. */
  aside?: ReactNode;
  /** What else there is: beside the page, below `aside`; on a phone at its end. */
  more?: ReactNode;
  children?: ReactNode;
};

/** One page of the report: a heading, what it is about, and its sections. */
export function Page({ title, eyebrow, lede, back, picture, width = "wide", first, aside, more, children }: PageProps) {
  const { beside } = useTexts().ui;
  return (
    <div className={`page page-${width}`}>
      {back ? (
        <a className="back" href={back.href}>
          {back.label}
        </a>
      ) : null}
      {title ? (
        <header className={picture ? "page-head pictured" : "page-head"}>
          <div>
            {eyebrow ? <p className="eyebrow">{eyebrow}</p> : null}
            <h1 className={isLong(title) ? "long" : undefined}>{title}</h1>
            {lede ? <div className="lede">{typeof lede === "string" ? <p>{lede}</p> : lede}</div> : null}
          </div>
          {picture}
        </header>
      ) : null}
      {first}
      {aside ? (
        <div className="beside">
          <aside>{aside}</aside>
          <div className="page-body">{children}</div>
          {more ? <aside aria-label={beside}>{more}</aside> : null}
        </div>
      ) : (
        <div className="page-body">{children}</div>
      )}
    </div>
  );
}

/** Titles of initiatives run to a hundred words; those are set smaller. */
function isLong(title: ReactNode): boolean {
  const words = wordsOf(title);
  return words.length > (/\p{Script=Han}/u.test(words) ? 24 : 64);
}

export type SectionProps = {
  title: ReactNode;
  eyebrow?: ReactNode;
  number?: number | string | undefined;
  id?: string | undefined;
  children: ReactNode;
};

/** A numbered or plain section under a hairline. */
export function Section({ title, eyebrow, number, id, children }: SectionProps) {
  return (
    <section className="section" id={id}>
      {eyebrow ? <p className="eyebrow">{eyebrow}</p> : null}
      <h2>
        {number === undefined ? null : <span className="section-number">{number}</span>}
        {title}
      </h2>
      <div className="section-body">{children}</div>
    </section>
  );
}
