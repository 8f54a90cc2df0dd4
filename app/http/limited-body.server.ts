import { type Readable, Transform } from "node:stream";

/** Passes a body on and breaks off, with code BODY_TOO_LARGE, at the first byte over the limit: a body without a length cannot fill the memory. */
export function limited(body: Readable, limit: number): Readable {
  let seen = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(Object.assign(new Error("body too large"), { code: "BODY_TOO_LARGE" }));
      else done(null, chunk);
    },
  });
  body.on("error", (error) => meter.destroy(error));
  body.on("aborted", () => meter.destroy(Object.assign(new Error("aborted"), { code: "ABORTED" })));
  return body.pipe(meter);
}
