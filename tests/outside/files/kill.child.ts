import { randomUUID } from "node:crypto";
import { connect } from "#db/client.server.ts";
import { openFiles } from "#app/outside/files/storage.server.ts";
import { listenWith } from "#tests/support/listener.ts";
import { SENDER } from "#tests/support/upload-store.ts";

/**
 * A file store in a process of its own, to be killed: takes the database, the folder and the port from its arguments.
 */
const [, , database = "", dataDir = "", port = "0"] = process.argv;
const { db } = connect(database, { max: 2 });
const files = openFiles({ db, dataDir, publicUrl: `http://localhost:${port}`, token: null, keepFree: 0 });
files.connect({
  admit: async (_request, slot) => ({ ...slot, accountId: SENDER }),
  finish: async (_metadata, { problem }) => ({ attachmentId: problem ? null : randomUUID(), problem }),
});
await listenWith(
  (request) => (new URL(request.url).pathname.startsWith("/ut/") ? files.ingest(request) : files.route(request)),
  Number(port),
);
process.stdout.write("listening\n");
