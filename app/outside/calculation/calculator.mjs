// Node 20 does not hand a loader to a thread's first file, so this one asks for it.
import { register } from "tsx/esm/api";

register();
await import("./calculator.ts");
