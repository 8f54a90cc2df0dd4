import type { MotionOutcome, MotionState, Vote } from "#app/domain/meeting/rules.ts";
import { VOTES } from "#app/domain/meeting/rules.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { type Tone, Tag } from "./feedback.tsx";
import { Button, Form } from "./form.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Paragraphs } from "./paragraphs.tsx";
import { Labelled } from "./wording.tsx";
import { Writer } from "./writer.tsx";

type Put = {
  id: string;
  text: string;
  by: string;
  state: MotionState;
  outcome: MotionOutcome | null;
  counts: { yes: number; no: number; abstentions: number } | null;
  taintedSince: boolean;
};

const TONES: Record<MotionOutcome, Tone> = {
  adopted: "done",
  lost: "neutral",
  "no-quorum": "warning",
  void: "warning",
};

/** A motion, how far it has come, and once it is closed what came of it. */
export function MotionText({ of: motion }: { of: Put }) {
  const t = useTexts().meeting;
  return (
    <>
      <div className="answer">
        <Paragraphs text={motion.text} />
      </div>
      <p className="muted">
        <bdi>{t.by(motion.by)}</bdi>
      </p>
      <p>
        <MotionResult of={motion} />
      </p>
      {motion.taintedSince ? <p>{t.taintedSince}</p> : null}
    </>
  );
}

/** Where a motion stands, in a word; its counts where they decided it. */
export function MotionResult({ of: { state, outcome, counts } }: { of: Pick<Put, "state" | "outcome" | "counts"> }) {
  const [t, locale] = [useTexts().meeting, useLocale()];
  if (!outcome) return <Tag tone={state === "open" ? "progress" : "neutral"}>{t.motionStates[state]}</Tag>;
  const told = <Tag tone={TONES[outcome]}>{t.outcomes[outcome]}</Tag>;
  if (!counts) return told;
  return (
    <Labelled label={told}>
      {t.counts(
        formatNumber(counts.yes, locale),
        formatNumber(counts.no, locale),
        formatNumber(counts.abstentions, locale),
      )}
    </Labelled>
  );
}

/** The member's vote on a motion: large buttons, none of which stands out, or that it is in. */
export function MotionVote({
  meetingId,
  motion: { id, state, voted, voting },
}: {
  meetingId: string;
  motion: Put & { voted: boolean; voting: Verdict };
}) {
  const t = useTexts().meeting;
  if (state !== "open") return null;
  if (voted)
    return (
      <p>
        <Tag tone="done">{t.voted}</Tag>
      </p>
    );
  if (!voting.allowed && voting.how === "never") return null;
  return (
    <form className="form vote" method="post" action={`/meetings/${meetingId}/motions/${id}/vote`}>
      <p className="hint">{t.voteText}</p>
      {voting.allowed ? (
        VOTES.map((vote: Vote) => (
          <Button key={vote} name="vote" value={vote} kind="secondary">
            {t.votes[vote]}
          </Button>
        ))
      ) : (
        <Button verdict={voting}>{t.votes.yes}</Button>
      )}
      <Writer />
    </form>
  );
}

/** Opening and closing the vote, for whoever leads. */
export function MotionSteps({
  meetingId,
  motion,
  quorum,
}: {
  meetingId: string;
  motion: Put & { voters: number; opening: Verdict; closing: Verdict };
  quorum: number;
}) {
  const [t, locale] = [useTexts().meeting, useLocale()];
  if (motion.state === "closed") return null;
  const open = motion.state === "open";
  return (
    <Form action={`/meetings/${meetingId}/motions/${motion.id}`}>
      {open ? (
        <p id={`turnout-${motion.id}`} data-live>
          {t.turnout(formatNumber(motion.voters, locale), formatNumber(quorum, locale))}
        </p>
      ) : null}
      <Button name="step" value={open ? "close" : "open"} verdict={open ? motion.closing : motion.opening}>
        {open ? t.closeVote : t.openVote}
      </Button>
    </Form>
  );
}

/** What becomes of a motion about an entry that was adopted: words for its citation, and the decision on the list. */
export function AfterMotion({
  roundId,
  entryId,
  motion: { id, outcome },
}: {
  roundId: string;
  entryId: string | null;
  motion: Pick<Put, "id" | "outcome">;
}) {
  const t = useTexts().meeting;
  if (entryId === null || outcome !== "adopted") return null;
  const choice = `/rounds/${roundId}/selection/${entryId}`;
  return (
    <ul>
      <li>
        <a href={choice}>{t.toDecision}</a>
      </li>
      <li>
        <a href={`${choice}/citation?motion=${id}`}>{t.toCitation}</a>
      </li>
    </ul>
  );
}
