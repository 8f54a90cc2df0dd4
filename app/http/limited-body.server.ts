import { type Readable, Transform } from "node:stream";

const IDLE_SECONDS = 30;
/** A form may take this long; a poor line sends its megabyte in time. */
const FORM_SECONDS = 300;

export type BodyLimits = { bytes: number; idleSeconds?: number; totalSeconds?: number };

/**
 * Passes a body on and breaks off at the first byte over the limit (code BODY_TOO_LARGE), so that a body without a
 * length cannot fill the memory, and when it stands still or takes too long (BODY_TOO_SLOW), so that senders of one
 * byte a minute cannot hold every connection.
 */
export function limited(
  body: Readable,
  { bytes, idleSeconds = IDLE_SECONDS, totalSeconds = FORM_SECONDS }: BodyLimits,
): Readable {
  let seen = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      idle.refresh();
      seen += chunk.length;
      if (seen > bytes) done(failure("BODY_TOO_LARGE"));
      else done(null, chunk);
    },
  });
  const tooSlow = () => meter.destroy(failure("BODY_TOO_SLOW"));
  const idle = setTimeout(tooSlow, idleSeconds * 1000);
  const total = Number.isFinite(totalSeconds) ? setTimeout(tooSlow, totalSeconds * 1000) : undefined;
  const stop = () => {
    clearTimeout(idle);
    clearTimeout(total);
  };
  body.once("end", stop);
  meter.once("close", stop);
  body.on("error", (error) => meter.destroy(error));
  body.on("aborted", () => meter.destroy(failure("ABORTED")));
  return body.pipe(meter);
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });
