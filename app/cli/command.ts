import fs from "node:fs";
import type { Opening, Services } from "#app/services.server.ts";

/** One operator's command: a file in commands/, named as people type it. */
export type Command = {
  /** One line for the list of commands. */
  summary: string;
  /**
   * `open` connects to the database and everything else, once; what it opened is closed afterwards. A number is the
   * exit status; an error is printed.
   */
  run(args: string[], open: (how?: Opening) => Promise<Services>): Promise<unknown>;
};

const FOLDER = new URL("./commands/", import.meta.url);

export const commandNames = (): string[] =>
  fs
    .readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3))
    .sort();

/** Throws a sentence for a name that is not in the list. */
export async function loadCommand(name: string): Promise<Command> {
  if (!commandNames().includes(name)) throw new Error(`There is no command "${name}". Run: npm run portal -- help`);
  return (await import(new URL(`${name}.ts`, FOLDER).href)) as Command;
}
