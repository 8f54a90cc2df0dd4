import { type AuditEvent, type EventType, type JsonObject, SYSTEM_STREAM } from "../audit/rules.ts";

/** Letters of other scripts that look like Latin ones, and Latin letters that decomposing leaves whole. */
const LOOKALIKES: Record<string, string> = {
  а: "a",
  в: "b",
  с: "c",
  ԁ: "d",
  е: "e",
  һ: "h",
  і: "i",
  ј: "j",
  к: "k",
  м: "m",
  н: "h",
  о: "o",
  р: "p",
  ԛ: "q",
  ѕ: "s",
  т: "t",
  у: "y",
  х: "x",
  ѡ: "w",
  ԝ: "w",
  ӏ: "l",
  г: "r",
  α: "a",
  β: "b",
  ε: "e",
  η: "n",
  ι: "i",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  τ: "t",
  υ: "u",
  χ: "x",
  γ: "y",
  ω: "w",
  ı: "i",
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  "０": "0",
};

/**
 * How two spellings of one city are recognised: compatibility forms, case, accents, spaces and punctuation do not
 * count, and letters that look alike are one letter ("Lа Pаz" with Cyrillic а is "La Paz").
 */
export function searchNameOf(name: string): string {
  const folded = name
    .toWellFormed()
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}|\p{Cf}|\p{Cc}/gu, "");
  return [...folded]
    .map((letter) => LOOKALIKES[letter] ?? letter)
    .join("")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .normalize("NFKC");
}

/** What happens to somebody who names a city: a new team, a team nobody was in, or a request to those who are. */
export type Arrival = "created" | "claimed" | "requested";

/**
 * An e-mail domain opens no team: where there are people, or entries that people once made, somebody must let the
 * newcomer in.
 */
export function arrivalAt(city: { members: number; entries: number } | undefined): Arrival {
  if (!city) return "created";
  return city.members === 0 && city.entries === 0 ? "claimed" : "requested";
}

/** What happened to a city or its team, as the audit trail keeps it. */
export const aboutCity = (cityId: string, type: EventType, details: JsonObject = {}): AuditEvent => ({
  type,
  stream: SYSTEM_STREAM,
  subjectId: cityId,
  details,
});
