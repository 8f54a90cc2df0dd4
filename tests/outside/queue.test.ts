import { expect, it } from "vitest";
import { openQueue, openQueues } from "#app/outside/queue.ts";

/** Work that goes on until it is ended. */
function aWork() {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end: () => end() };
}

it("runs one after the other in the order they came, after one that failed too", async () => {
  const [inTurn, done, first] = [openQueue(), [] as number[], aWork()];
  const failing = inTurn(async () => {
    await first.work();
    done.push(1);
    throw new Error("failed");
  });
  const others = [2, 3].map((each) => inTurn(async () => void done.push(each)));
  await Promise.resolve();
  expect(done).toEqual([]);
  first.end();
  await expect(failing).rejects.toThrow("failed");
  await Promise.all(others);
  expect(done).toEqual([1, 2, 3]);
  expect(await inTurn(async () => "answer")).toBe("answer");
});

it("lets those of one thing wait for nobody of another", async () => {
  const [inTurn, first] = [openQueues(), aWork()];
  const done: string[] = [];
  const waiting = inTurn("a", first.work).then(() => done.push("a"));
  await inTurn("b", async () => done.push("b"));
  expect(done).toEqual(["b"]);
  first.end();
  await waiting;
  expect(done).toEqual(["b", "a"]);
});
