import type { Config } from "#app/config.server.ts";
import type { Post } from "./letter.ts";
import { openOutbox } from "./outbox.server.ts";
import { openSmtp } from "./smtp.server.ts";

export type { Enclosure, Letter, Post } from "./letter.ts";

/** Letters go to SMTP_URL, or into files under the data directory when there is none. */
export function openPost(config: Pick<Config, "smtpUrl" | "mailFrom" | "dataDir" | "publicUrl">): Post {
  return config.smtpUrl
    ? openSmtp(config.smtpUrl, config.mailFrom, new URL(config.publicUrl).hostname)
    : openOutbox(config.dataDir);
}
