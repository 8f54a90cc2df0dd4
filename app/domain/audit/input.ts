import { z } from "zod";
import { cleanText, isUuid } from "../input.ts";
import { type AuditFilter, isEventType } from "./rules.ts";

/** What the trail can be narrowed to, of all that is in it. */
export const EVENT_SORTS = ["changes", "readings"] as const;

const id = (text: string | null): string | null => (isUuid(text ?? "") ? text : null);
/** A day that the calendar has: browsers and Postgres differ on 31 February and on the year 0. */
const day = (text: string | null): string | null => {
  const parsed = z.iso.date().safeParse(text);
  return parsed.success && parsed.data >= "0001-01-01" ? parsed.data : null;
};
const words = (text: string | null): string => {
  const parsed = cleanText.safeParse(text ?? "");
  return parsed.success ? parsed.data.slice(0, 100) : "";
};

/** What an address narrows the trail to. Whatever makes no sense is left out: links get old. */
export function filterOf({ searchParams }: URL): AuditFilter {
  const type = searchParams.get("type");
  return {
    subjectId: id(searchParams.get("subject")),
    actorId: id(searchParams.get("actor")),
    code: words(searchParams.get("code")),
    person: words(searchParams.get("person")),
    type: isEventType(type) ? type : null,
    only: EVENT_SORTS.find((sort) => sort === searchParams.get("only")) ?? null,
    from: day(searchParams.get("from")),
    to: day(searchParams.get("to")),
  };
}

/** The opposite of `filterOf`: "type=entry.screened&page=2"; empty for the whole trail. */
export function queryOf({ subjectId, actorId, ...rest }: AuditFilter, page = 1): string {
  const given = Object.entries({
    subject: subjectId,
    actor: actorId,
    ...rest,
    page: page > 1 ? String(page) : null,
  }).filter((each): each is [string, string] => Boolean(each[1]));
  return new URLSearchParams(given).toString();
}
