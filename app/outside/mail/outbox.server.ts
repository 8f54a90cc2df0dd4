import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { isUuid } from "#app/domain/input.ts";
import { type KeptLetter, type Post, withoutLineEnds } from "./letter.ts";

/**
 * Keeps letters as files instead of sending them: one JSON file a letter, named by its id, so that a second sending
 * replaces the first; enclosures lie beside it.
 */
export function openOutbox(dataDir: string): Post {
  const folder = path.join(dataDir, "outbox");
  const fileOf = (id: string) => path.join(folder, `${id}.json`);

  async function read(id: string): Promise<KeptLetter | null> {
    const text = isUuid(id) ? await readFile(fileOf(id), "utf8").catch(() => null) : null;
    if (text === null) return null;
    const kept = JSON.parse(text) as Omit<KeptLetter, "at"> & { at: string };
    return { ...kept, enclosed: kept.enclosed ?? [], at: new Date(kept.at) };
  }

  return {
    async send({ id, to, subject, text, enclosures = [] }) {
      const kept = {
        id,
        to: withoutLineEnds(to),
        subject: withoutLineEnds(subject),
        text,
        at: new Date(),
        enclosed: enclosures.map(({ name }) => name),
      };
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const [index, { bytes }] of enclosures.entries())
        await writeFile(path.join(folder, `${id}.${index + 1}.enclosure`), bytes, { mode: 0o600 });
      await writeFile(`${fileOf(id)}.part`, JSON.stringify(kept, null, 2), { mode: 0o600 });
      await rename(`${fileOf(id)}.part`, fileOf(id));
    },
    outbox: { recent: async (limit) => newest(await Promise.all((await idsByAge(folder, limit)).map(read))), read },
    close: () => {},
  };
}

async function idsByAge(folder: string, limit: number): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const aged = await Promise.all(
    names.map(async (name) => ({
      id: name.slice(0, -5),
      at: (await stat(path.join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  return aged
    .sort((a, b) => b.at - a.at)
    .slice(0, limit)
    .map(({ id }) => id);
}

const newest = (letters: (KeptLetter | null)[]): KeptLetter[] =>
  letters.filter((letter) => letter !== null).sort((a, b) => b.at.getTime() - a.at.getTime());
