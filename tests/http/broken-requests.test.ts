import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { refuseBroken } from "#app/http/broken-requests.ts";

const server = http.createServer(
  { headersTimeout: 100, requestTimeout: 0, connectionsCheckingInterval: 20 },
  (_incoming, outgoing) => outgoing.end("here"),
);
server.on("clientError", refuseBroken);
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
afterAll(() => void server.close());

/** What comes back on a line on which `said` was said, until the portal closes it. */
function answerTo(said: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const line = net.connect((server.address() as AddressInfo).port, "127.0.0.1", () => line.write(said));
    let answer = "";
    line
      .on("data", (bytes) => (answer += bytes.toString()))
      .on("error", reject)
      .on("close", () => resolve(answer));
  });
}

it.each([
  ["a line opened ahead of need is closed without an answer to a request that nobody made", "", ""],
  [
    "a request that stops in its head",
    "GET / HTTP/1.1\r\nHost: a",
    "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n",
  ],
  ["what is no request", "Good morning\r\n\r\n", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"],
])("%s", async (_name, said, answer) => {
  expect(await answerTo(said)).toBe(answer);
});
