import { bearsCode } from "../failure.ts";

/** What a browser says of a file before it sends it; nothing here is believed. */
export type UploadClaim = { name: string; size: number; type: string };

/** Where a file is meant to go, and who sends it. Travels with the upload and comes back when it is finished. */
export type UploadMetadata = { entryId: string; questionKey: string; accountId: string };

export type FileProblem =
  | "wrong-type"
  | "too-big"
  | "empty"
  | "broken"
  | "password-protected"
  | "too-many-pixels"
  | "macros"
  | "embedded"
  | "archive-bomb"
  | "too-complex"
  | "no-room";

/**
 * What the bytes of a file are, by content (null: nothing the portal accepts), and why they cannot be taken. `reaches`:
 * whoever opens it may fetch something from elsewhere, unasked.
 */
export type Inspection = { contentType: string | null; problem: FileProblem | null; reaches?: boolean };

/** What a copy is made of, by content, and whether a picture of its first pages is wanted: of PDFs only. */
export type CopyOrder = { contentType: string; pages: boolean };

/**
 * What others than its team get of a document or film: a copy without personal data, and perhaps a picture of its first
 * pages, stored as files of their own.
 */
export type PaperCopy = { key: string; pagesKey: string | null; active: boolean };

export type StoreName = "local" | "uploadthing";

/** Which bytes: a key means something only together with its store, and files of both may live side by side. */
export type Stored = { key: string; store: StoreName };

/**
 * A file after somebody looked at its bytes. `size` is in bytes, `contentType` by content: null when it is not on the
 * allow list.
 */
export type InspectedFile = {
  key: string;
  store: StoreName;
  name: string;
  size: number;
  sha256: string;
  contentType: string | null;
  problem: FileProblem | null;
  reaches?: boolean;
};

/** What became of an upload. Without an attachment its bytes are deleted at once. */
export type FinishedUpload = { attachmentId: string | null; problem: FileProblem | null };

export type UploadHooks = {
  /**
   * Called before a presigned URL is issued. Authorises from the request and returns metadata for the finished file;
   * refuses by throwing UploadRefused.
   */
  admit(
    request: Request,
    slot: { entryId: string; questionKey: string },
    claims: UploadClaim[],
  ): Promise<UploadMetadata>;
  /**
   * Called once the bytes are stored and inspected. After a crash it may be called again with the same key and must
   * then answer the same: in time is what had all its bytes here in time (`arrivedAt`; null where the store is not
   * ours), however long looking at them took. The answer goes back to the browser.
   */
  finish(metadata: UploadMetadata, file: InspectedFile, arrivedAt: Date | null): Promise<FinishedUpload>;
  /** The account that sends a request, or null. When given, only the account that was admitted may send the bytes. */
  sender?(request: Request): Promise<string | null>;
};

/** Why somebody may not upload; `status` goes to the browser with `message`. */
export class UploadRefused extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 429 | 503,
    message: string,
  ) {
    super(message);
    this.name = "UploadRefused";
  }
}

/** The file store does not answer now, which says nothing about a file: trying again may help. */
export class StoreAway extends Error {
  readonly code = "STORE_AWAY";
}

export const isStoreAway = (error: unknown): boolean => bearsCode(error, "STORE_AWAY");

/** Nothing is stored under a key, as against a store that does not answer. */
export const isGone = (error: unknown): boolean => bearsCode(error, "NO_BYTES") || bearsCode(error, "ENOENT");

/** Our own disk is nearly full: nothing more is made until it has room. */
export class NoRoom extends Error {
  readonly code = "NO_ROOM";
}

export const isNoRoom = (error: unknown): boolean => bearsCode(error, "NO_ROOM");

/** The disk took no more of what was being written. */
export const isDiskFull = (error: unknown): boolean => bearsCode(error, "ENOSPC") || bearsCode(error, "EDQUOT");

const SILENCE =
  /^(EIO|EBUSY|ENODEV|ENXIO|ESTALE|EMFILE|ENFILE|ECONN\w+|ENOTCONN|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|ENOTFOUND|EAI_AGAIN|UND_ERR_SOCKET|UND_ERR_\w+_TIMEOUT)$/;

/** Throws on what went wrong while bytes were read, as StoreAway where the network or the disk did not answer. */
export function awayOr(error: unknown): never {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  throw SILENCE.test(String(cause?.code ?? code))
    ? new StoreAway("the file store does not answer", { cause: error })
    : error;
}

/** Whether others than the team read a copy of it: pictures are drawn anew instead. */
export const isCopied = (contentType: string): boolean =>
  contentType in ALLOWED_TYPES && !contentType.startsWith("image/");

/** What can bear a watermark: pages and pictures. */
export const bearsWatermark = (contentType: string): boolean =>
  contentType === "application/pdf" || contentType.startsWith("image/");

/** What the portal accepts, by content, with the endings that suit it. */
export const ALLOWED_TYPES: Readonly<Record<string, readonly string[]>> = {
  "application/pdf": ["pdf"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/png": ["png"],
  "image/webp": ["webp"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["xlsx"],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["pptx"],
  "video/mp4": ["mp4", "m4v"],
};

/** How people call these types, one name for each. */
export const kindsOf = (types: readonly string[]): string[] =>
  types.flatMap((type) => ALLOWED_TYPES[type]?.slice(0, 1) ?? []).map((ending) => ending.toUpperCase());
