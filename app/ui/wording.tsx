import { Children, Fragment, type ReactNode } from "react";
import { nameOfCountry, togetherText } from "#app/i18n/place-names.ts";
import type { Texts } from "#app/i18n/texts.ts";
import type { SummaryRow } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";

/** What a link or a button is about, for those who hear it without the row it stands in. */
export function About({ children }: { children: ReactNode }) {
  return (
    <span className="unseen">
      {useTexts().ui.colon}
      {children}
    </span>
  );
}

/** "Closes: 3 November", with the punctuation of the reader's language. */
export function Labelled({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <>
      {label}
      {useTexts().ui.colon}
      {children}
    </>
  );
}

export type PlaceProps = {
  of: { cityName: string | null; country: string | null; countryLabel?: string | null | undefined };
};

/** An address for mail, which breaks before its @ where it must. */
export function MailAddress({ of: address }: { of: string }) {
  const at = address.lastIndexOf("@");
  return (
    <bdi>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </bdi>
  );
}

/** A sentence that names addresses for mail: they break before their @. */
export function Addressed({ children }: { children: string }) {
  return children
    .split(/((?<![\w.+-])[\w.+-]+@[\w.-]*\w)/)
    .map((part, index) => (index % 2 === 1 ? <MailAddress key={index} of={part} /> : part));
}

/** Sentences one after another, set apart as the reader's language does it; what says nothing is left out. */
export function Sentences({ children }: { children: ReactNode }) {
  const { gap } = useTexts().ui;
  const said = Children.toArray(children).filter((each) => typeof each !== "string" || each.trim() !== "");
  return said.map((each, index) => (
    <Fragment key={index}>
      {index > 0 ? gap : null}
      {each}
    </Fragment>
  ));
}

/** "La Paz, Bolivia"; nothing in a blind round, where neither is told. */
export function Place({ of: { cityName, country, countryLabel = null } }: PlaceProps) {
  const [t, locale] = [useTexts(), useLocale()];
  return cityName && country ? (
    <>
      <bdi>{cityName}</bdi>
      {t.ui.comma}
      {nameOfCountry({ country, countryLabel }, locale, t)}
    </>
  ) : null;
}

/** The cities that enter together with another, one a line. */
export function Cities({ of: named }: { of: readonly { cityName: string; country: string }[] }) {
  return (
    <>
      {named.map((city) => (
        <div key={`${city.country} ${city.cityName}`}>
          <Place of={city} />
        </div>
      ))}
    </>
  );
}

/** The cities that enter together with another as a row of a summary; none where there are none, or none is told. */
export function togetherRow(
  t: Texts["coApplicant"],
  cities: readonly { cityName: string; country: string }[] | undefined,
): SummaryRow | null {
  return cities?.length ? { key: "together", label: t.named, value: <Cities of={cities} /> } : null;
}

/** After the name of a city, those that enter together with it; nothing where there are none, or none is told. */
export function Together({ of: cities }: { of: readonly { cityName: string; country: string }[] }) {
  const [t, locale] = [useTexts(), useLocale()];
  const text = togetherText(cities, locale, t);
  return text ? (
    <>
      {" "}
      <span className="count">
        <bdi>{text}</bdi>
      </span>
    </>
  ) : null;
}

/** " (owner)". */
export function Bracketed({ children }: { children: ReactNode }) {
  const [before, after] = useTexts().ui.brackets;
  return (
    <>
      {before}
      {children}
      {after}
    </>
  );
}

/** The title of an entry, in its own direction, or that it has none. */
export function EntryTitle({ title }: { title: string | null | undefined }) {
  const { untitled } = useTexts().entry;
  return <bdi>{title || untitled}</bdi>;
}

/** Above a heading: where one is, and in which entry, whose long title is cut to one line. */
export function Within({ title, children }: { title: string; children: ReactNode }) {
  const { untitled } = useTexts().entry;
  return (
    <>
      <span className="whole">{children}</span>
      <bdi className="of">{title || untitled}</bdi>
    </>
  );
}

/** The title of an entry of one's own as the way to it; of which city or cycle it is; its code. */
export function NamedEntry({
  of: { id, code, title },
  children,
}: {
  of: { id: string; code: string; title: string };
  children: ReactNode;
}) {
  const { ui } = useTexts();
  return (
    <>
      <a href={`/entries/${id}`}>
        <EntryTitle title={title} />
      </a>
      {ui.comma}
      {children}
      {ui.comma}
      <Code>{code}</Code>
    </>
  );
}

/**
 * An entry by its code, as staff and reviewers speak of it, and its title: as a whole in the title's direction, so that
 * an English one wraps as English in an Arabic page, its code before it.
 */
export function EntryName({ of: { code, title } }: { of: { code: string; title: string | null } }) {
  const { untitled } = useTexts().entry;
  return (
    <span dir="auto">
      <bdi>
        <Code>{code}</Code>
      </bdi>{" "}
      {title === "" ? untitled : title}
    </span>
  );
}

/** The title of an entry, for those who may as the way to it, and its code. */
export function Titled({ of, href }: { of: { title: string; code: string } | undefined; href?: string | undefined }) {
  const title = of && <EntryTitle title={of.title} />;
  return (
    <>
      {href ? <a href={href}>{title}</a> : title}
      <span className="count code">{of?.code}</span>
    </>
  );
}

/** A reference that people quote: it stays in one piece. */
export function Code({ children }: { children: ReactNode }) {
  return <span className="code">{children}</span>;
}
