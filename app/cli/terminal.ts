import { CAST } from "#db/seed/cast.ts";
import type { Config } from "#app/config.server.ts";
import type { Portal } from "./serve.ts";

/** Where the portal is and, in the demonstration, whom one can be. */
export function announce(config: Config): void {
  console.log(`\nKapok is ready at ${config.publicUrl}\n`);
  if (config.demo) {
    const shown = CAST.filter((member) => SHOWN.includes(member.key));
    const width = Math.max(...shown.map((member) => member.name.length));
    console.log(`Become anybody with one click at ${config.publicUrl}/demo, for example:`);
    for (const { name, part } of shown) console.log(`  ${name.padEnd(width)}  ${part.en}`);
    console.log("");
  }
  console.log("Ctrl-C stops everything.");
}

const SHOWN = ["amara", "lucia", "lin", "chen", "ingrid", "rafael", "fatima", "tom"];

/** Stops once, however often one asks; whatever hangs is given up after 20 seconds. */
export function stopOnSignal({ stop }: Pick<Portal, "stop">): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 20_000).unref();
    stop().then(
      () => process.exit(0),
      (error: Error) => {
        console.error(error.message);
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
}
