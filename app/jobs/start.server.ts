import { setTimeout as sleep } from "node:timers/promises";
import { isLacking } from "#app/domain/commitment/losses.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { bringOutCorrections } from "#app/domain/correction/commands.server.ts";
import { tellOfUnread } from "#app/domain/discussion/letters.server.ts";
import { timesPublished } from "#app/domain/result/pictures.server.ts";
import { nextToScan } from "#app/domain/scan/queries.server.ts";
import { isLetterDue } from "#app/domain/notification/queries.server.ts";
import { logFault } from "#app/faults.ts";
import type { Services } from "#app/services.server.ts";
import type { Clock } from "#db/clock.server.ts";
import { atTheBell } from "./bell.server.ts";
import { deliverMail } from "./deliver-mail.server.ts";
import { drawForLists } from "./draw-for-lists.server.ts";
import { keepLog } from "./keep-log.server.ts";
import { openQueue } from "./queue.server.ts";
import { scanFiles } from "./scan-files.server.ts";
import { sweep } from "./sweep.server.ts";
import { verifyTrail } from "./verify-trail.server.ts";

/** Corrected lists whose moment has come are brought out as often. */
const LOOK_FOR_MAIL = 1000;
/** Looks whether the database lacks what was signed. */
const WATCHES = "keep-log";
/** How often a scanner is asked again, in seconds: also while it is away. */
const LOOK_FOR_FILES = 5;
/** How often somebody looks whether a list became public, in seconds: its small pictures are drawn at once. */
const LOOK_FOR_LISTS = 5;

/** So long what is under way may take to end when the portal stops. */
const GRACE = 10_000;

/**
 * Starts everything that happens without anybody asking, by the clock that requests go by. Letters leave within two
 * seconds. `stop` waits for what is under way. A database that lacks what was signed is left as it is: letters that it
 * owes may have left long ago. What fails is logged, and tried again where that helps.
 */
export async function startJobs(services: Services, clock: Clock): Promise<{ stop(): Promise<void> }> {
  const queue = openQueue(services.sql);
  const stopping = new AbortController();
  const loops: Promise<void>[] = [];
  const lookEvery: LookEvery = (milliseconds, what, look) => {
    loops.push(again(milliseconds, what, look, stopping.signal));
  };
  queue.on("error", (error) => {
    if (!stopping.signal.aborted) logFault(error, { job: "jobs" });
  });
  await queue.start();
  await startWork(queue, services, clock, lookEvery, () => stopping.signal.aborted);

  let published = 0;
  const lookWhereWhole = (milliseconds: number, what: string, look: () => Promise<unknown>) =>
    lookEvery(milliseconds, what, async () => {
      if (!(await isLacking(services))) await look();
    });
  lookWhereWhole(LOOK_FOR_MAIL, "mail", async () => {
    if (await isLetterDue({ db: services.db, now: clock.now() })) await queue.send("deliver-mail", {});
  });
  lookWhereWhole(LOOK_FOR_MAIL, "corrections", () =>
    bringOutCorrections({ db: services.db, actor: PORTAL, now: clock.now() }, services.config.publicUrl),
  );
  lookWhereWhole(LOOK_FOR_FILES * 1000, "scan-files", async () => {
    if (services.scanner && (await nextToScan(services))) await queue.send("scan-files", {});
  });
  lookWhereWhole(LOOK_FOR_LISTS * 1000, "draw-for-lists", async () => {
    const times = await timesPublished(services);
    if (times !== published) await queue.send("draw-for-lists", {});
    published = times;
  });

  return {
    async stop() {
      stopping.abort();
      await Promise.race([Promise.all(loops), sleep(GRACE, undefined, { ref: false })]);
      await queue.stop({ graceful: true, timeout: GRACE });
    },
  };
}

type LookEvery = (milliseconds: number, what: string, look: () => Promise<unknown>) => void;

/** Looks, so long after it looked last, until it is stopped. A look that fails is logged. */
async function again(
  milliseconds: number,
  what: string,
  look: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await look().catch((error: unknown) => logFault(error, { job: what }));
  }
}

type Terms = { retries: number; expires: number; polls: number; cron?: string };

/**
 * What each queue does; those with a `cron` line are filled by the clock, the others when there is something to do. A
 * job is taken and ended here: the queue's own worker (pg-boss 10) tells nobody of one that failed, and where the
 * database is away when one ends, the process ends, too.
 */
async function startWork(
  queue: ReturnType<typeof openQueue>,
  services: Services,
  clock: Clock,
  lookEvery: LookEvery,
  isStopping: () => boolean,
): Promise<void> {
  // "short": one waiting job is enough, however often somebody asks.
  const work = async (name: string, { retries, expires, polls, cron }: Terms, act: () => Promise<unknown>) => {
    await queue.createQueue(name, { name, policy: "short", retryLimit: retries, expireInSeconds: expires });
    lookEvery(polls * 1000, name, async () => {
      for (const { id } of await queue.fetch(name))
        try {
          if (name === WATCHES || !(await isLacking(services))) await act();
          await queue.complete(name, id);
        } catch (error) {
          await queue.fail(name, id).catch((away: unknown) => logFault(away, { job: name }));
          throw error;
        }
    });
    if (cron) await queue.schedule(name, cron);
  };
  const now = () => clock.now();

  await work("deliver-mail", { retries: 0, expires: 300, polls: 0.5 }, () => deliverMail(services, now, isStopping));
  if (services.scanner)
    await work("scan-files", { retries: 0, expires: 900, polls: 1 }, () => scanFiles(services, now, isStopping));
  await work("sweep", { retries: 2, expires: 600, polls: 30, cron: "*/10 * * * *" }, () => sweep(services, now()));
  await work(WATCHES, { retries: 0, expires: 300, polls: 5, cron: "* * * * *" }, () => keepLog(services, now()));
  await work("draw-for-lists", { retries: 0, expires: 900, polls: 5, cron: "*/10 * * * *" }, () =>
    drawForLists(services, now, isStopping),
  );
  await work("bell", { retries: 2, expires: 600, polls: 30, cron: "* * * * *" }, () => atTheBell(services, now()));
  await work("verify-trail", { retries: 0, expires: 3600, polls: 30, cron: "17 2 * * *" }, () =>
    verifyTrail(services, now()),
  );
  await work("unread", { retries: 2, expires: 600, polls: 30, cron: "0 * * * *" }, () =>
    tellOfUnread({ db: services.db, actor: PORTAL, now: now() }, services.config.publicUrl),
  );
}
