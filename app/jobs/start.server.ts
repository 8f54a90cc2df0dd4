import { PORTAL } from "#app/domain/context.ts";
import { tellOfUnread } from "#app/domain/discussion/letters.server.ts";
import { nextToScan } from "#app/domain/scan/queries.server.ts";
import { isLetterDue } from "#app/domain/notification/queries.server.ts";
import type { Services } from "#app/services.server.ts";
import type { Clock } from "#db/clock.server.ts";
import { atTheBell } from "./bell.server.ts";
import { deliverMail } from "./deliver-mail.server.ts";
import { keepLog } from "./keep-log.server.ts";
import { openQueue } from "./queue.server.ts";
import { scanFiles } from "./scan-files.server.ts";
import { sweep } from "./sweep.server.ts";

const LOOK_FOR_MAIL = 1000;
/** How often a scanner is asked again, in seconds: also while it is away. */
const LOOK_FOR_FILES = 5;

/**
 * Starts everything that happens without anybody asking, by the clock that requests go by. Letters leave within two
 * seconds. `stop` waits for what is under way.
 */
export async function startJobs(services: Services, clock: Clock): Promise<{ stop(): Promise<void> }> {
  const queue = openQueue(services.sql);
  let stopping = false;
  queue.on("error", (error) => {
    if (!stopping) report("jobs", error);
  });
  await queue.start();
  // "short": one waiting job is enough, however often somebody asks.
  await queue.createQueue("deliver-mail", {
    name: "deliver-mail",
    policy: "short",
    retryLimit: 0,
    expireInSeconds: 300,
  });
  await queue.createQueue("sweep", { name: "sweep", policy: "short", retryLimit: 2, expireInSeconds: 600 });
  await queue.work("deliver-mail", { pollingIntervalSeconds: 0.5 }, async () => {
    await deliverMail(
      services,
      () => clock.now(),
      () => stopping,
    );
  });
  if (services.scanner) {
    await queue.createQueue("scan-files", { name: "scan-files", policy: "short", retryLimit: 0, expireInSeconds: 900 });
    await queue.work("scan-files", { pollingIntervalSeconds: 1 }, async () => {
      await scanFiles(
        services,
        () => clock.now(),
        () => stopping,
      ).catch((error: Error) => report("scan-files", error));
    });
  }
  await queue.work("sweep", { pollingIntervalSeconds: 30 }, () => sweep(services, clock.now()));
  await queue.schedule("sweep", "*/10 * * * *");
  await queue.createQueue("keep-log", { name: "keep-log", policy: "short", retryLimit: 0, expireInSeconds: 300 });
  await queue.work("keep-log", { pollingIntervalSeconds: 5 }, () => keepLog(services, clock.now()));
  await queue.schedule("keep-log", "* * * * *");
  await queue.createQueue("bell", { name: "bell", policy: "short", retryLimit: 2, expireInSeconds: 600 });
  await queue.work("bell", { pollingIntervalSeconds: 30 }, () => atTheBell(services, clock.now()));
  await queue.schedule("bell", "* * * * *");
  await queue.createQueue("unread", { name: "unread", policy: "short", retryLimit: 2, expireInSeconds: 600 });
  await queue.work("unread", { pollingIntervalSeconds: 30 }, async () => {
    await tellOfUnread({ db: services.db, actor: PORTAL, now: clock.now() }, services.config.publicUrl);
  });
  await queue.schedule("unread", "0 * * * *");

  let looking: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking
      .then(async () => {
        if (!stopping && (await isLetterDue({ db: services.db, now: clock.now() })))
          await queue.send("deliver-mail", {});
      })
      .catch((error: Error) => report("mail", error));
  }, LOOK_FOR_MAIL);

  const scanning = setInterval(() => {
    looking = looking
      .then(async () => {
        if (!stopping && services.scanner && (await nextToScan(services))) await queue.send("scan-files", {});
      })
      .catch((error: Error) => report("scan-files", error));
  }, LOOK_FOR_FILES * 1000);

  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      clearInterval(scanning);
      await looking;
      await queue.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

/** The kind of fault, never its text. */
function report(what: string, error: Error): void {
  console.error(
    JSON.stringify({
      at: new Date().toISOString(),
      job: what,
      fault: error.name,
      code: (error as { code?: string }).code ?? "",
    }),
  );
}
