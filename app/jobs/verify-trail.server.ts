import { noteVerification, toldOf } from "#app/domain/audit/verification.server.ts";
import { verifyChain } from "#app/domain/audit/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { tellOfFaults } from "#app/domain/notification/letters.server.ts";
import type { Services } from "#app/services.server.ts";

/**
 * Recomputes the whole audit chain. Where it does not hold, the operator's log says so before anything is written: a
 * broken chain may take no event that tells of it.
 */
export async function verifyTrail({ db, config }: Pick<Services, "db" | "config">, now: Date): Promise<void> {
  const report = await verifyChain(db);
  for (const line of toldOf(report.faults)) console.error(line);
  await noteVerification({ db, actor: PORTAL, now }, report, (ctx, faults) =>
    tellOfFaults(ctx, faults, config.publicUrl),
  );
}
