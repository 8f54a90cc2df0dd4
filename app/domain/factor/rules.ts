import { Secret, TOTP } from "otpauth";

/**
 * Keeps secrets with a key that is not in the database. What is closed or marked for one purpose does not open for
 * another.
 */
export type Seal = {
  close(purpose: string, text: string): string;
  /** Null for what was not closed here, for this purpose. */
  open(purpose: string, sealed: string): string | null;
  mark(purpose: string, text: string): string;
  bears(purpose: string, text: string, mark: string): boolean;
};

export type PasskeyFacts = {
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  synced: boolean;
};

/** What a browser sends of a passkey, as far as it matters here; the rest is read where it is checked. */
export type PasskeyAnswer = { id: string; challenge: string; response: unknown };

/**
 * Asking browsers for passkeys and checking what they send; the work is done outside. `challenge` is a one-time token.
 */
export type Passkeys = {
  registration(given: {
    challenge: string;
    account: { id: string; email: string; name: string };
    known: string[];
  }): Promise<object>;
  registered(response: unknown, challenge: string): Promise<PasskeyFacts | null>;
  request(challenge: string): Promise<object>;
  signed(
    response: unknown,
    challenge: string,
    known: Omit<PasskeyFacts, "synced">,
  ): Promise<{ counter: number } | null>;
};

export const RECOVERY_CODES = 10;
const STEP = 30;
/** Clocks differ: the code of the half minute before and after counts as well. */
const TOLERANCE = 1;

export const newSecret = (): string => new Secret({ size: 20 }).base32;

const codesOf = (secret: string, email = "") =>
  new TOTP({
    issuer: "Kapok",
    label: email,
    secret: Secret.fromBase32(secret),
    algorithm: "SHA1",
    digits: 6,
    period: STEP,
  });

/** What an authenticator app reads from the QR code. */
export const appAddress = (secret: string, email: string): string => codesOf(secret, email).toString();

/** In groups of four, as people type it. */
export const spaced = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

/** The half minute that a six-digit code belongs to, or null for a wrong one. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = codesOf(secret).validate({ token: code, timestamp: now.getTime(), window: TOLERANCE });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / STEP) + delta;
}

/** The code an app shows at a moment. */
export const codeAt = (secret: string, now: Date): string => codesOf(secret).generate({ timestamp: now.getTime() });

export const isAppCode = (code: string): boolean => /^\d{6}$/.test(code);
export const isRecoveryCode = (code: string): boolean => /^[a-z2-7]{16}$/.test(code);

/** "ABCD efgh-ijkl mnop" → "abcdefghijklmnop": as typed from paper, to be compared. */
export const bareCode = (typed: string): string => typed.toLowerCase().replace(/[\s-]/g, "");

/** 80 random bits as "abcd-efgh-ijkl-mnop". */
export const printedCode = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");

/** The challenge that a passkey's answer repeats, or null where the browser sent something else. */
export function challengeIn(clientData: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, "base64url").toString("utf8")) as { challenge?: unknown };
    return typeof challenge === "string" ? challenge : null;
  } catch {
    return null;
  }
}
