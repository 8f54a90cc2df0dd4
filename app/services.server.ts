import { connect, type Db } from "#db/client.server.ts";
import type { Config } from "./config.server.ts";
import { type Sessions, openSessions } from "./http/session.server.ts";
import { type Limits, openLimits } from "./http/limits.server.ts";
import type { Calculation } from "./outside/calculation/calculation.ts";
import { openCalculation } from "./outside/calculation/calculating.server.ts";
import { type Documents, openDocuments } from "./outside/documents/documents.server.ts";
import { openScanner, type Scanner } from "./outside/files/scanner.server.ts";
import { type Gazetteer, openGazetteer } from "./outside/gazetteer/gazetteer.server.ts";
import { type Files, openFiles } from "./outside/files/storage.server.ts";
import { type Post, openPost } from "./outside/mail/post.server.ts";
import { openPasskeys } from "./outside/passkeys.server.ts";
import { openPasswords } from "./outside/passwords.server.ts";
import { openSeal } from "./outside/seal.server.ts";
import { openLogKey } from "./outside/log-key.server.ts";
import type { LogKey } from "./domain/commitment/note.ts";
import type { Passkeys, Seal } from "./domain/factor/rules.ts";
import type { Passwords } from "#app/domain/sign-in/rules.ts";
import type { SafeSql } from "#db/safe-sql.server.ts";

/** Everything the portal talks to, opened once by the process and handed to each request. */
export type Services = {
  config: Config;
  db: Db;
  /** The client beneath `db`, for the job queue, which brings its own SQL. */
  sql: SafeSql;
  passwords: Passwords;
  passkeys: Passkeys;
  seal: Seal;
  /** Signs receipts and the log, and remembers what it signed last. */
  logKey: LogKey;
  sessions: Sessions;
  limits: Limits;
  files: Files;
  /** Null where none is set. */
  scanner: Scanner | null;
  post: Post;
  documents: Documents;
  calculation: Calculation;
  gazetteer: Gazetteer;
  close(): Promise<void>;
};

/** How the services are opened: `mayLackKey`, for a command that brings another in the place of a lost one. */
export type Opening = { mayLackKey?: boolean };

export function openServices(config: Config, databaseUrl: string, { mayLackKey }: Opening = {}): Services {
  const { db, sql, end } = connect(databaseUrl);
  const files = openFiles({
    db,
    dataDir: config.dataDir,
    publicUrl: config.publicUrl,
    token: config.uploadthingToken,
    keepFree: config.diskReserve / 100,
  });
  const documents = openDocuments();
  const calculation = openCalculation();
  return {
    config,
    db,
    sql,
    passwords: openPasswords(),
    passkeys: openPasskeys(config.publicUrl),
    seal: openSeal(config.dataDir),
    logKey: openLogKey(config.dataDir, config.publicUrl, mayLackKey),
    sessions: openSessions(db, config.publicUrl.startsWith("https:")),
    limits: openLimits(),
    files,
    scanner: config.clamdAddress === null ? null : openScanner(config.clamdAddress),
    post: openPost(config),
    documents,
    calculation,
    gazetteer: openGazetteer(),
    close: async () => {
      documents.close();
      calculation.close();
      await end();
    },
  };
}
