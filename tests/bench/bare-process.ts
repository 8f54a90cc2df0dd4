import http from "node:http";
import { openSafeSql, type SafeTransaction } from "#db/safe-sql.server.ts";
import { type Moving, movingParts, type Unit } from "./recording.ts";

/**
 * A bare Node server that sends the recorded SQL of one request through the same driver and answers with a body of the
 * same length.
 */
const sql = openSafeSql(process.env["DATABASE_URL"]!);
let replay: { units: Unit[]; moving: Moving[]; body: Buffer } = { units: [], moving: [], body: Buffer.alloc(0) };

/** `later`: how many requests after the recorded one this is. */
async function send(later: number): Promise<void> {
  for (const [index, { transaction, statements }] of replay.units.entries()) {
    const run = async (to: Pick<SafeTransaction, "unsafe">) => {
      for (const [position, { text, parameters, prepare }] of statements.entries()) {
        const given = parameters.map((value, parameter) => {
          const moving = replay.moving.find(
            (each) => each.unit === index && each.statement === position && each.parameter === parameter,
          );
          return moving ? moving.at(later) : value;
        });
        await to.unsafe(text, given, prepare ? { prepare } : {});
      }
    };
    await (transaction ? sql.begin(run) : run(sql));
  }
}

const server = http.createServer(async (request, response) => {
  request.resume();
  try {
    await send(Number(request.url!.slice(1)));
    response.writeHead(200, { "content-type": "text/html" });
    response.end(replay.body);
  } catch (error) {
    response.writeHead(500);
    response.end(String(error));
  }
});
server.listen(Number(process.env["PORT"]), "127.0.0.1", () => process.send!({ ready: true }));

process.on("message", (ask: "cpu" | { first: Unit[]; second: Unit[]; bytes: number }) => {
  if (ask === "cpu") return process.send!({ cpu: process.cpuUsage() });
  replay = { units: ask.second, moving: movingParts(ask.first, ask.second), body: Buffer.alloc(ask.bytes, "x") };
  return process.send!({ ready: true });
});
process.on("disconnect", () => process.exit(0));
