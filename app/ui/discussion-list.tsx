import type { Message } from "#app/domain/discussion/rules.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { Tag } from "./feedback.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { Paragraphs } from "./paragraphs.tsx";
import { Bracketed } from "./wording.tsx";

/**
 * A thread in order of time, with what was said before each correction. `correct` leads to correcting a message of
 * one's own, where one may.
 */
export function DiscussionList({
  messages,
  correct,
}: {
  messages: readonly Message[];
  correct: ((id: string) => string) | null;
}) {
  const t = useTexts().discussion;
  return (
    <ol className="comments">
      {messages.map((message) => (
        <li key={message.id} id={message.id} className={message.gone ? "settled" : undefined}>
          <p className="comment-by">
            <Voice of={message} /> <Time at={message.at} /> {message.unread ? <Tag tone="progress">{t.new}</Tag> : null}
          </p>
          <div className="answer">
            <Paragraphs text={message.text} />
          </div>
          {message.gone ? <p className="hint">{t.gone}</p> : null}
          {message.earlier.length > 0 ? <Earlier of={message} /> : null}
          {message.own && correct ? (
            <p>
              <a href={correct(message.id)}>{t.correct}</a>
            </p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

/** Who speaks, as far as it is told. */
function Voice({ of: { voice, letter, own, name } }: { of: Message }) {
  const { discussion: t, review } = useTexts();
  return (
    <strong>
      <bdi>{voice === "chair" ? t.chair : letter ? review.peers.reviewer(letter) : t.former}</bdi>
      {own ? (
        <Bracketed>{t.you}</Bracketed>
      ) : name ? (
        <Bracketed>
          <bdi>{name}</bdi>
        </Bracketed>
      ) : null}
    </strong>
  );
}

/** What a message said before each correction. */
function Earlier({ of: { earlier, correctedAt } }: { of: Message }) {
  const t = useTexts().discussion;
  return (
    <details>
      <summary>
        {t.corrected} <Time at={correctedAt!} />
      </summary>
      {earlier.map(({ at, text }) => (
        <div key={String(at)}>
          <p className="hint">
            <Time at={at} />
          </p>
          <div className="answer">
            <Paragraphs text={text} />
          </div>
        </div>
      ))}
    </details>
  );
}

function Time({ at }: { at: Date }) {
  const [locale, zone] = [useLocale(), useTimeZone()];
  return <time dateTime={new Date(at).toISOString()}>{formatMoment(at, locale, zone)}</time>;
}
