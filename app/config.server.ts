import { z } from "zod";
import { readAddress } from "./outside/files/scanner.server.ts";

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be an address starting with ${protocols.join(" or ")}`,
    );
const flag = z.enum(["0", "1", "true", "false"], "must be 1 or 0").transform((text) => text === "1" || text === "true");

const environment = z.object({
  NODE_ENV: z.enum(["production", "development", "test"]).default("production"),
  DATABASE_URL: url("postgres:", "postgresql:").optional(),
  DATA_DIR: z.string().min(1).default(".data"),
  HOST: z.string().min(1).optional(),
  PORT: z.coerce
    .number("must be a port number")
    .int("must be a port number")
    .min(1, "must be a port number")
    .max(65535, "must be a port number")
    .default(3000),
  PUBLIC_URL: url("http:", "https:").optional(),
  DEMO: flag.optional(),
  SMTP_URL: url("smtp:", "smtps:").optional(),
  MAIL_FROM: z.string().min(3).default("Kapok <portal@localhost>"),
  CLAMD_ADDRESS: z
    .string()
    .refine((text) => readAddress(text) !== null, "must be host:port or the path of a socket")
    .optional(),
  UPLOADTHING_TOKEN: z.string().min(20, "is too short to be a token").optional(),
  TRUST_PROXY: flag.default(false),
  DISK_RESERVE: z.coerce
    .number("must be a number of per cent")
    .min(0, "must be from 0 to 90")
    .max(90, "must be from 0 to 90")
    .default(10),
});

/** Every name in the environment that the portal reads. */
export const SETTINGS = Object.keys(environment.shape);

export type Config = {
  production: boolean;
  databaseUrl: string | null;
  dataDir: string;
  host: string;
  port: number;
  /** Scheme, host and port as people see them; no slash at the end. */
  publicUrl: string;
  demo: boolean;
  smtpUrl: string | null;
  mailFrom: string;
  uploadthingToken: string | null;
  /** Where a daemon of ClamAV listens; without one, files are not scanned and say so. */
  clamdAddress: string | null;
  /** Believe X-Forwarded-For: only behind a proxy that sets it. */
  trustProxy: boolean;
  /** Per cent of the disk that uploads leave free. */
  diskReserve: number;
};

/** Reads every setting once. Throws a sentence that names the setting at fault. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`).join("\n"));
  }
  const settings = parsed.data;
  const demo = settings.DEMO ?? !settings.DATABASE_URL;
  if (demo && settings.DATABASE_URL)
    throw new Error("DEMO cannot be 1 together with DATABASE_URL: the demo lets anybody sign in as anybody.");
  const publicUrl = (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/(?<!\/)\/+$/, "");
  if (new URL(publicUrl).pathname !== "/")
    throw new Error("PUBLIC_URL must not have a path: the portal lives at the root of its host.");
  return {
    production: settings.NODE_ENV === "production",
    databaseUrl: settings.DATABASE_URL ?? null,
    dataDir: settings.DATA_DIR,
    host: settings.HOST ?? (settings.DATABASE_URL ? "0.0.0.0" : "127.0.0.1"),
    port: settings.PORT,
    publicUrl,
    demo,
    smtpUrl: settings.SMTP_URL ?? null,
    mailFrom: settings.MAIL_FROM,
    uploadthingToken: settings.UPLOADTHING_TOKEN ?? null,
    clamdAddress: settings.CLAMD_ADDRESS ?? null,
    trustProxy: settings.TRUST_PROXY,
    diskReserve: settings.DISK_RESERVE,
  };
}
