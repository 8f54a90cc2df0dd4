import { chosenPictures } from "#app/domain/result/chosen.ts";
import { type Picture, picturesByFifty } from "#app/domain/result/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { useLocale, useTexts } from "./locale.tsx";
import { EachPicture } from "./pictures.tsx";

type Initiatives = readonly {
  entryId: string;
  cityName: string;
  title: string;
  pictures: readonly (Picture & { wasPublic: boolean; out: boolean })[];
}[];
type Ticked = { isTicked: (part: readonly string[]) => boolean; without: readonly string[] };

const idsWhere = (initiatives: Initiatives, fits: (picture: Initiatives[number]["pictures"][number]) => boolean) =>
  initiatives.flatMap(({ pictures }) => pictures.filter(fits).map(({ id }) => id));

/** As it was public before; the first time nothing that nobody has looked at is ticked. */
export function asBefore(initiatives: Initiatives): Ticked {
  const before = new Set(idsWhere(initiatives, ({ wasPublic }) => wasPublic));
  return { isTicked: (part) => part.some((id) => before.has(id)), without: idsWhere(initiatives, ({ out }) => out) };
}

/** As a form was sent that came back; a part to which a picture came since is looked at anew. */
export function asSent(lists: Record<string, string[]>): Ticked {
  const shown = new Set(chosenPictures(lists["shown"] ?? [], []));
  return { isTicked: (part) => part.every((id) => shown.has(id)), without: lists["without"] ?? [] };
}

/** The pictures that become public with the initiatives, each with a box to leave it out. */
export function PicturesToShow({ initiatives, isTicked, without }: Ticked & { initiatives: Initiatives }) {
  const { pictures: t } = useTexts().publication;
  return (
    <>
      <EachPicture
        initiatives={initiatives}
        hint={picturesByFifty(initiatives).length > 1 ? `${t.hint} ${t.folded}` : t.hint}
        part={({ ids, isFolded }) =>
          isFolded ? (
            <PublishThese ids={ids} ticked={isTicked(ids)} />
          ) : (
            <input type="hidden" name="shown" value={ids.join(" ")} />
          )
        }
      >
        {(id) => (
          <div className="choice">
            <input
              type="checkbox"
              id={`without-${id}`}
              name="without"
              value={id}
              defaultChecked={without.includes(id)}
            />
            <label htmlFor={`without-${id}`}>{t.without}</label>
          </div>
        )}
      </EachPicture>
      {initiatives.some(({ pictures }) => pictures.length > 0) ? <Sum /> : null}
    </>
  );
}

/** The box of a part that is closed at first: what nobody has opened is not published. */
function PublishThese({ ids, ticked }: { ids: string[]; ticked: boolean }) {
  const [{ pictures: t }, locale] = [useTexts().publication, useLocale()];
  const box = `shown-${ids[0]}`;
  return (
    <div className="choice">
      <input type="checkbox" id={box} name="shown" value={ids.join(" ")} defaultChecked={ticked} />
      <label htmlFor={box}>{t.publishThese(formatNumber(ids.length, locale))}</label>
    </div>
  );
}

/** How many pictures the form publishes as it stands: said by a script, as nothing else could keep it true. */
function Sum() {
  const { pictures: t } = useTexts().publication;
  return <p role="status" data-chosen-pictures={t.sum("{published}", "{left}")} />;
}
