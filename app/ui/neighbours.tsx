import type { ReactNode } from "react";
import { useTexts } from "./locale.tsx";

type Neighbour = { href: string; label: string } | false | null;

/** The way to what comes before and after. */
export function Neighbours({
  label,
  previous,
  next,
  children,
}: {
  label: string;
  previous: Neighbour;
  next: Neighbour;
  children?: ReactNode;
}) {
  return (
    <nav className="pagination" aria-label={label}>
      {previous ? (
        <a rel="prev" href={previous.href}>
          {previous.label}
        </a>
      ) : (
        <span />
      )}
      {children}
      {next ? (
        <a rel="next" href={next.href}>
          {next.label}
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}

type PaginationProps = { page: number; href: (page: number) => string } & (
  | { pages: number; more?: undefined }
  | { pages?: undefined; more: boolean }
);

/**
 * Previous and next page, of so many `pages`, or of a list of which only is known whether there is `more`. `href(3)` is
 * the address of page 3.
 */
export function Pagination({ page, pages, more = page < (pages ?? page), href }: PaginationProps) {
  const t = useTexts().ui;
  if (!more && (page === 1 || pages === 1)) return null;
  return (
    <Neighbours
      label={t.pagination}
      previous={page > 1 && { href: href(page - 1), label: t.previous }}
      next={more && { href: href(page + 1), label: t.next }}
    >
      <span>{t.page(page, pages)}</span>
    </Neighbours>
  );
}
