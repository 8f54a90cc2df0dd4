import { eq } from "drizzle-orm";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import type { SealedFile } from "#app/domain/entry/sealed.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist } from "#app/domain/shortlist/commands.server.ts";
import type { Db } from "#db/client.server.ts";
import { attachments } from "#db/schema/attachment.ts";
import { submissions } from "#db/schema/entry.ts";
import { questions } from "#db/schema/question.ts";
import { PUBLIC_URL } from "./address.ts";
import { aCity, aForm, aJudgedCycle, aStaffMember } from "./factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound, contextOf, days } from "./judging.ts";

const FILES = { files: { types: ["image/jpeg", "application/pdf"], maxBytes: 1_000_000, maxCount: 9 } };
const SLOTS = [
  { key: "pictures", public: true },
  { key: "plans", public: false },
  { key: "portraits", public: true, confidential: true },
] as const;

type Given = Partial<typeof attachments.$inferInsert> & {
  slot?: (typeof SLOTS)[number]["key"];
  drawn?: boolean;
  credit?: string;
};

/** A final list of an entry for each of `given`, with files as they are given, in their order. */
export async function aPicturedRound(tx: Db, ...given: Record<string, Given>[]) {
  const cycle = await aJudgedCycle(tx);
  await aForm(tx, cycle.id, [
    {
      key: "files",
      title: { en: "Files" },
      questions: SLOTS.map((slot) => ({ ...slot, type: "files" as const, label: { en: slot.key }, settings: FILES })),
    },
  ]);
  const round = await aScoredRound(tx, { cycle });
  const [reviewer, chair] = [await aJudge(tx, round), await aJudge(tx, round, { role: "chair" })];
  const [lin, ingrid] = [await contextOf(tx, await aStaffMember(tx)), await contextOf(tx, chair)];
  const [entries, files]: [{ id: string }[], SealedFile[]] = [[], []];
  for (const [place, each] of given.entries()) {
    const entry = await aCandidate(tx, { cycle, city: await aCity(tx), title: "Boda boda guides" });
    files.push(...(await withFiles(tx, { cycleId: cycle.id, entry, name: round.id, by: lin.actor.id }, each)));
    await aReview(tx, { round, entry, reviewer, values: [5, 4 - place] });
    entries.push(entry);
  }
  await freezeRound(ingrid, round.id);
  await proposeShortlist(ingrid, round.id);
  await approveList(lin, round.id, PUBLIC_URL);
  const idOf = (name: string) => files.find((file) => file.name === name)!.attachmentId;
  return { cycle, round, entry: entries[0]!, lin, ingrid, idOf };
}

type Place = { cycleId: string; entry: Awaited<ReturnType<typeof aCandidate>>; name: string; by: string };

async function withFiles(
  tx: Db,
  { cycleId, entry, name: place, by }: Place,
  given: Record<string, Given>,
): Promise<SealedFile[]> {
  const slots = await tx.select().from(questions).where(eq(questions.cycleId, cycleId));
  const files: SealedFile[] = [];
  for (const [name, { slot = "pictures", drawn = true, credit = "", caption, ...more }] of Object.entries(given)) {
    const [file] = await tx
      .insert(attachments)
      .values({
        entryId: entry.id,
        questionId: slots.find(({ key }) => key === slot)!.id,
        name,
        size: 100,
        contentType: "image/jpeg",
        sha256: sha256(name),
        store: "local",
        key: `CNRY-original-${name}-${place}`,
        previewKey: drawn ? `drawn-${name}-${place}` : null,
        uploadedAt: days(-30),
        uploadedBy: by,
        ...more,
      })
      .returning();
    const { id: attachmentId, contentType, size } = file!;
    const said = { caption: caption ?? `${name} at work`, credit };
    files.push({ attachmentId, questionKey: slot, name, size, sha256: sha256(name), contentType, ...said });
  }
  const [sent] = await tx.select().from(submissions).where(eq(submissions.entryId, entry.id)).limit(1);
  const snapshot = canonical({ ...JSON.parse(sent!.snapshot), code: entry.code, title: entry.title, files });
  await tx.insert(submissions).values({ ...sent!, id: undefined, number: 9, snapshot, sha256: sha256(snapshot) });
  return files;
}
