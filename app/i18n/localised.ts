import { z } from "zod";
import { LOCALES, type Locale } from "./locales.ts";

/** A text that belongs to a cycle and is therefore data: English always, other languages where somebody wrote them. */
export type Localised = { en: string } & ByLanguage & {
    /** Translations of an English that has changed since. Nobody reads them but whoever translates the text anew. */
    earlier?: ByLanguage;
  };
type ByLanguage = { [Language in Locale]?: string | undefined };

export const localised = z.object({ ...(Object.fromEntries(LOCALES.map((locale) => [locale, z.string().optional()])) as { [Language in Locale]: z.ZodOptional<z.ZodString> }), en: z.string() });

/** The text in the reader's language, or in English where it was not translated. */
export function say(text: Localised, locale: Locale): string {
  return text[locale] || text.en;
}

type Plain = { [part: string]: unknown };
const isPlain = (each: unknown): each is Plain => typeof each === "object" && each !== null && !(each instanceof Date);
const isText = (each: unknown): each is Localised => isPlain(each) && typeof each["en"] === "string";

/**
 * Plain data with each of its texts as `change` makes it. `beside` is data of the same shape: `change` is given what
 * stands there at the same place; things in lists are known by their key or value, or by their order; where such names
 * are made of the words and change with them, by their order too.
 */
export function mapTexts<Data>(data: Data, change: (text: Localised, beside: unknown) => Localised, beside?: unknown): Data {
  const map = (each: unknown, other: unknown): unknown => {
    if (Array.isArray(each)) return each.map((element, index) => map(element, counterpart(each, index, other)));
    if (isText(each)) return change(each, other);
    if (!isPlain(each)) return each;
    return Object.fromEntries(Object.entries(each).map(([key, value]) => [key, map(value, isPlain(other) ? other[key] : undefined)]));
  };
  return map(data, beside) as Data;
}

function counterpart(list: readonly unknown[], index: number, others: unknown): unknown {
  if (!Array.isArray(others)) return undefined;
  const nameOf = (each: unknown) => (isPlain(each) ? (each["key"] ?? each["value"]) : undefined);
  const [name, there] = [nameOf(list[index]), nameOf(others[index])];
  const isReplaced = list.length >= others.length && !list.some((each) => nameOf(each) === there);
  return name === undefined ? others[index] : (others.find((other) => nameOf(other) === name) ?? (isReplaced ? others[index] : undefined));
}

/**
 * Pages that edit an English text edit the Chinese beside it. What stood in other languages stays with a text for as
 * long as its English does. Where the English has changed, translations are set aside as `earlier` ones: readers get
 * the new English rather than a translation that may be wrong.
 */
export function keepLanguages<Data>(edited: Data, standing: unknown): Data {
  const [before, after] = [new Map<string, Localised>(), new Set<string>()];
  mapTexts(standing, (text) => {
    before.set(text.en, text);
    return text;
  });
  mapTexts(edited, (text) => {
    after.add(text.en);
    return text;
  });
  return mapTexts(
    edited,
    (text, beside) => {
      const stood = isText(beside) ? beside : undefined;
      const same = stood?.en === text.en ? stood : before.get(text.en);
      if (same) return { ...translationsOf(same), ...text };
      if (!stood || after.has(stood.en)) return text;
      const { en: _changed, earlier = {}, ...languages } = translationsOf(stood);
      const set = { ...earlier, ...languages };
      return Object.keys(set).length > 0 ? { ...text, earlier: set } : text;
    },
    standing,
  );
}

const translationsOf = ({ "zh-Hans": _edited, ...text }: Localised): Localised => text;
