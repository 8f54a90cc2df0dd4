import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { copyRound, followRounds, type Progress } from "#app/client/offline-copying.ts";
import { deliver, type Delivery, sendAll } from "#app/client/offline-sending.ts";
import type { Records } from "#app/client/offline-records.ts";
import {
  begin,
  countUnsent,
  dropEntry,
  forget,
  getCopy,
  hasCopy,
  isSettled,
  keep,
  keptFor,
  type KeptWords,
  luggage,
  putCopy,
  unlock,
  writeLuggage,
} from "#app/client/offline-store.ts";
import { keyFrom, seal, unseal } from "#app/client/offline-vault.ts";
import type { Outcome } from "#app/client/saver.ts";

const PASSPHRASE = "three kapok trees";
const SECRET = "The bench asks for company";
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: ArrayBuffer) => new TextDecoder().decode(content);

/** The drawer of a browser as a map; `all` is what a thief with the disk reads. */
function drawer(): Records & { all: Map<string, unknown> } {
  const all = new Map<string, unknown>();
  return {
    all,
    get: async <T>(name: string) => all.get(name) as T | undefined,
    put: async (name, value) => void all.set(name, value),
    drop: async (name) => void all.delete(name),
    names: async (prefix) => [...all.keys()].filter((name) => name.startsWith(prefix)).sort(),
    clear: async () => all.clear(),
  };
}

const words = (over: Partial<KeptWords> = {}): KeptWords => ({
  url: "/judging/assignments/a/scores/c#score.c",
  words: "score.c=4",
  version: "2",
  doubtful: null,
  isUnsent: true,
  entry: "Harbour",
  field: "Innovation",
  text: "4",
  refusal: null,
  at: 1,
  ...over,
});

let records: ReturnType<typeof drawer>;
let key: CryptoKey;
beforeEach(async () => {
  records = drawer();
  key = await begin(records, "rafael", PASSPHRASE);
});

describe("the vault", () => {
  it("gives back what it was given, under the same name and with the same key only", async () => {
    const sealed = await seal(key, "copy:/a", bytes(SECRET));
    expect(text(await unseal(key, "copy:/a", sealed))).toBe(SECRET);
    await expect(unseal(key, "copy:/b", sealed)).rejects.toThrow();
    await expect(
      unseal(await keyFrom(PASSPHRASE, crypto.getRandomValues(new Uint8Array(16))), "copy:/a", sealed),
    ).rejects.toThrow();
  });

  it("notices a single changed bit, in the content and in what was drawn for it", async () => {
    const sealed = await seal(key, "copy:/a", bytes(SECRET));
    new Uint8Array(sealed.data)[3]! ^= 1;
    await expect(unseal(key, "copy:/a", sealed)).rejects.toThrow();
    const other = await seal(key, "copy:/a", bytes(SECRET));
    other.iv[0]! ^= 1;
    await expect(unseal(key, "copy:/a", other)).rejects.toThrow();
  });

  it("never encrypts two things alike, and its key cannot be read", async () => {
    const [one, other] = [await seal(key, "copy:/a", bytes(SECRET)), await seal(key, "copy:/a", bytes(SECRET))];
    expect(Buffer.from(one.data).equals(Buffer.from(other.data))).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  });
});

describe("the store", () => {
  it("opens with its passphrase, however the keyboard composed it, and with no other", async () => {
    expect(await unlock(records, PASSPHRASE)).not.toBeNull();
    expect(await unlock(records, `${PASSPHRASE} `)).toBeNull();
    records = drawer();
    await begin(records, "rafael", "lucía und die bäume".normalize("NFC"));
    expect(await unlock(records, "lucía und die bäume".normalize("NFD"))).not.toBeNull();
    expect(await unlock(drawer(), PASSPHRASE)).toBeNull();
  });

  it("keeps a page with its head, and lays nothing of it open", async () => {
    await putCopy(
      records,
      key,
      "/judging/assignments/a",
      new Headers({
        "content-type": "text/html",
        "content-security-policy": "default-src 'none'",
        "set-cookie": "sid=1",
        "content-encoding": "br",
      }),
      bytes(`<p>${SECRET}</p>`),
    );
    await keep(records, key, words({ text: SECRET, entry: "Harbour of Light" }));
    const copy = (await getCopy(records, key, "/judging/assignments/a"))!;
    expect([text(copy.body), Object.fromEntries(copy.head)]).toEqual([
      `<p>${SECRET}</p>`,
      { "content-type": "text/html", "content-security-policy": "default-src 'none'" },
    ]);
    const onDisk = [...records.all.values()].map((value) =>
      JSON.stringify(value, (_name, each: unknown) =>
        each instanceof ArrayBuffer ? Buffer.from(each).toString("latin1") : each,
      ),
    );
    expect(onDisk.length).toBe(3);
    expect(onDisk.filter((each) => /bench|Harbour|score\.c=|three kapok/.test(each))).toEqual([]);
  });

  it("forgets an ended entry with its files and keeps what the reviewer wrote about it", async () => {
    const paths = ["/judging/assignments/a", "/attachments/1", "/judging/assignments/b", "/attachments/2"];
    for (const path of paths) await putCopy(records, key, path, new Headers(), bytes(path));
    await writeLuggage(records, {
      ...(await luggage(records))!,
      rounds: { r: { at: 0, entries: { a: ["/attachments/1"], b: ["/attachments/2"] } } },
    });
    await keep(records, key, words());
    await dropEntry(records, "a");
    expect(await Promise.all(paths.map((path) => hasCopy(records, path)))).toEqual([false, false, true, true]);
    expect((await keptFor(records, key)).map(({ text: said }) => said)).toEqual(["4"]);
  });

  describe("at a contact", () => {
    const listed = (window: string, ...ids: string[]) => ({
      window,
      lists: ["/judging", "/judging/rounds/r"],
      entries: ids.map((id) => ({ id, files: [] })),
    });
    const sheets = ["/judging/assignments/a", "/judging/assignments/b"];
    const contact = async (answer: ReturnType<typeof listed> | null | undefined, breaks = false) => {
      const copied: string[] = [];
      const copy = async (path: string) => (breaks ? Promise.reject(new TypeError("no line")) : copied.push(path));
      await followRounds(records, { list: async () => answer, copy });
      return { copied, round: (await luggage(records))!.rounds["r"] };
    };
    beforeEach(async () => {
      for (const path of sheets) await putCopy(records, key, path, new Headers(), bytes(path));
      const taken = { at: 7, window: "1/5", entries: { a: [], b: [] } };
      await writeLuggage(records, { ...(await luggage(records))!, rounds: { r: taken } });
    });

    it("reads its pages anew once where the round was locked, unlocked or moved, and takes nothing else along", async () => {
      expect(await contact(listed("1/5", "a", "b"))).toMatchObject({ copied: [], round: { window: "1/5" } });
      expect(await contact(listed("1/9", "a", "b", "c"))).toEqual({
        copied: ["/judging", "/judging/rounds/r", ...sheets],
        round: { at: 7, window: "1/9", entries: { a: [], b: [] } },
      });
      expect((await contact(listed("1/9", "a", "b"))).copied).toEqual([]);
    });

    it("tries again at the next one where the line broke, and forgets what has ended", async () => {
      expect((await contact(listed("1/9", "a"), true)).round).toEqual({ at: 7, window: "1/5", entries: { a: [] } });
      expect(await Promise.all(sheets.map((path) => hasCopy(records, path)))).toEqual([true, false]);
      expect((await contact(undefined)).round).toMatchObject({ window: "1/5", entries: { a: [] } });
      expect((await contact(listed("1/9", "a"))).round).toMatchObject({ window: "1/9" });
      expect((await contact(null)).round).toMatchObject({ entries: {} });
    });
  });

  it("counts what was not sent without the key, and gives it in the order it was written", async () => {
    await keep(records, key, words({ url: "/judging/assignments/b/comment#comment", at: 1 }));
    await keep(records, key, words({ url: "/judging/assignments/a/comment#comment", at: 2 }));
    await keep(records, key, words({ url: "/judging/assignments/a/comment#notes", at: 3, isUnsent: false }));
    expect(await countUnsent(records)).toBe(2);
    expect((await keptFor(records, key)).map(({ at }) => at)).toEqual([1, 2, 3]);
    expect((await keptFor(records, key, "/judging/assignments/a/")).map(({ at }) => at)).toEqual([2, 3]);
    await forget(records, "/judging/assignments/a/comment#comment");
    expect(await countUnsent(records)).toBe(1);
  });
});

describe("sending", () => {
  const saved = (version: number): Outcome => ({ kind: "saved", version, saved: "Saved" });
  const clash: Outcome = {
    kind: "conflict",
    theirs: { text: "2", version: 5, by: "Rafael", at: "12:00" },
    message: "Both are kept.",
  };

  async function sending(kept: KeptWords, ...answers: Outcome[]) {
    const [sent, noted]: [string[], KeptWords[]] = [[], []];
    const delivery = await deliver(
      kept,
      async (_url, given, version) => {
        sent.push(`${given}@${version}`);
        return answers.shift() ?? { kind: "unreachable" };
      },
      (now) => noted.push(now),
    );
    return { delivery, sent, last: noted.at(-1) };
  }

  it("sends words upon the version they were written on, and then knows them as sent", async () => {
    const { delivery, sent, last } = await sending(words(), saved(3));
    expect([delivery, sent]).toEqual([{ kind: "sent" }, ["score.c=4@2"]]);
    expect(last).toMatchObject({ isUnsent: false, version: "3", words: "score.c=4" });
  });

  it("sends first again what may have arrived without an answer, so that nobody clashes with themselves", async () => {
    const { delivery, sent, last } = await sending(words({ doubtful: "score.c=3" }), saved(3), saved(4));
    expect([delivery, sent]).toEqual([{ kind: "sent" }, ["score.c=3@2", "score.c=4@3"]]);
    expect(last).toMatchObject({ isUnsent: false, version: "4" });
  });

  it("of two texts sends the later, and the earlier goes on waiting with what it was written upon", async () => {
    const earlier = { words: "score.c=2", version: "1", doubtful: "score.c=2", isUnsent: true };
    const { delivery, sent, last } = await sending(words({ earlier }), saved(3));
    expect([delivery, sent]).toEqual([{ kind: "sent" }, ["score.c=4@2"]]);
    expect(last).toMatchObject({ words: "score.c=4", isUnsent: false, version: "3", earlier });
    expect(isSettled(last!)).toBe(false);
    await keep(records, key, last!);
    expect(await keptFor(records, key)).toEqual([last]);
  });

  it("of two texts neither is lost where the later clashes or no line is there; without an earlier one all is settled", async () => {
    const earlier = { words: "score.c=2", version: "1", doubtful: null, isUnsent: true };
    const clashed = await sending(words({ earlier }), clash);
    expect(clashed.delivery).toMatchObject({ kind: "refused" });
    const away = await sending(words({ earlier }));
    expect(away.last).toMatchObject({ words: "score.c=4", isUnsent: true, doubtful: "score.c=4", earlier });
    expect(isSettled(away.last!)).toBe(false);
    expect(isSettled((await sending(words(), saved(3))).last!)).toBe(true);
  });

  it("sends the newest also when the earlier words are refused now", async () => {
    const { delivery, sent } = await sending(
      words({ doubtful: "score.c=3" }),
      { kind: "refused", message: "Give a reason" },
      saved(3),
    );
    expect([delivery, sent]).toEqual([{ kind: "sent" }, ["score.c=3@2", "score.c=4@2"]]);
  });

  it("overwrites nothing that another device saved: the words stay unsent, with the reason", async () => {
    const { delivery, sent, last } = await sending(words(), clash);
    expect([delivery, sent.length]).toEqual([{ kind: "refused", sentence: "Both are kept." }, 1]);
    expect(last?.isUnsent ?? true).toBe(true);
  });

  it("keeps words that came back after their round had closed, with the portal's sentence", async () => {
    const { delivery, sent, last } = await sending(words(), { kind: "refused", message: "This round has closed." });
    expect([delivery, sent.length]).toEqual([{ kind: "refused", sentence: "This round has closed." }, 1]);
    expect({ ...words(), ...last }).toMatchObject({ words: "score.c=4", text: "4", isUnsent: true });
  });

  it("keeps words for which no answer came as doubtful, and those of a session that ended as they are", async () => {
    const { delivery, last } = await sending(words());
    expect([delivery, last]).toEqual([{ kind: "unreachable" }, words({ doubtful: "score.c=4" })]);
    expect((await sending(words(), { kind: "signed-out" })).delivery).toEqual({ kind: "signed-out" });
  });
});

describe("a review that is handed in at the return", () => {
  const [first, second] = ["/judging/assignments/a", "/judging/assignments/b"];
  const handedIn = (sheet: string) => words({ url: `${sheet}/submission`, words: "", text: "" });

  /** What the page did, in order; `answers` are the portal's to each review that is handed in, `copies` whether. */
  async function sending(waiting: KeptWords[], { answers = [] as Delivery[], copies = [] as boolean[] } = {}) {
    const done: string[] = [];
    const isThrough = await sendAll(waiting, {
      post: async (url) => {
        done.push(`save ${url}`);
        return { kind: "saved", version: 3, saved: "Saved" };
      },
      handIn: async (url) => {
        done.push(`hand in ${url}`);
        return answers.shift() ?? { kind: "sent" };
      },
      copy: async (sheet) => {
        done.push(`copy ${sheet}`);
        return copies.shift() ?? true;
      },
      keep: ({ refusal }) => void (refusal && done.push(`keep: ${refusal}`)),
      forget: (url) => void done.push(`forget ${url}`),
      answered: () => undefined,
      incomplete: "Not complete.",
    });
    return { isThrough, done };
  }

  it("goes after its words, and is forgotten once the copy of its sheet says that it is in", async () => {
    const { isThrough, done } = await sending([handedIn(first), words()]);
    expect(isThrough).toBe(true);
    expect(done).toEqual([
      `save ${words().url}`,
      `hand in ${first}/submission`,
      `copy ${first}`,
      `forget ${first}/submission`,
      `copy ${first}`,
    ]);
  });

  it("waits on where its sheet could not be copied, and keeps no other from being handed in", async () => {
    const { isThrough, done } = await sending([handedIn(first), handedIn(second)], { copies: [false] });
    expect(isThrough).toBe(true);
    expect(done).toEqual([
      `hand in ${first}/submission`,
      `copy ${first}`,
      `hand in ${second}/submission`,
      `copy ${second}`,
      `forget ${second}/submission`,
    ]);
  });

  it("is kept as it is when the portal does not answer, and with the portal's sentence when it refuses", async () => {
    expect(await sending([handedIn(first), handedIn(second)], { answers: [{ kind: "unreachable" }] })).toEqual({
      isThrough: false,
      done: [`hand in ${first}/submission`],
    });
    const refused: Delivery[] = [{ kind: "refused", sentence: null }];
    expect((await sending([handedIn(first)], { answers: refused })).done).toEqual([
      `hand in ${first}/submission`,
      "keep: Not complete.",
      `copy ${first}`,
    ]);
  });
});

describe("taking a round along", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("says how much there is to copy before anything has come, so that nobody leaves too early", async () => {
    vi.stubGlobal("caches", { open: () => Promise.reject(new TypeError("no line")) });
    const told: Progress[] = [];
    const listed = {
      window: "",
      lists: ["/judging/rounds/r"],
      entries: [{ id: "a", files: [{ path: "/f", size: 9 }] }],
    };
    await expect(copyRound({} as CryptoKey, "r", listed, (progress) => told.push({ ...progress }))).rejects.toThrow(
      "no line",
    );
    expect(told).toEqual([{ done: 0, all: 3, bytes: 0 }]);
  });
});
