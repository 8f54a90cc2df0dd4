import { cleanText } from "#app/domain/input.ts";

/** The page a list was asked for, from `?page=`; anything odd is the first. */
export function pageOf(url: URL): number {
  const given = url.searchParams.get("page") ?? "1";
  return /^[1-9]\d{0,4}$/.test(given) ? Number(given) : 1;
}

/** A whole number from 1 on in the address, such as `?line=15`; null for anything else. */
export function numberOf(url: URL, name: string): number | null {
  const given = url.searchParams.get(name) ?? "";
  return /^[1-9]\d{0,5}$/.test(given) ? Number(given) : null;
}

/** What was searched for, from `?q=`, cleaned and at most 100 characters; what is no text searches for nothing. */
export function searchOf(url: URL): string {
  const parsed = cleanText.safeParse(url.searchParams.get("q") ?? "");
  return parsed.success ? parsed.data.slice(0, 100) : "";
}

/** The text that `?done=` asks for after an act, such as "Saved."; null for anything but these. */
export function noticeOf(url: URL, texts: Readonly<Record<string, string>>, parameter = "done"): string | null {
  const asked = url.searchParams.get(parameter) ?? "";
  return Object.hasOwn(texts, asked) ? texts[asked]! : null;
}
