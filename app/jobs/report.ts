/** Writes a fault of a job down: its kind, never its text. */
export function report(job: string, { name, code = "" }: { name: string; code?: string }): void {
  console.error(JSON.stringify({ at: new Date().toISOString(), job, fault: name, code }));
}
