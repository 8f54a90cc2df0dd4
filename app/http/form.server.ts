import { z } from "zod";
import { WRITER } from "./refusal-body.ts";

const MOST_FIELDS = 500;
/** A field is named by the key of its question, which may be as long as the question. */
const LONGEST_NAME = 1_200;

/** A submitted form: names to values, in order. Files are refused here; they have a route of their own. */
export class Form {
  readonly #fields = new Map<string, string[]>();
  /** The account on whose page it was written; empty where nobody was signed in. No field of it. */
  readonly writer: string;

  constructor(data: FormData | URLSearchParams) {
    let count = 0;
    for (const [name, value] of data as Iterable<[string, unknown]>) {
      if (++count > MOST_FIELDS || name.length > LONGEST_NAME) throw new Response("Too many fields.", { status: 413 });
      if (typeof value !== "string") throw new Response("Files are not accepted here.", { status: 400 });
      this.#fields.set(name, [...(this.#fields.get(name) ?? []), value]);
    }
    this.writer = this.get(WRITER);
    this.#fields.delete(WRITER);
  }

  /** The one value of a field; empty when it was not sent. */
  get(name: string): string {
    return this.#fields.get(name)?.[0] ?? "";
  }

  all(name: string): string[] {
    return this.#fields.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  /** The same form with these values instead of those that were sent. */
  with(values: ReadonlyMap<string, string | readonly string[]>): Form {
    const instead = [...values].map(([name, held]) => [name, [held].flat()] as const);
    const fields = new Map<string, readonly string[]>([...this.#fields, ...instead]);
    return new Form(new URLSearchParams([...fields].flatMap(([name, held]) => held.map((value) => [name, value]))));
  }

  /** Every value of every field but secrets, to fill a form again as it was sent. */
  lists(): Record<string, string[]> {
    return Object.fromEntries([...this.#fields].filter(([name]) => !isSecret(name)));
  }

  /** The same with one text for each field, to show to people; what was ticked is read from `lists`. */
  typed(): Record<string, string> {
    return Object.fromEntries(Object.entries(this.lists()).map(([name, values]) => [name, values.join(", ")]));
  }

  hasSecret(): boolean {
    return [...this.#fields.keys()].some(isSecret);
  }
}

/** The fields whose values are never shown again, by their whole names: a question may have "code" in its key. */
const SECRETS: readonly string[] = ["password", "currentPassword", "code", "token", "setupToken"];
const isSecret = (name: string): boolean => SECRETS.includes(name);

/** Reads a form. Not a form at all answers 415; a broken one answers 400. */
export async function readForm(request: Request): Promise<Form> {
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/x-www-form-urlencoded"))
    return new Form(new URLSearchParams(await request.text().catch(broken)));
  if (!type.startsWith("multipart/form-data")) throw noForm();
  return new Form(await request.formData().catch(broken));
}

const noForm = () => new Response("Send this as a form.", { status: 415 });

/** A body that is no form but a text, for programs. */
export const readText = (request: Request): Promise<string> => request.text().catch(broken);

/** A form with one small file, held in memory; `file` is null where none was chosen. */
export type FormWithFile = { form: Form; file: Uint8Array | null };

/** Reads a form of several parts, of which `name` may hold a file. Anything else answers 415; a broken one 400. */
export async function readFormWithFile(request: Request, name: string): Promise<FormWithFile> {
  if (!(request.headers.get("content-type") ?? "").startsWith("multipart/form-data")) throw noForm();
  const sent = await request.formData().catch(broken);
  const [file] = sent.getAll(name);
  sent.delete(name);
  return {
    form: new Form(sent),
    file: file instanceof Blob && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : null,
  };
}

/** A body that outgrew its limit while it was read answers 413, one that stood still 408, one that broke off 400. */
function broken(error: unknown): never {
  const codes = [error, (error as Error).cause].map((each) => (each as { code?: string } | undefined)?.code);
  if (codes.includes("BODY_TOO_LARGE")) throw new Response("That is more than this form accepts.", { status: 413 });
  if (codes.includes("BODY_TOO_SLOW"))
    throw new Response("The form took too long to arrive. Please try again.", { status: 408 });
  throw new Response("The form arrived broken.", { status: 400 });
}

export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: Record<string, string> };

/**
 * Takes exactly the schema's fields from a form: what else was sent is ignored, what was sent twice is an error.
 * Errors are codes by field name; their sentences live in the catalogue `problems`.
 */
export function parse<Shape extends z.ZodRawShape>(
  form: Form,
  schema: z.ZodObject<Shape>,
): Parsed<z.output<z.ZodObject<Shape>>> {
  const given: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  for (const [name, type] of Object.entries(schema.shape)) {
    const values = form.all(name);
    if (takesMany(type as z.ZodType)) given[name] = values;
    else if (values.length > 1) errors[name] = "repeated";
    else if (values.length === 1) given[name] = values[0];
  }
  const parsed = schema.safeParse(given);
  for (const issue of parsed.error?.issues ?? []) errors[String(issue.path[0])] ??= issue.message;
  return parsed.success && Object.keys(errors).length === 0 ? { ok: true, value: parsed.data } : { ok: false, errors };
}

function takesMany(type: z.ZodType): boolean {
  if (type instanceof z.ZodArray) return true;
  return (
    (type instanceof z.ZodDefault || type instanceof z.ZodOptional || type instanceof z.ZodPipe) &&
    takesMany((type instanceof z.ZodPipe ? type.in : type.unwrap()) as z.ZodType)
  );
}
