import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { isUuid } from "#app/domain/input.ts";
import { type KeptLetter, type Letter, type Post, withoutLineEnds } from "./letter.ts";

/** Keeps letters as files instead of sending them: one JSON file a letter, named by its id, so that a second sending replaces the first. */
export function openOutbox(dataDir: string): Post {
  const folder = path.join(dataDir, "outbox");
  const fileOf = (id: string) => path.join(folder, `${id}.json`);

  async function read(id: string): Promise<KeptLetter | null> {
    const text = isUuid(id) ? await readFile(fileOf(id), "utf8").catch(() => null) : null;
    if (text === null) return null;
    const kept = JSON.parse(text) as Letter & { at: string };
    return { ...kept, at: new Date(kept.at) };
  }

  return {
    async send({ id, to, subject, text }) {
      const kept = { id, to: withoutLineEnds(to), subject: withoutLineEnds(subject), text, at: new Date() };
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(`${fileOf(id)}.part`, JSON.stringify(kept, null, 2), { mode: 0o600 });
      await rename(`${fileOf(id)}.part`, fileOf(id));
    },
    outbox: { recent: async (limit) => newest(await Promise.all((await idsByAge(folder, limit)).map(read))), read },
    close: () => {},
  };
}

async function idsByAge(folder: string, limit: number): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const aged = await Promise.all(names.map(async (name) => ({ id: name.slice(0, -5), at: (await stat(path.join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })));
  return aged.sort((a, b) => b.at - a.at).slice(0, limit).map(({ id }) => id);
}

const newest = (letters: (KeptLetter | null)[]): KeptLetter[] => letters.filter((letter) => letter !== null).sort((a, b) => b.at.getTime() - a.at.getTime());
