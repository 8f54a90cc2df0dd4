/** Between two pages of a tab there is none for an instant, which a busy machine makes long. */
const BETWEEN_PAGES = 5_000;

/**
 * Does what is to be done when the last page of the portal has gone: called whenever one goes, and only the latest to
 * go counts, since whoever went before may have another page's instant without any when its time is over.
 */
export function whenLastPageGoes(countPages: () => Promise<number>, act: () => void): () => Promise<void> {
  let gone = 0;
  return async () => {
    gone += 1;
    const latest = gone;
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_PAGES));
    if (latest === gone && (await countPages()) === 0) act();
  };
}
