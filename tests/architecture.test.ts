import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const DOMAIN = readFileSync("app/domain/README.md", "utf8");
const NOUNS = DOMAIN.match(/^audit, .*(?=\.$)/m)![0].split(", ");
const DOMAIN_FILES = ["rules.ts", "input.ts", "policy.ts", "queries.server.ts", "commands.server.ts"];
/** The further files that its table tells of: beside their noun, or by noun and name. */
const FURTHER_FILES = toldFiles();
/**
 * Knows tables only, so whoever ends an assignment or declares a conflict can bring the sums up to date in the same
 * transaction.
 */
const LEAF = "#app/domain/assignment/totals.server.ts";
/**
 * Doors besides commands through which something is written: what commands of several nouns write with, what the
 * database turns out to lack, a session, a mail's delivery, a chunk of a file.
 */
const WRITING_DOORS = [
  /^app\/domain\/[^/]+\/commands\.server\.ts$/,
  /^app\/domain\/attachment\/details\.server\.ts$/,
  /^app\/domain\/commitment\/losses\.server\.ts$/,
  /^app\/domain\/panel\/division\.server\.ts$/,
  /^app\/domain\/factor\/passkeys\.server\.ts$/,
  /^app\/domain\/assignment\/(certificates|totals|new-conflicts)\.server\.ts$/,
  /^app\/domain\/proof\/seal\.server\.ts$/,
  /^app\/domain\/result\/(drawings|letters)\.server\.ts$/,
  /^app\/domain\/entry\/answers\.server\.ts$/,
  /^app\/domain\/review\/writing\.server\.ts$/,
  /^app\/domain\/meeting\/(attendance|dates|motions)\.server\.ts$/,
  /^app\/domain\/discussion\/letters\.server\.ts$/,
  /^app\/http\/session\.server\.ts$/,
  /^app\/outside\/files\//,
  /^app\/jobs\//,
  /^app\/domain\/transact\.server\.ts$/,
];

/** Read by frameworks, or by the name of their file. */
const READ_BY_NAME = /^app\/(routes|root|entry\.|cli\/commands\/)|^db\/schema\//;
/** What tests do in the place of a person or a machine outside. */
const FOR_TESTS = ["app/domain/factor/rules.ts codeAt", "db/seed/cast.ts castMember"];
/** What the demonstration alone does: nobody asks its people, and its scrutineer checks a file beside the server. */
const FOR_DEMO = [
  "app/domain/account/commands.server.ts openAccount",
  "app/domain/team/commands.server.ts addMember",
  "app/domain/review/commands.server.ts submitReview",
  "app/domain/proof/commands.server.ts signedBundle",
];
const isDemo = (file: string) => file.startsWith("db/seed/");

type Source = { file: string; text: string; imports: string[] };

const sources: Source[] = ["app", "db"].flatMap(files).map(read);

function toldFiles(): string[] {
  let noun = "";
  return [...DOMAIN.matchAll(/^\| ([a-z-]*) ?\| (`.*?) \| (.*) \|$/gm)].flatMap(([, named, own = "", holds = ""]) => {
    noun = named || noun;
    const besides = [...holds.matchAll(/`([a-z-]+\/[^`]+\.ts)`/g)].map(([, file = ""]) => file);
    return [...[...own.matchAll(/`([^`]+)`/g)].map(([, file]) => `${noun}/${file}`), ...besides];
  });
}

function read(file: string): Source {
  const text = readFileSync(file, "utf8");
  const imports = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)[^"';]*?["']([^"']+)["']|import\(["']([^"']+)["']\)/g),
  ].map((match) => resolve(file, (match[1] ?? match[2])!));
  return { file, text, imports };
}

/** The same without comments, for what is said there is not used. */
const code = sources.map(({ file, text }) => ({
  file,
  text: text.replace(/^\s*\/\*[\s\S]*?\*\//gm, "").replace(/(^|\s)\/\/ .*$/gm, ""),
}));

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`;
    return entry.isDirectory() ? files(name) : /\.(ts|tsx|mjs)$/.test(name) ? [name] : [];
  });
}

/** Relative imports as `#app/…` or `#db/…`, so that one pattern finds both spellings. */
function resolve(file: string, target: string): string {
  return target.startsWith(".")
    ? `#${path.posix.normalize(path.posix.join(path.posix.dirname(file), target))}`
    : target;
}

const offenders = (inside: RegExp, forbidden: RegExp, but: RegExp = /$^/) =>
  sources
    .filter(({ file }) => inside.test(file) && !but.test(file))
    .flatMap(({ file, imports }) =>
      imports.filter((target) => forbidden.test(target)).map((target) => `${file} imports ${target}`),
    );

describe("layers", () => {
  it.each([
    [
      "routes reach the database only through the domain",
      /^app\/routes\//,
      /^#db\/|^drizzle-orm/,
      /^app\/routes\/demo\//,
    ],
    [
      "the domain knows no web framework",
      /^app\/domain\//,
      /^@remix-run|^react|^#app\/(routes|http|ui|jobs|cli)/,
      /$^/,
    ],
    [
      "rules, input and policy are pure",
      /^app\/domain\/.*\/(rules|input|policy)\.ts$/,
      /\.server\.ts$|^#db\/(?!schema)|^drizzle-orm/,
      /$^/,
    ],
    ["components know neither database nor commands", /^app\/ui\//, /\.server\.ts$|^#db\//, /$^/],
    [
      "the database layer knows nothing of the app but types and texts",
      /^db\/schema\//,
      /^#app\/(?!i18n\/localised|outside\/files\/files)/,
      /$^/,
    ],
    ["nobody imports a route", /^(app|db)\//, /^#app\/routes\//, /$^/],
    ["only the session module knows Lucia", /^(app|db)\//, /lucia/, /^app\/http\/session\.server\.ts$/],
    ["nobody imports the npm package `remix`", /^(app|db)\//, /^remix$/, /$^/],
    [
      "jobs and commands of the shell call the domain, not the routes",
      /^app\/(jobs|cli)\//,
      /^#app\/(routes|ui)/,
      /$^/,
    ],
  ])("%s", (_rule, inside, forbidden, but) => expect(offenders(inside, forbidden, but)).toEqual([]));

  it("a noun knows only the nouns above it", () => {
    const nounOf = (target: string) => NOUNS.indexOf(/app\/domain\/([^/]+)\//.exec(target)?.[1] ?? "");
    const upward = sources
      .filter(({ file }) => nounOf(file) >= 0)
      .flatMap(({ file, imports }) =>
        imports
          .filter((target) => nounOf(target) > nounOf(file) && target !== LEAF)
          .map((target) => `${file} imports ${target}`),
      );
    expect(upward).toEqual([]);
  });
});

describe("places", () => {
  it("every domain folder is a noun of the README and holds its five files and those told there", () => {
    const inFolders = files("app/domain")
      .map((file) => file.replace("app/domain/", ""))
      .filter((file) => file.includes("/"));
    expect(inFolders.filter((file) => !NOUNS.includes(file.split("/")[0]!))).toEqual([]);
    expect(inFolders.filter((file) => !DOMAIN_FILES.includes(file.split("/")[1]!)).sort()).toEqual(
      FURTHER_FILES.toSorted(),
    );
  });

  it("what builds and runs the portal is installed where its tests are not run", () => {
    const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const tools = [...sources, read("vite.config.ts")].flatMap(({ file, imports }) =>
      imports
        .filter((target) => Object.keys(devDependencies).some((tool) => `${target}/`.startsWith(`${tool}/`)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(tools).toEqual([]);
  });

  it("there are no drawers and no barrels", () => {
    const drawers = sources
      .map(({ file }) => file)
      .filter((file) => /(^|\/)(utils?|lib|helpers?|misc|common|shared)(\/|\.)|(^|\/)index\.tsx?$/.test(file));
    expect(drawers).toEqual([]);
  });

  it("nothing is written that the portal itself does not use", () => {
    const exported = (text: string) =>
      [...text.matchAll(/^export (?:async )?(?:const|function\*?|class|abstract class|type) (\w+)/gm)].map(
        (match) => match[1]!,
      );
    const words = new Map(code.map(({ file, text }): [string, string[]] => [file, text.match(/\w+/g) ?? []]));
    const importers = new Map<string, string[]>();
    for (const { file, imports } of sources)
      for (const target of imports) importers.set(target, [...(importers.get(target) ?? []), file]);
    const isUsed = (file: string, name: string) =>
      words.get(file)!.filter((word) => word === name).length > 1 ||
      importers.get(`#${file}`)?.some((other) => (isDemo(file) || !isDemo(other)) && words.get(other)!.includes(name));
    const dead = sources
      .filter(({ file }) => !READ_BY_NAME.test(file))
      .flatMap(({ file, text }) =>
        exported(text)
          .filter((name) => !isUsed(file, name))
          .map((name) => `${file} ${name}`),
      );
    expect(dead.filter((each) => !FOR_TESTS.includes(each)).sort()).toEqual(FOR_DEMO.toSorted());
  });

  it.each([
    ["refusal", "app/domain/errors.ts", /export type Refusal =([^;]*);/],
    ["problem of a field", "app/domain/input.ts", /export type InputProblem =([^;]*);/],
    ["event", "app/domain/audit/rules.ts", /EVENT_TYPES = \[([^\]]*)\]/],
  ])("every %s that has a sentence comes about somewhere", (_what, list, declaration) => {
    const declared = (text: string) => declaration.exec(text)![1]!;
    const codes = declared(readFileSync(list, "utf8"))
      .match(/(?<=")[^"]+/g)!
      .filter((each) => /^\w/.test(each));
    const said = code
      .filter(({ file }) => !file.startsWith("app/i18n/"))
      .map(({ file, text }) => (file === list ? text.replace(declared(text), "") : text))
      .join("\n");
    const comesAbout = (each: string) => {
      const [noun, act] = each.split(".");
      return said.includes(`"${each}"`) || (said.includes(`\`${noun}.\${`) && said.includes(`"${act}"`));
    };
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((each) => !comesAbout(each))).toEqual([]);
  });

  it("no file is longer than 300 lines, texts of catalogues apart", () => {
    const long = sources
      .filter(
        ({ file, text }) =>
          !file.startsWith("app/i18n/") && !file.startsWith("db/seed/guangzhou") && text.split("\n").length > 300,
      )
      .map(({ file }) => file);
    expect(long).toEqual([]);
  });

  it("SQL is laid out so that it reads: no line of it is wider than 140 columns", () => {
    const wide = sources
      .filter(({ imports }) => imports.some((target) => target.startsWith("drizzle-orm")))
      .flatMap(({ file, text }) =>
        text.split("\n").flatMap((line, index) => (line.length > 140 ? [`${file}:${index + 1}`] : [])),
      );
    expect(wide).toEqual([]);
  });

  it("no line of a comment is wider than 120 columns", () => {
    const isWide = (line: string) => /^\s*(\/\*|\*|\/\/)(?! biome-ignore)/.test(line) && line.length > 120;
    const wide = sources.flatMap(({ file, text }) =>
      text.split("\n").flatMap((line, at) => (isWide(line) ? [`${file}:${at + 1}`] : [])),
    );
    expect(wide).toEqual([]);
  });

  it("writes go through commands and a few named doors", () => {
    const writes = /\b(db|tx)\s*\.(insert|update|delete)\(|\b(insert into|update|delete from) \$\{/;
    const writers = sources
      .filter(({ file, text }) => file.startsWith("app/") && writes.test(text))
      .map(({ file }) => file)
      .filter((file) => !WRITING_DOORS.some((door) => door.test(file)));
    expect(writers).toEqual([]);
  });

  it("only the configuration reads the environment", () => {
    const readers = sources
      .filter(
        ({ file, text }) =>
          /process\.env/.test(text) && !/^app\/(config\.server\.ts|cli\/)|^db\/embedded\.server\.ts$/.test(file),
      )
      .map(({ file }) => file);
    expect(readers).toEqual([]);
  });
});

it("a test opens its database and its portal at the top of its file: a hook set inside a hook or a test never runs", () => {
  const inside = files("tests")
    .filter((file) => /\.test\.tsx?$/.test(file))
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, at) => (/^\s.*\b(testDatabase|openPortal)\(/.test(line) ? [`${file}:${at + 1}`] : [])),
    );
  expect(inside).toEqual([]);
});

describe("attacks", () => {
  const tests = readdirSync("tests", { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(test|e2e)\.tsx?$/.test(file),
  );
  const numbersIn = (place: string) =>
    new Set(
      tests
        .filter((file) => file.startsWith(`${place}.`) || file.startsWith(`${place}/`))
        .flatMap((file) => readFileSync(`tests/${file}`, "utf8").match(/\bB\d+\b/g) ?? []),
    );
  /** "`a/{b,c}`" names a/b and a/c. */
  const placesIn = (cell: string) =>
    [...cell.matchAll(/`([^`{]*)(?:\{([^}]*)\}([^`]*))?`/g)].flatMap(([, before = "", either = "", after = ""]) =>
      either.split(",").map((each) => `${before}${each}${after}`),
    );
  const rows = [...readFileSync("tests/README.md", "utf8").matchAll(/^\| (B\d[B\d, ]*) \| (.*) \|$/gm)];

  it.each(rows.map(([, numbers = "", cell = ""]) => [numbers, cell]))("%s stand where the table says", (row, cell) => {
    const numbers = row.split(", ");
    const found = placesIn(cell).map((place) => [place, numbersIn(place)] as const);
    expect(numbers.filter((number) => !found.some(([, there]) => there.has(number)))).toEqual([]);
    expect(found.filter(([, there]) => !numbers.some((number) => there.has(number))).map(([at]) => at)).toEqual([]);
  });
});

describe("routes", () => {
  const routes = sources.filter(({ file }) => file.startsWith("app/routes/"));

  it("every loader and action authorises itself through a wrapper", () => {
    const bare = routes.flatMap(({ file, text }) =>
      [...text.matchAll(/export (?:const|async function|function) (loader|action)\b(?: = (\w+))?/g)]
        .filter((match) => !["anyone", "signedIn", "freshly"].includes(match[2] ?? ""))
        .map((match) => `${file} ${match[1]}`),
    );
    expect(bare).toEqual([]);
  });

  it("what changes somebody's ties goes through the commands that end conflicted assignments with it", () => {
    expect(
      routes
        .filter(({ text }) => /\b(saveReviewerProfile|joinTeam|answerRequest)\b/.test(text))
        .map(({ file }) => file),
    ).toEqual([]);
  });

  it("no page hydrates, so none uses what only runs in a hydrated page", () => {
    const dead = routes
      .filter(({ text }) =>
        /\b(useState|useEffect|useFetcher|useNavigate|useSubmit|onClick=|onChange=|onSubmit=)/.test(text),
      )
      .map(({ file }) => file);
    expect(dead).toEqual([]);
  });

  it("no element is styled inline: the content security policy would drop it", () => {
    expect(
      sources.filter(({ file, text }) => file.endsWith(".tsx") && /\bstyle=\{/.test(text)).map(({ file }) => file),
    ).toEqual([]);
  });
});
