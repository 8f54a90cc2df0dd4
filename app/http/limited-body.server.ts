import { type Readable, Transform } from "node:stream";
import { FORM_SECONDS } from "#app/domain/cycle/rules.ts";

const IDLE_SECONDS = 30;

export type BodyLimits = { bytes: number; idleSeconds?: number; totalSeconds?: number };

/**
 * Passes a body on and breaks off at the first byte over the limit (code BODY_TOO_LARGE), so that a body without a
 * length cannot fill the memory, and when it stands still or takes too long (BODY_TOO_SLOW), so that senders of one
 * byte a minute cannot hold every connection.
 */
export function limited(body: Readable, limits: BodyLimits): Readable {
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (watch.takes(chunk)) done(null, chunk);
      else done(failure("BODY_TOO_LARGE"));
    },
  });
  const watch = watched(body, limits, (error) => meter.destroy(error));
  meter.once("close", watch.stop);
  return body.pipe(meter);
}

/** The same for a form, which is small: read whole. Passed on as a stream it would cost more than what it says. */
export function readWhole(body: Readable, limits: BodyLimits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const fail = (error: Error) => {
      watch.stop();
      body.off("data", take).pause();
      reject(error);
    };
    const take = (chunk: Buffer) => {
      if (watch.takes(chunk)) chunks.push(chunk);
      else fail(failure("BODY_TOO_LARGE"));
    };
    const watch = watched(body, limits, fail);
    body.on("data", take);
    body.once("end", () => resolve(Buffer.concat(chunks)));
  });
}

/** Counts what a body brings and how long it takes; `fail` is told of what is too slow or breaks off. */
function watched(
  body: Readable,
  { bytes, idleSeconds = IDLE_SECONDS, totalSeconds = FORM_SECONDS }: BodyLimits,
  fail: (error: Error) => void,
) {
  let seen = 0;
  const tooSlow = () => fail(failure("BODY_TOO_SLOW"));
  const idle = setTimeout(tooSlow, idleSeconds * 1000);
  const total = Number.isFinite(totalSeconds) ? setTimeout(tooSlow, totalSeconds * 1000) : undefined;
  const stop = () => {
    clearTimeout(idle);
    clearTimeout(total);
  };
  body.once("end", stop);
  body.on("error", fail);
  body.on("aborted", () => fail(failure("ABORTED")));
  return {
    /** Whether this is still within the limit. */
    takes(chunk: Buffer): boolean {
      idle.refresh();
      seen += chunk.length;
      return seen <= bytes;
    },
    stop,
  };
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });
