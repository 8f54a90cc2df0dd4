/**
 * A letter ready to go. `id` is the notification's: it makes the Message-ID, so that a letter sent twice is known as
 * one.
 */
export type Letter = { id: string; to: string; subject: string; text: string; enclosures?: Enclosure[] };
/** A file that goes with a letter. */
export type Enclosure = { name: string; contentType: string; bytes: Uint8Array };

/** `enclosed` are the names of the files that went with it. */
export type KeptLetter = Omit<Letter, "enclosures"> & { at: Date; enclosed: string[] };

/** Where letters lie when there is no mail server. Ids are the letters' own. */
export type Outbox = { recent(limit: number): Promise<KeptLetter[]>; read(id: string): Promise<KeptLetter | null> };

/**
 * How letters leave the portal. `send` throws when the letter was not accepted; sending the same letter again is
 * harmless.
 */
export type Post = {
  send(letter: Letter): Promise<void>;
  outbox: Outbox | null;
  close(): void;
};

/** A line end in a header would begin another header. Ours have none; this makes sure. */
export function withoutLineEnds(header: string): string {
  if (/[\r\n\0]/.test(header)) throw new TypeError("a mail header must be one line");
  return header;
}
