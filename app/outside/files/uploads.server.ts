import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs } from "@remix-run/node";
import { createRouteHandler, createUploadthing, UTFiles } from "uploadthing/remix";
import { UploadThingError } from "uploadthing/server";
import { z } from "zod";
import { type FinishedUpload, type UploadClaim, type UploadMetadata, UploadRefused } from "./files.ts";
import { cleanName } from "./names.ts";
import { answerJson } from "./replies.server.ts";

type SdkConfig = NonNullable<Parameters<typeof createRouteHandler>[0]["config"]>;

export type UploadsOptions = {
  config: SdkConfig;
  maxBytes: number;
  admit(
    request: Request,
    slot: { entryId: string; questionKey: string },
    claims: UploadClaim[],
  ): Promise<UploadMetadata>;
  finish(metadata: UploadMetadata, file: { key: string; name: string; size: number }): Promise<FinishedUpload>;
  /** Claims a key that was just given out, for its signed address. False when it was given out before. */
  register(key: string, url: string, metadata: UploadMetadata): Promise<boolean>;
};

/** What happened inside the SDK while it answered one request; it would only pass on four of the statuses. */
type Outcome = { admitted?: UploadMetadata; refused?: UploadRefused; tooLarge?: true; failure?: unknown };

const slot = z.object({ entryId: z.uuid(), questionKey: z.string().min(1).max(100) });
const travelled = z.object({ entryId: z.string(), questionKey: z.string(), accountId: z.string() });
const signed = z.array(z.object({ key: z.string(), url: z.url() }));

const MOST_FILES_AT_ONCE = 20;
const HOUR = 3_600;

export type UploadRouter = ReturnType<typeof makeRouter>;

/** The SDK's own route: gives out signed addresses and hears when their bytes have come. */
export function openUploads(options: UploadsOptions) {
  const outcomes = new WeakMap<Request, Outcome>();
  const handler = createRouteHandler({ router: makeRouter(options, outcomes), config: options.config });

  return async function route(request: Request): Promise<Response> {
    const outcome: Outcome = {};
    outcomes.set(request, outcome);
    const args = { request, params: {}, context: {} } as ActionFunctionArgs;
    const response = await (request.method === "GET" ? handler.loader(args) : handler.action(args));
    if (outcome.refused) return answerJson({ message: outcome.refused.message }, outcome.refused.status);
    if (outcome.tooLarge) return answerJson({ message: "The file is too large." }, 413);
    if (outcome.failure !== undefined) throw outcome.failure;
    if (!outcome.admitted || !response.ok) return response;
    for (const { key, url } of signed.parse(await response.clone().json())) {
      if (!(await options.register(key, url, outcome.admitted)))
        return answerJson({ message: "Please try again." }, 503);
    }
    return response;
  };
}

function makeRouter({ admit, finish, maxBytes }: UploadsOptions, outcomes: WeakMap<Request, Outcome>) {
  // The generous limits here only keep nonsense away; what a question accepts is decided by `admit` and by looking at
  // the bytes.
  const any = { maxFileSize: "1GB", maxFileCount: MOST_FILES_AT_ONCE, acl: "private" } as const;
  const kinds = {
    pdf: { ...any, contentDisposition: "inline" },
    image: { ...any, contentDisposition: "inline" },
    blob: { ...any, contentDisposition: "attachment" },
  } as const;
  // A key is made from these parts. By default they are the same for two equal files chosen in the same millisecond.
  const createRoute = createUploadthing();
  const attachment = createRoute(kinds, {
    presignedURLTTL: HOUR,
    awaitServerData: true,
    getFileHashParts: () => [randomUUID()],
  })
    .input(slot)
    .middleware(async ({ event, input, files }) => {
      const outcome = outcomes.get(event.request) ?? {};
      if (files.some(({ size }) => size > maxBytes)) {
        outcome.tooLarge = true;
        throw new UploadThingError({ code: "TOO_LARGE", message: "The file is too large." });
      }
      const metadata = await admit(
        event.request,
        input,
        files.map(({ name, size, type }) => ({ name, size, type })),
      ).catch((error: unknown) => {
        if (error instanceof UploadRefused) outcome.refused = error;
        else outcome.failure = error;
        throw new UploadThingError({ code: "FORBIDDEN", message: "refused" });
      });
      outcome.admitted = metadata;
      return { ...metadata, [UTFiles]: files.map((file) => ({ ...file, name: cleanName(file.name) })) };
    })
    .onUploadComplete(({ event, metadata, file }) =>
      finish(travelled.parse(metadata), { key: file.key, name: file.name, size: file.size }).catch((error: unknown) => {
        const outcome = outcomes.get(event.request);
        if (outcome) outcome.failure = error;
        throw error;
      }),
    );
  return { attachment };
}
