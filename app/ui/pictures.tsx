import { Fragment, type ReactNode } from "react";
import { inParts, type Picture as Shown } from "#app/domain/result/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Labelled } from "./wording.tsx";

/**
 * A picture of an initiative with what its city says of it. `beside`: acts that belong to it. The first of a page is
 * `soon` in sight; others are fetched when they come near.
 */
export function Picture({
  of: { caption, credit, rights },
  src,
  soon = false,
  beside,
}: {
  of: Shown;
  src: string;
  soon?: boolean;
  beside?: ReactNode;
}) {
  const { attachment: t, result } = useTexts();
  const said = [credit && t.said.credit(credit), rights && t.said.rights(rights)].filter(Boolean);
  return (
    <figure className="picture">
      <img src={src} alt={caption || result.picture} loading={soon ? undefined : "lazy"} decoding="async" />
      {caption || said.length > 0 ? (
        <figcaption>
          {[caption, ...said].filter(Boolean).map((line) => (
            <p key={line} dir="auto">
              {line}
            </p>
          ))}
        </figcaption>
      ) : null}
      {beside}
    </figure>
  );
}

type Initiative = { entryId: string; cityName: string; title: string; pictures: readonly Shown[] };

/** The pictures of initiatives that somebody publishes, each with what may be done with it; where they are many, in parts. */
export function EachPicture({
  initiatives,
  hint,
  beside,
  children,
}: {
  initiatives: readonly Initiative[];
  hint: string;
  beside?: ReactNode;
  children: (id: string) => ReactNode;
}) {
  const { pictures: t } = useTexts().publication;
  const [first, ...more] = inParts(initiatives);
  if (!first) return null;
  const all = [first, ...more].reduce((sum, part) => sum + part.pictures, 0);
  return (
    <Section title={t.title}>
      <p className="hint">{hint}</p>
      {beside}
      <Pictured initiatives={first.initiatives} beside={children} />
      {more.map((part) => (
        <Part key={part.from} {...part} all={all}>
          <Pictured initiatives={part.initiatives} beside={children} />
        </Part>
      ))}
    </Section>
  );
}

/** Pictures that are fetched when somebody opens them, so that a long list is no long wait; what is ticked in them counts. */
function Part({ from, pictures, all, children }: { from: number; pictures: number; all: number; children: ReactNode }) {
  const [{ pictures: t }, locale] = [useTexts().publication, useLocale()];
  const [first, last, of] = [from, from + pictures - 1, all].map((number) => formatNumber(number, locale)) as [
    string,
    string,
    string,
  ];
  return (
    <details>
      <summary>{t.part(first, last, of)}</summary>
      {children}
    </details>
  );
}

function Pictured({ initiatives, beside }: { initiatives: readonly Initiative[]; beside: (id: string) => ReactNode }) {
  return initiatives.map(({ entryId, cityName, title, pictures }) => (
    <Fragment key={entryId}>
      <h3>
        <Labelled label={<bdi>{cityName}</bdi>}>
          <bdi>{title}</bdi>
        </Labelled>
      </h3>
      <div className="pictures">
        {pictures.map((picture) => (
          <Picture
            key={picture.id}
            of={picture}
            src={`/attachments/${picture.id}/preview`}
            beside={beside(picture.id)}
          />
        ))}
      </div>
    </Fragment>
  ));
}
