import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Seal } from "#app/domain/factor/rules.ts";

/**
 * Seals with a secret of this installation that lies beside the database, not in it: whoever has only a copy of the
 * database reads nothing and makes no mark. Without the file, authenticator apps must be set up anew; passwords,
 * passkeys and recovery codes go on working.
 */
export function openSeal(dataDir: string): Seal {
  const secret = installationSecret(dataDir);
  const key = (use: string) => Buffer.from(hkdfSync("sha256", secret, "kapok", use, 32));
  const [sealing, marking] = [key("seal"), key("mark")];
  const mark = (purpose: string, text: string) =>
    createHmac("sha256", marking).update(`${purpose}\0${text}`).digest("base64url");
  return {
    close(purpose, text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", sealing, nonce).setAAD(Buffer.from(purpose));
      return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString(
        "base64url",
      );
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      if (bytes.length < 28) return null;
      try {
        const decipher = createDecipheriv("aes-256-gcm", sealing, bytes.subarray(0, 12))
          .setAAD(Buffer.from(purpose))
          .setAuthTag(bytes.subarray(-16));
        return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8");
      } catch {
        return null;
      }
    },
    mark,
    bears(purpose, text, given) {
      const [own, theirs] = [Buffer.from(mark(purpose, text)), Buffer.from(given)];
      return own.length === theirs.length && timingSafeEqual(own, theirs);
    },
  };
}

/** Made at the first start, for this user alone. */
function installationSecret(dataDir: string): Buffer {
  mkdirSync(dataDir, { recursive: true });
  const place = join(dataDir, "sealing-secret");
  try {
    writeFileSync(place, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = Buffer.from(readFileSync(place, "utf8").trim(), "hex");
  if (secret.length !== 32)
    throw new Error(
      `${place} is damaged. Restore it from the backup, or remove it and have second factors set up anew.`,
    );
  return secret;
}
