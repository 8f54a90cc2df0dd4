import type { Duty } from "#app/domain/agenda/rules.ts";
import { say } from "#app/i18n/localised.ts";
import { TaskList } from "./data.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";

const PAGE_OF: Record<Duty["kind"], (id: string | null, roundId: string | null) => string> = {
  approve: (id) => `/rounds/${id}/finalisation`,
  correction: (id, roundId) => `/rounds/${roundId}/selection/${id}/citation`,
  publish: (id) => `/rounds/${id}/publication`,
  propose: (id) => `/rounds/${id}/selection`,
  count: (id) => `/rounds/${id}/ballot`,
  "vote-again": (id) => `/rounds/${id}/ballot`,
  freeze: (id) => `/rounds/${id}/freeze`,
  ineligible: (id) => `/secretariat/cycles/${id}?state=received`,
  package: (id) => `/secretariat/packages/${id}`,
  inquiry: (id) => `/secretariat/entries/${id}/inquiries`,
  screening: (id) => `/secretariat/cycles/${id}?state=received`,
  assign: (id) => `/rounds/${id}`,
  feedback: (id) => `/secretariat/cycles/${id}/early`,
  waiver: (id) => `/rounds/${id}/conflicts`,
  proposal: () => "/admin/proposals",
};

/** What waits for the reader, each with the way to the page where it is done; nothing where nothing waits. */
export function Agenda({ duties }: { duties: readonly Duty[] }) {
  const [{ agenda: t, ui, round }, locale] = [useTexts(), useLocale()];
  if (duties.length === 0) return null;
  return (
    <Section title={t.title}>
      <TaskList
        items={duties.map(({ kind, id, roundId, code, count, cycle, round: name }) => ({
          href: PAGE_OF[kind](id, roundId),
          title: t.duties[kind](count),
          hint: [code, name && say(name, locale), cycle && say(cycle, locale)].filter(Boolean).join(ui.comma),
          status: round.home.status.todo,
          tone: "progress",
        }))}
      />
    </Section>
  );
}
