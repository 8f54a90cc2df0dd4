/** For what a page does without where the browser refuses it, as a store that is full or shut. */
export function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
