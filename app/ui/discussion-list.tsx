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
  const [
    {
      discussion: t,
      review: { peers },
    },
    locale,
    zone,
  ] = [useTexts(), useLocale(), useTimeZone()];
  const time = (at: Date) => <time dateTime={new Date(at).toISOString()}>{formatMoment(at, locale, zone)}</time>;
  return (
    <ol className="comments">
      {messages.map(({ id, text, at, correctedAt, earlier, voice, letter, name, own, unread, gone }) => (
        <li key={id} id={id} className={gone ? "settled" : undefined}>
          <p className="comment-by">
            <strong>
              <bdi>{voice === "chair" ? t.chair : letter ? peers.reviewer(letter) : t.former}</bdi>
              {own ? (
                <Bracketed>{t.you}</Bracketed>
              ) : name ? (
                <Bracketed>
                  <bdi>{name}</bdi>
                </Bracketed>
              ) : null}
            </strong>{" "}
            {time(at)} {unread ? <Tag tone="progress">{t.new}</Tag> : null}
          </p>
          <div className="answer">
            <Paragraphs text={text} />
          </div>
          {gone ? <p className="hint">{t.gone}</p> : null}
          {earlier.length > 0 ? (
            <details>
              <summary>
                {t.corrected} {time(correctedAt!)}
              </summary>
              {earlier.map((before) => (
                <div key={String(before.at)}>
                  <p className="hint">{time(before.at)}</p>
                  <div className="answer">
                    <Paragraphs text={before.text} />
                  </div>
                </div>
              ))}
            </details>
          ) : null}
          {own && correct ? (
            <p>
              <a href={correct(id)}>{t.correct}</a>
            </p>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
