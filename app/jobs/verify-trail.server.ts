import { noteVerification } from "#app/domain/agenda/nightly.server.ts";
import { verifyChain } from "#app/domain/audit/queries.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import type { Services } from "#app/services.server.ts";

/**
 * Recomputes the whole audit chain. Where it does not hold, the operator's log says so before anything is written: a
 * broken chain may take no event that tells of it.
 */
export async function verifyTrail({ db, config }: Pick<Services, "db" | "config">, now: Date): Promise<void> {
  const report = await verifyChain(db);
  for (const { stream, seq, what } of report.faults)
    console.error(`The audit chain is broken: ${stream}, event ${seq}: ${what}. See npm run portal -- verify-audit.`);
  await noteVerification({ db, actor: PORTAL, now }, report, config.publicUrl);
}
