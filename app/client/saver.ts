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

/** Where the words of a field stand. */
type Standing = {
  /** What the server holds; null while it holds other words than these. */
  stored: Words | null;
  version: string;
  /** Sent without an answer: the very same words go again first, because the server may hold them already. */
  doubtful: Words | null;
  clash: Theirs | null;
  earlier: Kept | null;
  failures: number;
  /** When the first of the words was typed that were not sent since. */
  typedAt: number | null;
};

/** One request at a time for one field; the latest words win; nothing is overwritten unseen. */
export function makeSaver(field: SavingField, after: After = browserTimer): Saver {
  const { stored, version, doubtful = null, earlier = null } = field;
  const at: Standing = { stored, version, doubtful, clash: null, earlier, failures: 0, typedAt: null };
  let underWay: Promise<void> | null = null;
  let cancel = (): void => {};

  const isUndecided = () => at.clash !== null || at.earlier !== null;
  const isUnsent = () => isUndecided() || field.read() !== at.stored;
  const keep = () => {
    const { version, doubtful, earlier } = at;
    field.keep({ words: field.read(), version, doubtful, isUnsent: isUnsent(), earlier });
  };
  const sendAfter = (delay: number) => {
    cancel();
    cancel = after(delay, () => void flush());
  };

  function touched(delay: number): void {
    keep();
    at.typedAt ??= Date.now();
    if (!isUndecided()) sendAfter(Math.min(delay, Math.max(0, at.typedAt + LONGEST_UNSENT - Date.now())));
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
    const words = at.doubtful ?? field.read();
    at.typedAt = null;
    field.show({ kind: "saving" });
    const answer = await field.send(words, at.version).catch((): Outcome => ({ kind: "unreachable" }));
    const outcome = recognised(answer, words);
    note(at, outcome, words);
    if (outcome.kind === "saved" || outcome.kind === "unreachable") keep();
    if (outcome.kind === "unreachable") sendAfter(waitBefore(at.failures));
    if (outcome.kind === "saved" && isUnsent()) sendAfter(0);
    if (outcome.kind === "refused" && field.read() !== words) sendAfter(0);
    field.show(outcome.kind === "unreachable" ? { ...outcome, tries: at.failures } : outcome);
  }

  return { touched, flush, isUnsent, isAway: () => at.failures > 0, ...choices(at, field, touched) };
}

/** A conflict with the very same words is none: they were saved, and the answer got lost. */
function recognised(answer: Outcome, words: Words): Outcome {
  if (answer.kind !== "conflict" || !says(words, answer.theirs.text)) return answer;
  return { kind: "saved", version: answer.theirs.version, saved: "" };
}

/** Notes what became of words that were sent. */
function note(at: Standing, outcome: Outcome, words: Words): void {
  at.failures = outcome.kind === "unreachable" ? at.failures + 1 : 0;
  at.doubtful = outcome.kind === "unreachable" ? words : null;
  if (outcome.kind === "conflict") at.clash = outcome.theirs;
  if (outcome.kind === "saved") {
    at.stored = words;
    at.version = String(outcome.version);
  }
}

/** What somebody decides between two texts: theirs and one's own, or an earlier one and a later. */
function choices(at: Standing, field: SavingField, touched: Saver["touched"]) {
  function settleOn(words: Words | null): void {
    if (!at.clash) return;
    at.version = String(at.clash.version);
    at.clash = null;
    at.stored = words;
    touched(0);
  }

  function keepLater(): void {
    at.earlier = at.earlier?.earlier ?? null;
    touched(0);
    if (at.earlier) field.show({ kind: "two-texts", earlier: at.earlier });
  }

  function tookEarlier(): void {
    if (at.earlier) ({ version: at.version, doubtful: at.doubtful } = at.earlier);
    keepLater();
  }

  return { keepMine: () => settleOn(null), tookTheirs: () => settleOn(field.read()), keepLater, tookEarlier };
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
