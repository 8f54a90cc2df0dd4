import type { Lost } from "#app/domain/commitment/commands.server.ts";

/** What the operator reads when the database turns out to lack what was signed, and what they can do. */
export const lackingSentence = ({ size, held }: Lost): string =>
  `The database holds ${held} leaves of the public log, and a state of ${size} leaves was signed that is not in it: ` +
  "it was restored from an older copy, or changed by hand. The portal can be read, and nothing is written. " +
  "Restore the newest copy and start again; or, if there is none, go on from this one, for everybody to read why: " +
  'npm run portal -- log accept-restored --reason "…"';
