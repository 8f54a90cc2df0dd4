/** A short JSON answer that nobody keeps. */
export function answerJson(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { "cache-control": "no-store", ...headers } });
}

/**
 * Says why bytes were not taken, and closes the line: otherwise a browser would send the whole of a large file before
 * it listens.
 */
export function refuseBytes(error: string, status: number): Response {
  return answerJson({ error }, status, { connection: "close" });
}
