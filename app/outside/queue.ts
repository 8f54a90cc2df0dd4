export type Queue = <Result>(work: () => Promise<Result>) => Promise<Result>;
export type Queues = <Result>(of: string, work: () => Promise<Result>) => Promise<Result>;

/** Runs one after the other, in the order in which they came; one that fails keeps nobody from their turn. */
export function openQueue(): Queue {
  const inTurn = openQueues();
  return (work) => inTurn("", work);
}

/** The same for each of what they are of: those of one never wait for those of another. */
export function openQueues(): Queues {
  const last = new Map<string, Promise<unknown>>();
  return (of, work) => {
    const turn = (last.get(of) ?? Promise.resolve()).then(work);
    const over: Promise<unknown> = turn.catch(() => undefined).then(() => last.get(of) === over && last.delete(of));
    last.set(of, over);
    return turn;
  };
}
