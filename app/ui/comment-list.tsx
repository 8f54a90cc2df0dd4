import type { Comment } from "#app/domain/comment/rules.ts";
import type { Verdict } from "#app/domain/verdict.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { Button } from "./form.tsx";
import { useLocale, useTexts, useTimeZone } from "./locale.tsx";
import { Writer } from "./writer.tsx";

type Shown = Omit<Comment, "questionKey"> & { settle?: Verdict };

/**
 * Comments in order of time, who wrote them and what became of them. With `settle`, those who may settle one find a
 * button at it.
 */
export function CommentList({ comments }: { comments: readonly Shown[] }) {
  const [t, locale, zone] = [useTexts().comment, useLocale(), useTimeZone()];
  return (
    <ul className="comments">
      {comments.map(({ id, text, at, by, resolvedAt, resolvedBy, settle }) => (
        <li key={id} className={resolvedAt ? "settled" : undefined}>
          <p className="comment-by">
            <strong>
              <bdi>{by}</bdi>
            </strong>{" "}
            <time dateTime={new Date(at).toISOString()}>{formatMoment(at, locale, zone)}</time>
          </p>
          <div className="answer" dir="auto">
            <p>{text}</p>
          </div>
          {resolvedAt ? <p className="hint">{t.settledBy(resolvedBy ?? "")}</p> : null}
          {settle?.allowed ? (
            <form method="post" action={`/comments/${id}/${resolvedAt ? "reopening" : "resolution"}`}>
              <Button kind="quiet" label={resolvedAt ? t.reopenFor(by) : t.settleFor(by)}>
                {resolvedAt ? t.reopen : t.settle}
              </Button>
              <Writer />
            </form>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
