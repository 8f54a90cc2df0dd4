/** Rows on a page of a list, wherever one list is given in pages. */
export const PER_PAGE = 50;
