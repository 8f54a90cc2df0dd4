import type { Comment } from "#app/domain/comment/rules.ts";
import { formatNumber } from "#app/i18n/format.ts";
import { CommentList } from "./comment-list.tsx";
import { useLocale, useTexts } from "./locale.tsx";

export type BesideFieldProps = {
  /** Of the entry: "/entries/…". */
  address: string;
  questionKey: string;
  label: string;
  comments: readonly Comment[];
  /** How often the answer was saved: from the second time on there is something to go back to. */
  version: number;
};

/**
 * What a team finds at each field besides the field: its open comments, and the way to earlier texts. It holds no
 * control, so it is no part of the form.
 */
export function BesideField({ address, questionKey, label, comments, version }: BesideFieldProps) {
  const [
    {
      comment: t,
      ui: { colon },
    },
    locale,
  ] = [useTexts(), useLocale()];
  const open = comments.filter(({ resolvedAt }) => !resolvedAt);
  const thread = `${address}/comments/${questionKey}`;
  return (
    <div className="beside-field">
      {open.length > 0 ? (
        <details>
          <summary>
            {t.count(open.length, formatNumber(open.length, locale))}
            <span className="unseen">
              {colon}
              {label}
            </span>
          </summary>
          <CommentList comments={open} />
          <p>
            <a href={thread}>
              {t.answer}
              <span className="unseen">
                {colon}
                {label}
              </span>
            </a>
          </p>
        </details>
      ) : (
        <a href={thread}>
          {comments.length > 0 ? t.count(0, "") : t.comment}
          <span className="unseen">
            {colon}
            {label}
          </span>
        </a>
      )}
      {version > 1 ? (
        <a href={`${address}/history?question=${questionKey}`}>
          {t.versions}
          <span className="unseen">
            {colon}
            {label}
          </span>
        </a>
      ) : null}
    </div>
  );
}
