import { verifyChain } from "#app/domain/audit/queries.server.ts";
import { verifyLog } from "#app/domain/commitment/queries.server.ts";
import { verifyTimestamps } from "#app/domain/timestamp/queries.server.ts";
import type { Services } from "#app/services.server.ts";

export const summary =
  "recomputes every link of the audit trail and the public log, and every time stamp of it; status 1 if one is broken";

const MEANING = {
  hole: "an event is missing before this one",
  link: "this event does not follow from the one before it",
  hash: "this event is not what was recorded",
  copy: "the trail shows this event otherwise than it was recorded",
  stray: "the trail goes on without having been noted",
  head: "the trail ends elsewhere than was noted",
};

export async function run(_args: string[], open: () => Promise<Services>): Promise<number> {
  const { db } = await open();
  const { streams, events, faults } = await verifyChain(db);
  console.log(`${events} events in ${streams} streams checked.`);
  for (const { stream, seq, what } of faults) console.error(`${stream}, event ${seq}: ${MEANING[what]}.`);
  const log = await verifyLog(db);
  console.log(`${log.leaves} leaves and ${log.checkpoints} checkpoints of the public log checked.`);
  for (const fault of log.faults) console.error(`Public log: ${fault} is not what was recorded.`);
  const stamps = await verifyTimestamps(db);
  console.log(`${stamps.checked} time stamps checked.`);
  for (const fault of stamps.faults) console.error(`Time stamp ${fault}.`);
  const found = faults.length + log.faults.length + stamps.faults.length;
  console.log(found === 0 ? "Every link holds." : `${found} faults.`);
  return found === 0 ? 0 : 1;
}
