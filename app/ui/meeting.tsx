import { Tag } from "./feedback.tsx";
import { useTexts } from "./locale.tsx";
import { Bracketed, EntryName } from "./wording.tsx";

type Item = { code: string | null; title: string | null; text: string };
type Listed = Item & { id: string; state: "waiting" | "current" | "concluded" };

/** What an item is about: an entry with its code, or a matter in words. */
export function Matter({ of: { code, title, text } }: { of: Item }) {
  return code === null ? <span dir="auto">{text}</span> : <EntryName of={{ code, title }} />;
}

/** The items of a meeting that the reader may know, in order, and how far each has come. */
export function AgendaList({ items, over }: { items: readonly Listed[]; over: boolean }) {
  const t = useTexts().meeting;
  if (items.length === 0) return <p>{t.noItems}</p>;
  return (
    <ol>
      {items.map((item) => (
        <li key={item.id}>
          <Matter of={item} />{" "}
          {over && item.state !== "concluded" ? <Tag>{t.minutes.notReached}</Tag> : <ItemState of={item.state} />}
        </li>
      ))}
    </ol>
  );
}

export function ItemState({ of: state }: { of: Listed["state"] }) {
  const t = useTexts().meeting;
  return (
    <Tag tone={({ waiting: "neutral", current: "progress", concluded: "done" } as const)[state]}>{t.states[state]}</Tag>
  );
}

/** Told once nobody has touched a page that looks again by itself, and it has stopped doing so. */
export function Paused() {
  return (
    <p data-paused hidden role="status">
      {useTexts().meeting.room.paused}
    </p>
  );
}

/** Who must leave for the item that is dealt with, and whether they have. */
export function Leaving({
  of: people,
}: {
  of: readonly { accountId: string; name: string; since: Date | string | null }[];
}) {
  const t = useTexts().meeting;
  if (people.length === 0) return <p>{t.nobodyLeaves}</p>;
  return (
    <>
      <p>{t.mustLeave}</p>
      <ul>
        {people.map(({ accountId, name, since }) => (
          <li key={accountId}>
            <bdi>{name}</bdi>
            <Bracketed>{since ? <strong>{t.stillHere}</strong> : t.hasLeft}</Bracketed>
          </li>
        ))}
      </ul>
      {people.some(({ since }) => since) ? <p className="hint">{t.untilLeft}</p> : null}
    </>
  );
}
