/** What `scrutineer.mjs` offers to a program; the file itself is run by people who trust nobody. */
export function main(
  args: string[],
  given?: { out?: Pick<Console, "log" | "error">; memoryFile?: string; now?: number },
): Promise<number>;
