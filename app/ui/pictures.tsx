import { Fragment, type ReactNode } from "react";
import { type Picture as Shown, picturesByFifty } from "#app/domain/result/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { EntryTitle, Labelled } from "./wording.tsx";

/**
 * A picture of an initiative with what its city says of it. `beside`: acts that belong to it. The first of a page is
 * `soon` in sight; others are fetched when they come near.
 */
export function Picture({
  of: { caption, credit, rights, asked },
  title,
  src,
  soon = false,
  beside,
}: {
  of: Shown;
  /** Of the initiative, where the picture stands apart from it. */
  title?: string;
  src: string;
  soon?: boolean;
  beside?: ReactNode;
}) {
  const [{ attachment: t, result, ui }, locale] = [useTexts(), useLocale()];
  const words = caption || [asked ? say(asked, locale) : result.picture, title].filter(Boolean).join(ui.colon);
  const said = [credit && t.said.credit(credit), rights && t.said.rights(rights)].filter(Boolean);
  return (
    <figure className="picture">
      <img src={src} alt={words} loading={soon ? undefined : "lazy"} decoding="async" />
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
/** What goes with a part of the pictures: `isFolded` where nobody sees them before they open it. */
type WithPart = (part: { ids: string[]; isFolded: boolean }) => ReactNode;

/**
 * The pictures of initiatives that somebody publishes, each with what may be done with it; where they are many, in
 * parts.
 */
export function EachPicture({
  initiatives,
  hint,
  part,
  children,
}: {
  initiatives: readonly Initiative[];
  hint: string;
  part?: WithPart;
  children: (id: string) => ReactNode;
}) {
  const { pictures: t } = useTexts().publication;
  const [first, ...more] = picturesByFifty(initiatives);
  if (!first) return null;
  const all = [first, ...more].reduce((sum, { pictures }) => sum + pictures, 0);
  return (
    <Section title={t.title}>
      <p className="hint">{hint}</p>
      {part?.({ ids: idsOf(first.initiatives), isFolded: false })}
      <Pictured initiatives={first.initiatives} beside={children} />
      {more.map(({ from, pictures, initiatives: folded }) => (
        <FoldedPictures key={from} from={from} pictures={pictures} all={all}>
          <Pictured initiatives={folded} beside={children} />
          {part?.({ ids: idsOf(folded), isFolded: true })}
        </FoldedPictures>
      ))}
    </Section>
  );
}

const idsOf = (initiatives: readonly Initiative[]): string[] =>
  initiatives.flatMap(({ pictures }) => pictures.map(({ id }) => id));

type Folded = { from: number; pictures: number; all: number; children: ReactNode };

/** Pictures that are fetched when somebody opens them, so that a long list is no long wait. */
function FoldedPictures({ from, pictures, all, children }: Folded) {
  const [{ pictures: t }, locale] = [useTexts().publication, useLocale()];
  const number = (value: number) => formatNumber(value, locale);
  return (
    <details>
      <summary>{t.part(number(from), number(from + pictures - 1), number(all))}</summary>
      {children}
    </details>
  );
}

function Pictured({ initiatives, beside }: { initiatives: readonly Initiative[]; beside: (id: string) => ReactNode }) {
  const { pictures: t } = useTexts().publication;
  return initiatives.map(({ entryId, cityName, title, pictures }) => (
    <Fragment key={entryId}>
      <h3>
        <Labelled label={<bdi>{cityName}</bdi>}>
          <EntryTitle title={title} />
        </Labelled>
      </h3>
      <div className="pictures">
        {pictures.map((picture) => (
          <Picture
            key={picture.id}
            of={picture}
            title={title}
            src={`/attachments/${picture.id}/preview`}
            beside={
              <>
                {picture.caption ? null : <p className="field-warning">{t.undescribed}</p>}
                {beside(picture.id)}
              </>
            }
          />
        ))}
      </div>
    </Fragment>
  ));
}
