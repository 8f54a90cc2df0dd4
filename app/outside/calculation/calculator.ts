import { parentPort } from "node:worker_threads";
import type { Calculations } from "./calculation.ts";
import { WORK } from "./work.ts";

type Question = { id: number; what: keyof Calculations; input: never };

parentPort!.on("message", async ({ id, what, input }: Question) => {
  try {
    parentPort!.postMessage({ id, answer: await WORK[what](input, (told) => parentPort!.postMessage({ id, told })) });
  } catch (error) {
    parentPort!.postMessage({ id, error: error instanceof Error ? error.message.slice(0, 500) : "unknown" });
  }
});
