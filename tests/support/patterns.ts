import { API } from "typescript/unstable/sync";
import {
  isCallExpression,
  isIdentifier,
  isNewExpression,
  isRegularExpressionLiteral,
  type Node,
} from "typescript/unstable/ast";

export type Pattern = { source: string; flags: string };
type Found = { written: (Pattern & { file: string })[]; made: string[] };

/**
 * Every regular expression that is written in these folders, read from the compiler's own tree, and which files make
 * one of a text.
 */
export function patternsIn(...folders: string[]): Found {
  const api = new API({ cwd: process.cwd() });
  try {
    const { program } = api.updateSnapshot({ openProject: "tsconfig.json" }).getProjects()[0]!;
    const root = `${process.cwd()}/`;
    const found: Found = { written: [], made: [] };
    const isWithin = (name: string) => folders.some((folder) => name.startsWith(`${root}${folder}/`));
    for (const name of program.getSourceFileNames().filter(isWithin)) {
      const file = name.slice(root.length);
      const look = (node: Node): void => {
        if (isRegularExpressionLiteral(node)) {
          const end = node.text.lastIndexOf("/");
          const [source, flags] = [node.text.slice(1, end), node.text.slice(end + 1)];
          found.written.push({ file, source, flags });
        }
        const called = isNewExpression(node) || isCallExpression(node) ? node.expression : null;
        if (called && isIdentifier(called) && called.text === "RegExp") found.made.push(file);
        node.forEachChild(look);
      };
      look(program.getSourceFile(name)!);
    }
    return found;
  } finally {
    api.close();
  }
}

/** A part of a pattern: what it takes once, whether it takes it any number of times, and what stands in its brackets. */
type Part = { source: string; isEndless: boolean; options: Part[][]; isEmpty: boolean };

/** So many times at the most is no danger. */
const FEW = 300;

/** The alternatives of a pattern, each a row of parts. */
function partsOf(source: string): Part[][] {
  let at = 0;
  return alternatives();

  function alternatives(): Part[][] {
    const rows: Part[][] = [[]];
    while (at < source.length && source[at] !== ")") {
      if (source[at] === "|") {
        at += 1;
        rows.push([]);
      } else rows.at(-1)!.push(part());
    }
    return rows;
  }

  function part(): Part {
    const from = at;
    let options: Part[][] = [];
    let isEmpty = source[at] === "^" || source[at] === "$";
    if (source[at] === "(") {
      const opening = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(source.slice(at))![0];
      isEmpty = /[=!]$/.test(opening);
      at += opening.length;
      options = alternatives();
      at += 1;
    } else if (source[at] === "[") {
      for (at += 1; source[at] !== "]"; at += 1) if (source[at] === "\\") at += 1;
      at += 1;
    } else if (source[at] === "\\") {
      const escaped = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|k<\w+>|.)/s.exec(
        source.slice(at),
      )![0];
      isEmpty = /^\\[bBk1-9]/.test(escaped);
      at += escaped.length;
    } else at += source.codePointAt(at)! > 0xffff ? 2 : 1;
    const taken = source.slice(from, at);
    const [often = "", most] = /^(?:[*+?]|\{\d+(?:,(\d*))?\})\??/.exec(source.slice(at)) ?? [];
    at += often.length;
    const isEndless = /^[*+]/.test(often) || (often.includes(",") && (most === "" || Number(most) > FEW));
    return { source: taken, isEndless, options, isEmpty };
  }
}

/** Text to try on a pattern: what leads to a part that takes any number of something, and that something. */
export type Attack = { before: string; piece: string };

const LETTERS = [
  " ",
  "\n",
  "\t",
  "\r",
  ".",
  ",",
  "-",
  "1",
  "a",
  "A",
  "é",
  "\u0301",
  "'",
  '"',
  ";",
  "/",
  "中",
  "0",
  "_",
  "\u0000",
];

/** So many of the letters that a part takes are tried, those of the pattern first. */
const MANY = 6;

/**
 * Texts on which a pattern could try one stretch again and again, made of the pattern itself: for each part that takes
 * any number of something, what leads there, and everything it takes.
 */
export function attacksOn({ source, flags }: Pattern): Attack[] {
  const alphabet = [...new Set([...source.replace(/\\[a-zA-Z]/g, ""), ...LETTERS])];
  const plain = flags.replace(/[gym]/g, "");
  const taken = new Map<string, string[]>();
  const takenBy = ({ source: one, isEmpty, options }: Part): string[] => {
    if (isEmpty) return [];
    if (options.length > 0) return options.map(sampleOf).filter(Boolean);
    if (!taken.has(one)) {
      const whole = new RegExp(`^${one}$`, plain);
      taken.set(one, alphabet.filter((letter) => whole.test(letter)).slice(0, MANY));
    }
    return taken.get(one)!;
  };
  const sampleOf = (parts: Part[]): string => parts.map((part) => takenBy(part)[0] ?? "").join("");
  const within = (parts: Part[], before: string): Attack[] => {
    let led = before;
    return parts.flatMap((part) => {
      const here = part.isEndless ? takenBy(part).map((piece) => ({ before: led, piece })) : [];
      const inside = part.options.flatMap((option) => within(option, led));
      led += takenBy(part)[0] ?? "";
      return [...here, ...inside];
    });
  };
  const attacks = partsOf(source).flatMap((parts) => within(parts, ""));
  const alone = attacks.map(({ piece }) => ({ before: "", piece }));
  return [...new Map([...attacks, ...alone].map((each) => [JSON.stringify(each), each])).values()];
}
