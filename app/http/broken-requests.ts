import type { Duplex } from "node:stream";

/**
 * Answers what never became a request. A line on which nothing was said is closed without a word: browsers open lines
 * ahead of need, and would take an answer that lies there for the one to their next request. One that is too slow gets
 * 408, which browsers ask again; anything else 400.
 */
export function refuseBroken(error: Error & { code?: string }, line: Duplex & { bytesRead?: number }): void {
  if (!line.writable || !line.bytesRead || error.code === "ECONNRESET") return void line.destroy();
  const status = error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? "408 Request Timeout" : "400 Bad Request";
  line.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
}
