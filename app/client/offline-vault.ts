/**
 * How often a passphrase is stretched (OWASP's figure for PBKDF2 with SHA-256); a quarter of a second on a laptop, and
 * as much for each guess of a thief.
 */
const ITERATIONS = 600_000;

/** What was encrypted, and the 96 bits drawn for it alone. */
export type Sealed = { iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };

/** The key that a passphrase stands for. It lives in memory only, and no script can read its bits. */
export async function keyFrom(passphrase: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(passphrase.normalize("NFKC")),
    "PBKDF2",
    false,
    ["deriveKey"],
  );
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS },
    typed,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

/** Encrypts with AES-256-GCM, bound to the name it is kept under. */
export async function seal(key: CryptoKey, name: string, content: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return {
    iv,
    data: await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) },
      key,
      content,
    ),
  };
}

/** Rejects with another key, under another name, and when a bit of it was changed. */
export function unseal(key: CryptoKey, name: string, { iv, data }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) }, key, data);
}

export async function sealJson(key: CryptoKey, name: string, value: unknown): Promise<Sealed> {
  return seal(key, name, new TextEncoder().encode(JSON.stringify(value)));
}

export async function unsealJson<T>(key: CryptoKey, name: string, sealed: Sealed): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await unseal(key, name, sealed))) as T;
}
