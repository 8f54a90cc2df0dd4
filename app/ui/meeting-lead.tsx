import { formatMoment } from "#app/i18n/format.ts";
import { DataTable, Th } from "./data.tsx";
import { Tag } from "./feedback.tsx";
import { Button, Form, Hidden } from "./form.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { ItemState, Matter } from "./meeting.tsx";
import { Bracketed } from "./wording.tsx";
import { Writer } from "./writer.tsx";

type Item = {
  id: string;
  code: string | null;
  title: string | null;
  text: string;
  state: "waiting" | "current" | "concluded";
};
type Attendant = { accountId: string; name: string; member: boolean; since: Date | string | null };

/** The agenda for whoever leads: what waits is called, moved and struck. */
export function AgendaTable({ meetingId, items, busy }: { meetingId: string; items: readonly Item[]; busy: boolean }) {
  const t = useTexts().meeting;
  if (items.length === 0) return <p>{t.noItems}</p>;
  return (
    <DataTable
      stacked
      caption={t.agenda}
      captionHidden
      head={
        <>
          <Th>{t.agenda}</Th>
          <Th>{t.state}</Th>
          <Th unseen>{t.acts}</Th>
        </>
      }
    >
      {items.map((item) => (
        <tr key={item.id}>
          <th scope="row">
            <Matter of={item} />
          </th>
          <td>
            <ItemState of={item.state} />
          </td>
          <td>{item.state === "waiting" ? <Steps meetingId={meetingId} item={item} busy={busy} /> : null}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function Steps({ meetingId, item, busy }: { meetingId: string; item: Item; busy: boolean }) {
  const t = useTexts().meeting;
  const steps = [...(busy ? [] : ["call" as const]), "up" as const, "down" as const, "remove" as const];
  return (
    <form className="buttons" method="post" action={`/meetings/${meetingId}/items/${item.id}`}>
      {steps.map((step) => (
        <Button
          key={step}
          name="step"
          value={step}
          kind={step === "call" ? "secondary" : "quiet"}
          label={t.onItem(t.chair[step], item.code ?? item.text)}
        >
          {t.chair[step]}
        </Button>
      ))}
      <Writer />
    </form>
  );
}

/** The panel and whoever else is in the room; whoever leads notes who comes and goes. */
export function Attendance({ meetingId, people }: { meetingId: string; people: readonly Attendant[] }) {
  const [t, locale, zone] = [useTexts().meeting, useLocale(), useTimeZone()];
  return (
    <DataTable
      stacked
      caption={t.people}
      captionHidden
      head={
        <>
          <Th>{t.person}</Th>
          <Th>{t.presence}</Th>
          <Th unseen>{t.acts}</Th>
        </>
      }
    >
      {people.map(({ accountId, name, member, since }) => (
        <tr key={accountId}>
          <th scope="row">
            <bdi>{name}</bdi>
            {member ? null : <Bracketed>{t.guest}</Bracketed>}
          </th>
          <td>
            {since ? (
              <>
                <Tag tone="done">{t.since}</Tag> {formatMoment(new Date(since), locale, zone)}
              </>
            ) : (
              <Tag>{t.gone}</Tag>
            )}
          </td>
          <td>
            <Form action={`/meetings/${meetingId}/presence`}>
              <Hidden name="account" value={accountId} />
              <Hidden name="present" value={since ? "no" : "yes"} />
              <Button kind="quiet" label={t.onItem(since ? t.markGone : t.markPresent, name)}>
                {since ? t.markGone : t.markPresent}
              </Button>
            </Form>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
