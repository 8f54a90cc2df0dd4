/** Everything one field holds, written down so that it can be compared, kept and sent: `URLSearchParams` as text. */
export type Words = string;

/**
 * What outlives a page: a field's newest words, the version they were written upon, and what went out without an
 * answer.
 */
export type Kept = {
  words: Words;
  version: string;
  doubtful: Words | null;
  isUnsent: boolean;
  /** Other words of the same person that waited when these were typed: nobody has chosen between both yet. */
  earlier?: Kept | null | undefined;
};

export type Theirs = { text: string; version: number; by: string | null; at: string };

export type Outcome =
  | { kind: "saved"; version: number; saved: string; notes?: string[] | undefined }
  | { kind: "conflict"; theirs: Theirs; message: string | null }
  | { kind: "signed-out" }
  | { kind: "refused"; message: string | null }
  | { kind: "unreachable" };

/** What a field shows; `tries` counts the attempts in a row that found no server. */
export type State =
  | Exclude<Outcome, { kind: "unreachable" }>
  | { kind: "unreachable"; tries: number }
  | { kind: "two-texts"; earlier: Kept }
  | { kind: "saving" }
  | { kind: "unchanged" };

/** What the saver needs from a field: the page in the browser, a plain object in tests. */
export type SavingField = {
  /** What the server holds at the start; null where the field shows words that it refused. */
  stored: Words | null;
  version: string;
  /** Sent on an earlier visit without an answer. */
  doubtful?: Words | null;
  /** Words kept on an earlier visit beside those in the field: nothing is sent until somebody chooses. */
  earlier?: Kept | null | undefined;
  read(): Words;
  send(words: Words, version: string): Promise<Outcome>;
  show(state: State): void;
  /** Keeps what is unsent over a reload, and forgets it when nothing is. */
  keep(kept: Kept): void;
};

export type Saver = {
  /**
   * Something was typed: keeps it at once and sends it after `delay` milliseconds of quiet, or while somebody types on
   * without a pause, every few seconds.
   */
  touched(delay: number): void;
  /** Sends what is unsent now; resolves when the request under way has been answered. */
  flush(): Promise<void>;
  isUnsent(): boolean;
  /** Whether the last attempt found no server. */
  isAway(): boolean;
  keepMine(): void;
  /** The field shows their words now: they are what the server holds. */
  tookTheirs(): void;
  keepLater(): void;
  /** The field shows the earlier words now: they go on from where they waited. */
  tookEarlier(): void;
};

type After = (milliseconds: number, work: () => void) => () => void;

const SECOND = 1000;
const LONGEST_WAIT = 30 * SECOND;
const LONGEST_UNSENT = 5 * SECOND;

/** One request at a time for one field; the latest words win; nothing is overwritten unseen. */
export function makeSaver(field: SavingField, after: After = browserTimer): Saver {
  /** What the server holds; null while it holds other words than these. */
  let { stored } = field;
  let { version } = field;
  let underWay: Promise<void> | null = null;
  /** Sent without an answer: the very same words go again first, because the server may hold them already. */
  let doubtful: Words | null = field.doubtful ?? null;
  let clash: Theirs | null = null;
  let earlier: Kept | null = field.earlier ?? null;
  let failures = 0;
  /** When the first of the words was typed that were not sent since. */
  let typedAt: number | null = null;
  let cancel = (): void => {};

  const isUndecided = () => clash !== null || earlier !== null;
  const isUnsent = () => isUndecided() || field.read() !== stored;
  const keep = () => field.keep({ words: field.read(), version, doubtful, isUnsent: isUnsent(), earlier });
  const sendAfter = (delay: number) => {
    cancel();
    cancel = after(delay, () => void flush());
  };

  function touched(delay: number): void {
    keep();
    typedAt ??= Date.now();
    if (!isUndecided()) sendAfter(Math.min(delay, Math.max(0, typedAt + LONGEST_UNSENT - Date.now())));
  }

  function flush(): Promise<void> {
    if (underWay) return underWay; // and what was set to follow it follows
    cancel();
    if (isUndecided()) return Promise.resolve();
    if (!isUnsent()) {
      field.show({ kind: "unchanged" });
      return Promise.resolve();
    }
    underWay = send().finally(() => {
      underWay = null;
    });
    return underWay;
  }

  async function send(): Promise<void> {
    const words = doubtful ?? field.read();
    typedAt = null;
    field.show({ kind: "saving" });
    const answer = await field.send(words, version).catch((): Outcome => ({ kind: "unreachable" }));
    const outcome = recognise(answer, words);
    failures = outcome.kind === "unreachable" ? failures + 1 : 0;
    doubtful = outcome.kind === "unreachable" ? words : null;
    if (outcome.kind === "conflict") clash = outcome.theirs;
    if (outcome.kind === "unreachable") {
      keep();
      sendAfter(waitBefore(failures));
    }
    if (outcome.kind === "refused" && field.read() !== words) sendAfter(0);
    field.show(outcome.kind === "unreachable" ? { ...outcome, tries: failures } : outcome);
  }

  function recognise(answer: Outcome, words: Words): Outcome {
    if (answer.kind === "saved") acknowledge(words, answer.version);
    if (answer.kind !== "conflict") return answer;
    const { text, version: now } = answer.theirs;
    if (!says(words, text)) return answer;
    acknowledge(words, now);
    return { kind: "saved", version: now, saved: "" };
  }

  function acknowledge(words: Words, now: number): void {
    stored = words;
    version = String(now);
    doubtful = null;
    keep();
    if (isUnsent()) sendAfter(0);
  }

  function settleOn(words: Words | null): void {
    if (!clash) return;
    version = String(clash.version);
    clash = null;
    stored = words;
    touched(0);
  }

  function settleEarlier(): void {
    earlier = earlier?.earlier ?? null;
    touched(0);
    if (earlier) field.show({ kind: "two-texts", earlier });
  }

  function tookEarlier(): void {
    if (earlier) ({ version, doubtful } = earlier);
    settleEarlier();
  }

  return {
    touched,
    flush,
    isUnsent,
    isAway: () => failures > 0,
    keepMine: () => settleOn(null),
    tookTheirs: () => settleOn(field.read()),
    keepLater: settleEarlier,
    tookEarlier,
  };
}

/** Whether words are this one text. */
function says(words: Words, text: string): boolean {
  const values = [...new URLSearchParams(words).values()];
  return values.length < 2 && (values[0] ?? "") === text.replace(/\r\n?/g, "\n");
}

/**
 * 1 s, 2 s, 4 s … up to 30 s, each between half and all of it, so that a thousand browsers do not come back at once.
 */
export function waitBefore(attempt: number, random: () => number = Math.random): number {
  return Math.min(LONGEST_WAIT, SECOND * 2 ** (attempt - 1)) * (0.5 + random() / 2);
}

const browserTimer: After = (milliseconds, work) => {
  const timer = setTimeout(work, milliseconds);
  return () => clearTimeout(timer);
};
