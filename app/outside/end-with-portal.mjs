// Loaded into each process that the portal starts aside. What never lets go of a document does not hear that the portal
// has gone; a thread beside it does, because then the pipe between them closes.
import { Worker } from "node:worker_threads";

const WATCH = `
  const { Socket } = require("node:net");
  new Socket({ fd: 0 }).resume().on("close", () => process.kill(process.pid, "SIGKILL"));
`;
// Without options of this process: it would load this file again, and again.
new Worker(WATCH, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
