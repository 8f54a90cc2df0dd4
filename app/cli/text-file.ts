import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";

/** The text of a file somebody names. Throws a sentence that names the first line that is not UTF-8. */
export function readText(file: string): string {
  const bytes = readFileSync(file);
  if (isUtf8(bytes)) return bytes.toString("utf8");
  const line = bytes
    .toString("latin1")
    .split("\n")
    .findIndex((each) => !isUtf8(Buffer.from(each, "latin1")));
  throw new Error(`Line ${line + 1} is not UTF-8.`);
}
