import type { InquiryState } from "#app/domain/inquiry/rules.ts";
import { TaskList } from "./data.tsx";
import { INQUIRY_TONES } from "./inquiry-tones.ts";
import { useTexts } from "./locale.tsx";
import { Section } from "./page.tsx";
import { Deadline } from "./time.tsx";

export type Asked = { id: string; question: string; state: InquiryState; dueAt: Date };

/** What the secretariat asked the team of an entry, each as the way to its answer. */
export function AskedQuestions({ asked, zone, now }: { asked: Asked[]; zone: string; now: Date }) {
  const t = useTexts().inquiry.team;
  return (
    <Section title={t.heading}>
      <TaskList
        items={asked.map(({ id, question, state, dueAt }) => ({
          href: `/inquiries/${id}`,
          title: (
            <bdi>
              {question.slice(0, 120)}
              {question.length > 120 ? "…" : ""}
            </bdi>
          ),
          hint: state === "open" ? <Deadline at={dueAt} zone={zone} now={now} /> : undefined,
          status: t.state[state],
          tone: INQUIRY_TONES[state],
        }))}
      />
    </Section>
  );
}
