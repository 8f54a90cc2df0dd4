import type { ArchiveRow } from "#app/domain/archive/rules.ts";
import { startEntry } from "#app/domain/entry/commands.server.ts";
import { proposePackage } from "#app/domain/package/commands.server.ts";
import { signedPackage } from "#app/domain/package/queries.server.ts";
import { answer, attach, inFolder } from "./entering.ts";
import { answersFrom } from "./initiatives.ts";
import { as, type Demo } from "./staging.ts";

const MINUTE = 60_000;

/**
 * An entry whose team had saved all in time and could not send it: one of the secretariat would let its signed package
 * count, the other has not decided yet.
 */
export async function missTheBell(demo: Demo, cycle: { id: string; closesAt: Date }, row: ArchiveRow): Promise<void> {
  const { services, people } = demo;
  const { logKey, files, config } = services;
  const { owner, cityId } = people.team(row.cityName);
  const before = (minutes: number) => ({
    db: services.db,
    actor: owner,
    now: new Date(cycle.closesAt.getTime() - minutes * MINUTE),
  });
  const { id } = await startEntry(before(120), { cycleId: cycle.id, cityId });
  await answer(before(30), id, answersFrom(row));
  await inFolder((folder) => attach(services, before(28), { entryId: id, row, folder }));
  const { text } = await signedPackage(before(25), logKey, id);
  await proposePackage(
    as(demo, "lin", -2),
    { logKey, files },
    {
      note: text,
      reason:
        "The portal did not answer from 23:36 until after the bell. The team sent us its package the next morning. (invented for the demonstration)",
    },
    config.publicUrl,
  );
}
