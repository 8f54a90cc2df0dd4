import { commandNames, loadCommand } from "../command.ts";

export const summary = "lists the commands";

export async function run(): Promise<void> {
  console.log("Usage: npm run --silent portal -- <command> [arguments]\n");
  for (const name of commandNames()) console.log(`  ${name.padEnd(14)} ${(await loadCommand(name)).summary}`);
}
