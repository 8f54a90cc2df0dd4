import type { Lost } from "#app/domain/commitment/losses.server.ts";
import type { LostEvents } from "#app/domain/audit/rules.ts";

/** What the operator reads when the database turns out to lack what was signed or seen, and what they can do. */
export const lackingSentence = (lost: Lost | LostEvents): string =>
  `${"events" in lost ? ofTrail(lost) : ofLog(lost)}: it was restored from an older copy, or changed by hand. ` +
  "The portal can be read, and nothing is written. " +
  "Restore the newest copy and start again; or, if there is none, go on from this one, on record and for everybody to read why: " +
  'npm run portal -- log accept-restored --reason "…"';

const ofLog = ({ size, held }: Lost): string =>
  `The database holds ${held} leaves of the public log, and a state of ${size} leaves was signed that is not in it`;

const ofTrail = ({ events, until }: LostEvents): string =>
  `The database lacks at least ${events} ${events === 1 ? "event" : "events"} of the audit trail that it still held ` +
  `on ${until.toISOString()}`;
