import { PassThrough, type Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { limited, readWhole } from "#app/http/limited-body.server.ts";

/** The error a body ends with; null when it arrives whole. */
const endOf = async (body: Readable): Promise<string | null> => {
  try {
    for await (const _chunk of body);
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? "unknown";
  }
};

async function sendEvery(milliseconds: number, chunks: number, into: PassThrough): Promise<void> {
  for (let sent = 0; sent < chunks && !into.destroyed; sent++) {
    into.write("x");
    await sleep(milliseconds);
  }
  into.end();
}

it("a body within its limits arrives whole", async () => {
  const body = new PassThrough();
  const end = endOf(limited(body, { bytes: 5, idleSeconds: 5, totalSeconds: 5 }));
  await sendEvery(1, 5, body);
  expect(await end).toBeNull();
});

it("one byte more breaks it off", async () => {
  const body = new PassThrough();
  const end = endOf(limited(body, { bytes: 5 }));
  await sendEvery(1, 6, body);
  expect(await end).toBe("BODY_TOO_LARGE");
});

it("B102: a body that stands still is given up, and one that drips for too long", async () => {
  const still = new PassThrough();
  still.write("x");
  expect(await endOf(limited(still, { bytes: 100, idleSeconds: 0.05 }))).toBe("BODY_TOO_SLOW");
  const dripping = new PassThrough();
  const end = endOf(limited(dripping, { bytes: 10_000, idleSeconds: 10, totalSeconds: 0.2 }));
  void sendEvery(10, 1_000, dripping);
  expect(await end).toBe("BODY_TOO_SLOW");
  dripping.destroy();
});

it("a form read whole has the same limits: what is too much, stands still or breaks off", async () => {
  const whole = new PassThrough();
  whole.end("name=value");
  expect(String(await readWhole(whole, { bytes: 10 }))).toBe("name=value");
  const [long, still, broken] = [new PassThrough(), new PassThrough(), new PassThrough()];
  long.end("name=value");
  await expect(readWhole(long, { bytes: 9 })).rejects.toMatchObject({ code: "BODY_TOO_LARGE" });
  still.write("name");
  await expect(readWhole(still, { bytes: 9, idleSeconds: 0.05 })).rejects.toMatchObject({ code: "BODY_TOO_SLOW" });
  const end = readWhole(broken, { bytes: 9 });
  broken.destroy(new Error("gone"));
  await expect(end).rejects.toThrow("gone");
});
