import { asc, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { addAttachment, removeAttachment } from "#app/domain/attachment/commands.server.ts";
import { verifyChain } from "#app/domain/audit/queries.server.ts";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import { signedReceipt, verifyLog } from "#app/domain/commitment/queries.server.ts";
import { commit } from "#app/domain/commitment/rules.ts";
import type { Context } from "#app/domain/context.ts";
import { addLetter } from "#app/domain/endorsement/commands.server.ts";
import { withdrawEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { getLastSubmission, getSealedEntry } from "#app/domain/entry/sealed.server.ts";
import { contentOf, readSnapshot } from "#app/domain/entry/sealed.ts";
import { NotFound } from "#app/domain/errors.ts";
import { extendEntry } from "#app/domain/extension/commands.server.ts";
import { confirmPackage, declinePackage, proposePackage } from "#app/domain/package/commands.server.ts";
import { allPackages, checkPackage, getPackage, signedPackage } from "#app/domain/package/queries.server.ts";
import { packageText, type Package, readPackage } from "#app/domain/package/rules.ts";
import { checkReceipt } from "#app/domain/proof/receipts.server.ts";
import { lineOf } from "#app/domain/proof/rules.ts";
import { screenEntry } from "#app/domain/screening/commands.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { limitsOf } from "#app/domain/submission/rules.ts";
import { copySource, submissionHistory } from "#app/domain/submission/queries.server.ts";
import { noteKey, signNote } from "#app/domain/commitment/note.ts";
import { attachments } from "#db/schema/attachment.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { submissions } from "#db/schema/entry.ts";
import { packages } from "#db/schema/package.ts";
import { roundLevels, rounds } from "#db/schema/round.ts";
import { StoreAway } from "#app/outside/files/files.ts";
import type { Db } from "#db/client.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { WAYS_TO_LEAVE } from "#tests/support/leaving.ts";
import { lettersOf } from "#tests/support/letters.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import {
  aCoApplicant,
  aFile,
  aMember,
  aPanelMember,
  anAssignment,
  anEntry,
  aRound,
  aStaffMember,
  COMPLETE,
  NOW,
  PASSES,
  personOf,
} from "#tests/support/factories.ts";
import { KEY } from "#tests/support/proved-round.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const { db, sql } = await testDatabase();
const minutes = (from: Date, count: number) => new Date(from.getTime() + count * 60_000);
const WHY = "The portal was away from 23:30.";
const here = { logKey: KEY, files: { isWhole: async () => true } };
const gone = { logKey: KEY, files: { isWhole: async () => false } };
const failing = (error: Error) => ({ logKey: KEY, files: { isWhole: () => Promise.reject(error) } });
const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
const away = failing(new StoreAway("the store does not answer", { cause: refused }));
const opened = (note: string): Package => readPackage(`${note.split("\n— ")[0]!.trimEnd()}\n`)!;

/**
 * A complete draft with a captioned file of a team whose city enters with another; its package of ten minutes before
 * the bell, an edit of five minutes before it, and two of the secretariat an hour after.
 */
async function aPackage(tx: Db, answers: Record<string, string> = COMPLETE) {
  const scene = await anEntry(tx, { answers });
  const { ctx, entryId, cycle, city } = scene;
  const round = await aRound(tx, { cycleId: cycle.id });
  await aCoApplicant(tx, entryId, { name: "La Paz", country: "BO" });
  await addAttachment(
    { ...ctx, now: minutes(NOW, 7) },
    { entryId, questionKey: "documents", file: aFile({ name: "plan.pdf" }), caption: "The plan" },
  );
  const { text } = await signedPackage({ ...ctx, now: minutes(cycle.closesAt, -10) }, KEY, entryId);
  const after = minutes(cycle.closesAt, 60);
  const [lin, chen]: Context[] = [
    { db: tx, actor: await aStaffMember(tx), now: after },
    { db: tx, actor: await aStaffMember(tx), now: minutes(after, 30) },
  ];
  const edit = () =>
    saveAnswer(
      { ...ctx, now: minutes(cycle.closesAt, -5) },
      { entryId, questionKey: "title", value: "Later words", baseVersion: 1 },
    );
  const propose = (means = here, as = lin!, note = text) =>
    proposePackage(as, means, { note, reason: WHY }, "https://award.example");
  return {
    ...scene,
    city,
    round,
    text,
    after,
    lin: lin!,
    chen: chen!,
    edit,
    propose,
    team: { ...ctx, now: minutes(after, 60) },
  };
}

const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: { because?: string }) => error.because ?? (error instanceof NotFound ? "not-found" : String(error)),
  );
const chainOf = async (tx: Db, entryId: string) =>
  (
    await tx
      .select({ payload: auditEvents.payload })
      .from(auditEvents)
      .where(eq(auditEvents.stream, `entry:${entryId}`))
      .orderBy(asc(auditEvents.seq))
  ).map(({ payload }) => JSON.parse(payload.toString()) as unknown);
const sentBy = (tx: Db, entryId: string) => tx.select().from(submissions).where(eq(submissions.entryId, entryId));

describe("a signed package in the place of a submission", () => {
  it("D7: of an entry beyond the call's limits counts too, and those who decide are told", () =>
    inTransaction(db, async (tx) => {
      const { entryId, cycle, city, owner, ctx, lin, chen, propose, text } = await aPackage(tx);
      await tx.update(cycles).set({ entryLimit: 1 }).where(eq(cycles.id, cycle.id));
      expect(await checkPackage(lin, KEY, text)).toMatchObject({ overLimit: false });
      const other = await anEntry(tx, { cycle, city, owner, answers: COMPLETE });
      await submitEntry(ctx, other.entryId, PUBLIC_URL);
      expect(await refusal(submitEntry(ctx, entryId, PUBLIC_URL))).toBe("city-limit");

      expect(await checkPackage(lin, KEY, text)).toMatchObject({ overLimit: true, acceptance: { allowed: true } });
      const id = await propose();
      expect(await getPackage(chen, KEY, id)).toMatchObject({ overLimit: true, confirmation: { allowed: true } });
      await confirmPackage(chen, here, id, PUBLIC_URL);
      expect(await sentBy(tx, entryId)).toMatchObject([{ kind: "package" }]);
      expect((await getPackage(chen, KEY, id)).overLimit).toBe(false);
      const { cycle: call, submission, ...counted } = await getDraft(other.ctx, other.entryId);
      expect(limitsOf({ ...counted, cycle: call, submission }, COMPLETE).ofCity).toEqual({
        others: 1,
        taken: 2,
        most: 1,
      });
    }));

  it("takes two persons; then it is exactly the submission, received at its last save and accepted now, and later edits stay with the team", () =>
    inTransaction(db, async (tx) => {
      const { entryId, code, city, lin, chen, edit, propose, team, text, ctx } = await aPackage(tx);
      await edit();
      const id = await propose();
      expect((await lettersOf(tx)).filter(({ kind }) => kind === "proposal-made")).toMatchObject([
        {
          email: chen.actor.email,
          params: {
            about: "package",
            reason: WHY,
            name: `${code} (${city.name})`,
            link: `https://award.example/secretariat/packages/${id}`,
          },
        },
      ]);
      expect(await sentBy(tx, entryId)).toEqual([]);
      expect(await getPackage(lin, KEY, id)).toMatchObject({
        confirmation: { because: "needs-second-person" },
        refusal: { allowed: true },
        told: { together: [{ cityName: "La Paz", country: "BO" }] },
      });
      expect(await refusal(confirmPackage(lin, here, id, PUBLIC_URL))).toBe("needs-second-person");
      await confirmPackage(chen, here, id, "https://award.example");

      const { snapshot, ...receipt } = await getLastSubmission(team, entryId);
      expect(receipt).toMatchObject({
        number: 1,
        kind: "package",
        receivedAt: minutes(NOW, 7),
        acceptedAt: chen.now,
        sha256: opened(text).sha256,
        awaited: [],
      });
      expect(readSnapshot(snapshot)).toMatchObject({
        title: COMPLETE.title,
        answers: COMPLETE,
        coApplicants: [{ cityName: "La Paz", country: "BO" }],
        files: [{ name: "plan.pdf", caption: "The plan" }],
      });
      expect(await getDraft(team, entryId)).toMatchObject({ title: "Later words", unsent: true });
      expect((await submissionHistory(team, entryId)).sent).toMatchObject([{ kind: "package", at: chen.now }]);
      expect(await copySource(team, entryId, "sent")).toMatchObject({
        submission: { acceptedAt: chen.now, receivedAt: minutes(NOW, 7) },
        sealed: { title: COMPLETE.title },
      });
      expect(await getSealedEntry(lin, entryId)).toMatchObject({
        submission: { acceptedAt: chen.now, receivedAt: minutes(NOW, 7) },
        sealed: { title: COMPLETE.title },
      });
      expect(await allPackages(lin)).toMatchObject([{ id, outcome: "confirmed", decidedByName: "Lin Yue" }]);
      expect((await lettersOf(tx)).filter(({ kind }) => kind === "package-accepted")).toMatchObject([
        {
          email: ctx.actor.email,
          params: {
            code,
            sha256: receipt.sha256,
            receivedUtc: expect.stringContaining("08:07") as string,
            acceptedUtc: expect.stringContaining("17:29") as string,
          },
        },
      ]);
      expect((await chainOf(tx, entryId)).slice(-3)).toMatchObject([
        { type: "package.proposed", actor: lin.actor.id, details: { package: id, sha256: receipt.sha256 } },
        { type: "package.accepted", actor: chen.actor.id, details: { package: id, sha256: receipt.sha256 } },
        {
          type: "entry.submitted",
          actor: chen.actor.id,
          details: {
            number: 1,
            kind: "package",
            receivedAt: minutes(NOW, 7).toISOString(),
            acceptedAt: chen.now.toISOString(),
          },
        },
      ]);
    }));

  it("has a receipt and a commitment that name both moments, on an audit chain and a log that verify", () =>
    inTransaction(db, async (tx) => {
      const { entryId, chen, propose } = await aPackage(tx);
      await confirmPackage(chen, here, await propose(), PUBLIC_URL);
      const { text, hash } = (await signedReceipt({ db: tx }, KEY, { entryId }))!;
      expect([lineOf(text, "received"), lineOf(text, "accepted")]).toEqual([
        minutes(NOW, 7).toISOString(),
        chen.now.toISOString(),
      ]);
      const salt = (name: string) => Buffer.from(lineOf(text, name), "hex");
      const content = commit("content", {
        salt: salt("content-salt"),
        record: {
          code: lineOf(text, "for entry"),
          version: 1,
          received: lineOf(text, "received"),
          accepted: lineOf(text, "accepted"),
          sha256: lineOf(text, "sha256"),
        },
      });
      const name = commit("name", {
        salt: salt("name-salt"),
        record: { city: lineOf(text, "city"), country: "UG", title: COMPLETE.title },
      });
      const number = commit("number", { salt: salt("number-salt"), record: { entry: lineOf(text, "number") } });
      const record = {
        cycle: lineOf(text, "cycle"),
        content: content.toString("hex"),
        name: name.toString("hex"),
        number: number.toString("hex"),
      };
      expect(commit("entry", { salt: salt("salt"), record })).toEqual(hash);
      expect(await checkReceipt({ db: tx }, KEY, { receipt: text, reference: "", sha256: "" })).toMatchObject({
        outcome: "signed",
        received: minutes(NOW, 7).toISOString(),
        accepted: chen.now.toISOString(),
        replaced: false,
      });
      expect(
        await checkReceipt({ db: tx }, KEY, {
          receipt: "",
          reference: lineOf(text, "for entry"),
          sha256: lineOf(text, "sha256"),
        }),
      ).toMatchObject({ outcome: "known", accepted: chen.now.toISOString() });
      expect([(await verifyChain(tx)).faults, (await verifyLog(tx)).faults]).toEqual([[], []]);
    }));

  it.each<[string, string, (scene: Awaited<ReturnType<typeof aPackage>>, tx: Db) => unknown]>([
    [
      "while the entry is open still",
      "package-early",
      ({ lin, after, entryId }) => extendEntry(lin, entryId, { closesAt: minutes(after, 90), reason: WHY }, PUBLIC_URL),
    ],
    [
      "once the team has sent it, late in the time it was given",
      "package-outdone",
      async ({ lin, after, entryId, ctx, cycle, edit }) => {
        await edit();
        await extendEntry(
          { ...lin, now: minutes(cycle.closesAt, 1) },
          entryId,
          {
            closesAt: minutes(after, -30),
            reason: WHY,
          },
          PUBLIC_URL,
        );
        await submitEntry({ ...ctx, now: minutes(after, -31) }, entryId, PUBLIC_URL);
      },
    ],
    [
      "once the team has sent the very same",
      "already-submitted",
      ({ ctx, cycle, entryId }) => submitEntry({ ...ctx, now: minutes(cycle.closesAt, -9) }, entryId, PUBLIC_URL),
    ],
    [
      "once a city that it names has left the joint entry",
      "package-city-left",
      ({ entryId }, tx) =>
        tx
          .update(coApplicants)
          .set({ endedAt: minutes(NOW, 60), endedBy: coApplicants.answeredBy })
          .where(eq(coApplicants.entryId, entryId)),
    ],
    ["of a withdrawn entry", "entry-withdrawn", ({ team, entryId }) => withdrawEntry(team, entryId, "Enough")],
    [
      "with a save after the bell",
      "package-late",
      ({ cycle }, tx) =>
        tx
          .update(cycles)
          .set({ closesAt: minutes(NOW, -1) })
          .where(eq(cycles.id, cycle.id)),
    ],
    [
      "whose file was taken off",
      "package-not-whole",
      async ({ ctx, entryId }) =>
        removeAttachment({ ...ctx, now: minutes(NOW, 8) }, (await getDraft(ctx, entryId)).files[0]!.id),
    ],
    [
      "where the call asks for a sign-off that it has not",
      "package-not-signed-off",
      ({ cycle }, tx) => tx.update(cycles).set({ endorsement: "required" }).where(eq(cycles.id, cycle.id)),
    ],
  ])("is refused %s, whether that was so before it was proposed or came between", (_when, because, happen) =>
    inTransaction(db, async (tx) => {
      const [before, between] = [await aPackage(tx), await aPackage(tx)];
      const id = await between.propose();
      for (const scene of [before, between]) await happen(scene, tx);
      expect([
        await refusal(before.propose()),
        await refusal(confirmPackage(between.chen, here, id, PUBLIC_URL)),
      ]).toEqual([because, because]);
      expect((await sentBy(tx, between.entryId)).filter(({ kind }) => kind === "package")).toEqual([]);
      await declinePackage(between.chen, id);
    }),
  );

  it.each(WAYS_TO_LEAVE)("does not take effect once whoever proposed it is gone: %s", (_how, leave) =>
    inTransaction(db, async (tx) => {
      const { propose, lin, chen, entryId } = await aPackage(tx);
      const id = await propose();
      await leave(tx, lin.actor.id);
      expect((await getPackage(chen, KEY, id)).confirmation).toMatchObject({ because: "proposer-left" });
      expect(await refusal(confirmPackage(chen, here, id, PUBLIC_URL))).toBe("proposer-left");
      expect(await sentBy(tx, entryId)).toEqual([]);
      await declinePackage(chen, id);
    }),
  );

  it("waits while the file store cannot tell whether its bytes are here, and nothing is written meanwhile; anything else that goes wrong there is a fault", () =>
    inTransaction(db, async (tx) => {
      const { entryId, propose, chen } = await aPackage(tx);
      expect(await refusal(propose(away))).toBe("files-away");
      expect(await tx.select().from(packages)).toEqual([]);
      const id = await propose();
      expect(await refusal(confirmPackage(chen, away, id, PUBLIC_URL))).toBe("files-away");
      expect(await sentBy(tx, entryId)).toEqual([]);
      for (const fault of [new Error("a bug"), refused]) {
        await expect(propose(failing(fault))).rejects.toBe(fault);
        await expect(confirmPackage(chen, failing(fault), id, PUBLIC_URL)).rejects.toBe(fault);
      }
      await confirmPackage(chen, here, id, PUBLIC_URL);
    }));

  it("can be turned down, and nothing else, once the portal signs with another key", () =>
    inTransaction(db, async (tx) => {
      const { propose, lin, chen, entryId } = await aPackage(tx);
      const [id, logKey] = [await propose(), noteKey(KEY.name, Buffer.alloc(32, 1))];
      expect(await getPackage(chen, logKey, id)).toMatchObject({
        told: null,
        saves: [],
        isOwn: false,
        confirmation: { allowed: false, because: "package-other-key" },
        refusal: { allowed: true },
      });
      expect(await getPackage(lin, logKey, id)).toMatchObject({ isOwn: true, refusal: { allowed: true } });
      expect(await refusal(confirmPackage(chen, { ...here, logKey }, id, PUBLIC_URL))).toBe("package-other-key");
      await declinePackage(chen, id);
      expect(await refusal(confirmPackage(chen, { ...here, logKey }, id, PUBLIC_URL))).toBe("already-decided");
      expect(await sentBy(tx, entryId)).toEqual([]);
    }));

  it("is refused as long as files that were announced in time may arrive", () =>
    inTransaction(db, async (tx) => {
      const { propose, lin, chen, cycle } = await aPackage(tx);
      const over = new Date(cycle.closesAt.getTime() + cycle.graceSeconds * 1000);
      expect(await refusal(propose(here, { ...lin, now: over }))).toBe("package-early");
      const id = await propose(here, { ...lin, now: new Date(over.getTime() + 1) });
      expect(await refusal(confirmPackage({ ...chen, now: over }, here, id, PUBLIC_URL))).toBe("package-early");
    }));

  it("is refused while its cycle has no round, by whose rules conflicts stand", () =>
    inTransaction(db, async (tx) => {
      const { propose, cycle, chen, round } = await aPackage(tx);
      await tx.delete(roundLevels).where(eq(roundLevels.roundId, round.id));
      await tx.delete(rounds).where(eq(rounds.id, round.id));
      expect(await refusal(propose())).toBe("package-no-round");
      await aRound(tx, { cycleId: cycle.id });
      await confirmPackage(chen, here, await propose(), PUBLIC_URL);
    }));

  it("is refused once the entry was screened, with required answers that lack, with bytes that are gone, and twice", () =>
    inTransaction(db, async (tx) => {
      const lacking = await aPackage(tx, { title: "Guides" });
      expect(await refusal(lacking.propose())).toBe("package-incomplete");
      expect(await checkPackage(lacking.lin, KEY, lacking.text)).toMatchObject({
        acceptance: { because: "package-incomplete" },
        missing: ["contact-email"],
      });
      const scene = await aPackage(tx);
      expect(await refusal(scene.propose(gone))).toBe("package-not-whole");
      const id = await scene.propose();
      expect(await refusal(scene.propose(here, scene.chen))).toBe("already-proposed-right");
      expect(await refusal(confirmPackage(scene.chen, gone, id, PUBLIC_URL))).toBe("package-not-whole");
      await confirmPackage(scene.chen, here, id, PUBLIC_URL);
      expect(await refusal(confirmPackage(scene.chen, here, id, PUBLIC_URL))).toBe("already-decided");
      expect(await refusal(declinePackage(scene.lin, id))).toBe("already-decided");
      expect(await refusal(scene.propose())).toBe("already-submitted");
      const sent = await aPackage(tx);
      await submitEntry({ ...sent.ctx, now: minutes(NOW, 1) }, sent.entryId, PUBLIC_URL);
      await screenEntry(sent.chen, sent.entryId, PASSES);
      expect(await refusal(sent.propose())).toBe("already-screened");
    }));

  it.each<[string, (content: Package) => Package]>([
    [
      "another version",
      (content) => ({ ...content, answers: content.answers.map((answer) => ({ ...answer, version: 7 })) }),
    ],
    [
      "words that are stored nowhere",
      (content) => ({ ...content, answers: content.answers.map((answer) => ({ ...answer, value: "Other" })) }),
    ],
    ["a hash of something else", (content) => ({ ...content, sha256: "0".repeat(64) })],
    [
      "another caption under the same hash",
      (content) => ({ ...content, files: content.files.map((file) => ({ ...file, caption: "Other" })) }),
    ],
  ])("takes nothing that the portal does not hold, though its key signed it: %s", (_what, change) =>
    inTransaction(db, async (tx) => {
      const { propose, lin, text } = await aPackage(tx);
      expect(await refusal(propose(here, lin, signNote(packageText(change(opened(text))), KEY)))).toBe(
        "package-not-whole",
      );
    }),
  );

  it("takes nothing the portal has not signed, nor for an entry that is not here", () =>
    inTransaction(db, async (tx) => {
      const { propose, lin, text } = await aPackage(tx);
      const elsewhere = signNote(packageText({ ...opened(text), id: "3f0e4b1c-8d3c-4a3e-9a70-0e4f5a2c1b7d" }), KEY);
      for (const note of [text.replace("Boda", "Bada"), "", elsewhere])
        expect(await refusal(propose(here, lin, note))).toBe("not-found");
    }));

  it("follows a submission of before it, and holds a sign-off of exactly its content", () =>
    inTransaction(db, async (tx) => {
      const { ctx, entryId, cycle, lin, chen, edit } = await aPackage(tx);
      await submitEntry({ ...ctx, now: minutes(NOW, 10) }, entryId, PUBLIC_URL);
      await edit();
      await tx.update(cycles).set({ endorsement: "required" }).where(eq(cycles.id, cycle.id));
      const [snapshot, asked] = [
        canonical(contentOf(await getDraft(ctx, entryId))),
        {
          entryId,
          name: "Erias Lukwago",
          office: "Mayor",
          email: "mayor@kampala.example",
          tokenId: "t",
          askedAt: NOW,
          askedBy: ctx.actor.id,
          expiresAt: cycle.closesAt,
        },
      ];
      await tx
        .insert(endorsements)
        .values({ ...asked, snapshot, sha256: sha256(snapshot), answeredAt: minutes(NOW, 20), endorsed: true });
      const { text } = await signedPackage({ ...ctx, now: minutes(cycle.closesAt, -4) }, KEY, entryId);
      await confirmPackage(
        chen,
        here,
        await proposePackage(lin, here, { note: text, reason: WHY }, PUBLIC_URL),
        PUBLIC_URL,
      );
      expect(readSnapshot((await getLastSubmission(ctx, entryId)).snapshot).endorsement).toEqual({
        name: "Erias Lukwago",
        office: "Mayor",
        at: minutes(NOW, 20).toISOString(),
        sha256: sha256(snapshot),
      });
      expect(await getLastSubmission(ctx, entryId)).toMatchObject({
        number: 2,
        receivedAt: minutes(cycle.closesAt, -5),
        sha256: opened(text).sha256,
      });
      expect((await getDraft(ctx, entryId)).unsent).toBe(false);
    }));

  it("stands though the submission of before it is younger than its last save, as when a city has joined since", () =>
    inTransaction(db, async (tx) => {
      const { ctx, entryId, cycle, propose, lin } = await aPackage(tx);
      await submitEntry({ ...ctx, now: minutes(NOW, 10) }, entryId, PUBLIC_URL);
      await aCoApplicant(tx, entryId, { name: "Quito", country: "EC" });
      const { text } = await signedPackage({ ...ctx, now: minutes(cycle.closesAt, -4) }, KEY, entryId);
      expect(await checkPackage(lin, KEY, text)).toMatchObject({ acceptance: { allowed: true } });
      await propose(here, lin, text);
    }));

  it("counts a sign-off by letter as long as the letter is here under its hash, byte for byte and without a virus", () =>
    inTransaction(db, async (tx) => {
      const { ctx, entryId, cycle, lin } = await aPackage(tx);
      await tx.update(cycles).set({ endorsement: "required" }).where(eq(cycles.id, cycle.id));
      const hash = sha256(canonical(contentOf(await getDraft(ctx, entryId))));
      const letterId = await addLetter(
        { ...ctx, now: minutes(NOW, 20) },
        entryId,
        { name: "Erias Lukwago", office: "Mayor", sha256: hash },
        { file: aFile({ name: "letter.pdf" }) },
      );
      const { text: note } = await signedPackage({ ...ctx, now: minutes(cycle.closesAt, -4) }, KEY, entryId);
      const asked: string[] = [];
      await proposePackage(
        lin,
        { logKey: KEY, files: { isWhole: async ({ key }) => Boolean(asked.push(key)) } },
        { note, reason: WHY },
        PUBLIC_URL,
      );
      expect(asked).toHaveLength(2);
      for (const change of [{ scan: "infected" as const }, { sha256: "0".repeat(64) }])
        await expect(
          tx.transaction(async (inner) => {
            await inner.update(attachments).set(change).where(eq(attachments.id, letterId));
            await proposePackage({ ...lin, db: inner }, here, { note, reason: WHY }, PUBLIC_URL);
          }),
        ).rejects.toMatchObject({ because: "package-not-signed-off" });
    }));

  it("is nobody's to know, propose, confirm or turn down who is of the city, in conflict, a reviewer, an observer or an administrator", () =>
    inTransaction(db, async (tx) => {
      const { propose, entryId, round, owner, lin, city, chen, text, edit } = await aPackage(tx);
      await edit();
      const conflicted = await aStaffMember(tx);
      await tx.insert(conflictDeclarations).values({ entryId, accountId: conflicted.id, answer: "conflict", at: NOW });
      const reviewer = await aPanelMember(tx, round.id, { profile: { confidentialityAcceptedAt: NOW } });
      await anAssignment(tx, { roundId: round.id, entryId, reviewerId: reviewer.id, declared: "none" });
      const ofCity = { ...(await aStaffMember(tx)), teams: [{ cityId: city.id, role: "viewer" as const }] };
      const id = await propose();
      expect(
        (await lettersOf(tx)).filter(({ kind }) => kind === "proposal-made").map(({ email }) => email),
      ).not.toContain(conflicted.email);
      const answers: Record<string, string> = { observer: "not-your-role" };
      const others = {
        conflicted,
        ofCity,
        owner,
        viewer: await aMember(tx, city.id, "viewer"),
        reviewer: await personOf(tx, reviewer.id),
        observer: await aStaffMember(tx, "observer"),
        administrator: await aStaffMember(tx, "administrator"),
      };
      for (const [who, actor] of Object.entries(others)) {
        const as = { ...lin, actor };
        const tried: string[] = [];
        for (const attempt of [
          () => getPackage(as, KEY, id),
          () => confirmPackage(as, here, id, PUBLIC_URL),
          () => declinePackage(as, id),
          () => propose(here, as),
        ])
          tried.push(await refusal(attempt()));
        expect([who, ...tried]).toEqual([who, ...Array<string>(4).fill(answers[who] ?? "not-found")]);
      }
      expect([await allPackages({ ...lin, actor: conflicted }), await allPackages({ ...lin, actor: ofCity })]).toEqual([
        [],
        [],
      ]);
      for (const told of [
        await getPackage(chen, KEY, id),
        await allPackages(chen),
        await checkPackage(chen, KEY, text),
      ])
        expect(JSON.stringify(told)).not.toMatch(/Boda boda|amara@kampala|Later words/);
      await confirmPackage(chen, here, id, PUBLIC_URL);
      const read = await getSealedEntry({ ...lin, actor: others.reviewer, now: round.opensAt }, entryId);
      expect(JSON.stringify(read)).not.toMatch(/Later words|amara@kampala/);
      expect(read.sealed.title).toBe(COMPLETE.title);
    }));

  it("stays on record as it was brought, by whom, and is decided once", () =>
    inTransaction(db, async (tx) => {
      const { propose, lin, chen } = await aPackage(tx);
      const [first, second] = [await propose(), await (async () => (await aPackage(tx)).propose())()];
      await declinePackage(lin, first);
      await declinePackage(chen, second);
      expect(await tx.select({ outcome: packages.outcome }).from(packages).orderBy(packages.outcome)).toEqual([
        { outcome: "declined" },
        { outcome: "withdrawn" },
      ]);
      const third = await propose();
      for (const change of [
        (inner: Db) => inner.delete(packages),
        (inner: Db) => inner.update(packages).set({ note: "other" }).where(eq(packages.id, third)),
        (inner: Db) => inner.update(packages).set({ reason: "other" }).where(eq(packages.id, first)),
        (inner: Db) =>
          inner
            .update(packages)
            .set({ outcome: "confirmed", decidedBy: lin.actor.id, decidedAt: lin.now })
            .where(eq(packages.id, third)),
      ])
        await expect(
          tx.transaction(async (inner) => {
            await change(inner);
          }),
        ).rejects.toThrow();
    }));

  it("is listed in one statement, however many wait", async () => {
    const counting = countingDatabase({ sql });
    const { lin, propose } = await aPackage(db);
    const list = () => allPackages({ ...lin, db: counting.db });
    await propose();
    expect([await counting.during(list), (await list()).length]).toEqual([1, 1]);
    for (const scene of [await aPackage(db), await aPackage(db)]) await scene.propose();
    expect([await counting.during(list), (await list()).length]).toEqual([1, 3]);
  });
});
