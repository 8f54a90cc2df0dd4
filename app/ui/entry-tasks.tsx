import type { EndorsementState } from "#app/domain/endorsement/rules.ts";
import type { SectionStatus } from "#app/domain/entry/rules.ts";
import type { Present } from "#app/domain/presence/rules.ts";
import type { Limits } from "#app/domain/submission/rules.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { formatNumber } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { presenceText } from "#app/i18n/presence.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { Meter, type Task, TaskList } from "./data.tsx";
import { ENDORSEMENT_TONES } from "./endorsement-state.tsx";
import { EntryLimits } from "./entry-limits.tsx";
import type { Tone } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";

const TONES: Record<SectionStatus, Tone> = {
  completed: "done",
  "in-progress": "progress",
  "not-started": "neutral",
  problem: "danger",
};

export type EntryTasksProps = {
  entry: { id: string; submission: object | null; withdrawnAt: Date | null };
  sections: { key: string; title: Localised; status: SectionStatus }[];
  /** How many required answers are. */
  missing: number;
  /** The sign-off is there, where the call needs one. */
  signed: boolean;
  unsent: boolean;
  endorsement: { state: EndorsementState; rule: "off" | "optional" | "required" };
  together: { accepted: number; asked: number };
  present: Present[];
  limits: Limits;
  edit: Verdict;
};

/**
 * What a team has to do for its entry, and how far it is: sections, co-applicants, sign-off, then checking and
 * submitting.
 */
export function EntryTasks(props: EntryTasksProps) {
  const [texts, locale] = [useTexts(), useLocale()];
  const { entry, sections, present } = props;
  const t = texts.entry;
  const done = sections.filter(({ status }) => status === "completed").length;
  const tasks = sections.map(({ key, title, status }) => ({
    href: `/entries/${entry.id}/sections/${key}`,
    title: say(title, locale),
    hint: presenceText(present, key, "task", locale) || undefined,
    status: t.section[status],
    tone: TONES[status],
  }));
  return (
    <>
      {props.edit.allowed ? <EntryLimits limits={props.limits} /> : null}
      {isOver(props.edit) ? null : (
        <Meter
          value={done}
          max={sections.length}
          label={t.tasks.caption}
          text={t.tasks.progress(formatNumber(done, locale), formatNumber(sections.length, locale))}
        />
      )}
      <TaskList
        items={[...tasks, joint(props, texts, locale), ...signOff(props, texts), lastTask(props, texts, locale)]}
      />
    </>
  );
}

/** Nothing of it can be done any more. */
const isOver = (edit: Verdict) =>
  !edit.allowed && (edit.because === "call-closed" || edit.because === "entry-withdrawn");

/** Cities that enter together. */
function joint({ entry, together }: EntryTasksProps, { coApplicant: t }: Texts, locale: Locale): Task {
  const { accepted, asked } = together;
  const number = (value: number) => formatNumber(value, locale);
  return {
    href: `/entries/${entry.id}/co-applicants`,
    title: t.task,
    hint: t.taskHint,
    tone: asked > 0 ? "progress" : accepted > 0 ? "done" : "neutral",
    status: accepted + asked > 0 ? t.taskStatus(number(accepted), asked > 0 ? number(asked) : null) : t.taskNone,
  };
}

/** The sign-off, where the call asks for one. */
function signOff({ entry, endorsement, edit }: EntryTasksProps, { endorsement: t }: Texts): Task[] {
  const { state, rule } = endorsement;
  if (rule === "off") return [];
  const isChanged = state === "asked-changed" || state === "endorsed-changed";
  return [
    {
      href: `/entries/${entry.id}/endorsement`,
      title: t.task,
      hint: t.taskHint[rule],
      status: isChanged && !edit.allowed ? t.statusChanged : t.status[state],
      tone: ENDORSEMENT_TONES[state],
    },
  ];
}

/**
 * Checking and submitting: not to be started before there is something that could be submitted, but what is missing can
 * be looked at.
 */
function lastTask(
  { entry, unsent, missing, signed, edit }: EntryTasksProps,
  { entry: { tasks: t, status }, ui: { gap } }: Texts,
  locale: Locale,
): Task {
  const href = `/entries/${entry.id}/check`;
  if (entry.withdrawnAt) return { href, title: t.read, status: status.withdrawn, tone: "neutral" };
  if (!edit.allowed) {
    const [key, tone] = entry.submission ? (["sent", "done"] as const) : (["over", "neutral"] as const);
    return { href, title: t.read, status: t.checkStatus[key], tone };
  }
  const check = { href, title: t.check, hint: t.checkHint, tone: "done" } as const;
  if (entry.submission && !unsent) return { ...check, status: t.checkStatus.sent };
  if (missing === 0 && signed) return { ...check, status: t.checkStatus.ready };
  return {
    title: t.check,
    hint: (
      <>
        {missing > 0 ? t.stillMissing(missing, formatNumber(missing, locale)) : t.stillUnsigned}
        {gap}
        <a href={href}>{t.seeMissing}</a>
      </>
    ),
    status: t.checkStatus.missing,
    tone: "neutral",
  };
}
