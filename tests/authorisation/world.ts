import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { canonical, sha256 } from "#app/domain/audit/rules.ts";
import { type NoteKey, noteKey, signNote } from "#app/domain/commitment/note.ts";
import { aKeyStatement } from "#tests/support/scrutiny.ts";
import { commitEntry, keep as commitTo, signLog } from "#app/domain/commitment/commands.server.ts";
import { PORTAL } from "#app/domain/context.ts";
import { certifyPublished } from "#app/domain/certificate/commands.server.ts";
import { certificatesOf } from "#app/domain/certificate/queries.server.ts";
import { packageText } from "#app/domain/package/rules.ts";
import { freezeScores } from "#app/domain/proof/scores.server.ts";
import { stateResult } from "#app/domain/proof/outcome.server.ts";
import type { Db } from "#db/client.server.ts";
import { accounts, reviewerProfiles, roleGrants } from "#db/schema/account.ts";
import { appraisalComments, appraisalRounds, appraisals } from "#db/schema/appraisal.ts";
import { assignmentRuns, assignments } from "#db/schema/assignment.ts";
import { attachments } from "#db/schema/attachment.ts";
import { ballotCandidates, ballotPapers, ballots, ballotVoters } from "#db/schema/ballot.ts";
import { cities, cityMembers } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { answerComments } from "#db/schema/comment.ts";
import { endorsements } from "#db/schema/endorsement.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { cycles, levels } from "#db/schema/cycle.ts";
import { decisions } from "#db/schema/decision.ts";
import { discussionMessages } from "#db/schema/discussion.ts";
import { answerRevisions, answers, entries, submissions } from "#db/schema/entry.ts";
import { inquiries } from "#db/schema/inquiry.ts";
import { meetingDates, meetingItems, meetings, motions } from "#db/schema/meeting.ts";
import { notifications } from "#db/schema/notification.ts";
import { packages } from "#db/schema/package.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { programmes } from "#db/schema/programme.ts";
import { questions, sections } from "#db/schema/question.ts";
import { proposals } from "#db/schema/proposal.ts";
import { publications, results } from "#db/schema/result.ts";
import { entryTotals, reviews, scores } from "#db/schema/review.ts";
import { freezes, roundLevels, rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import { screenings } from "#db/schema/screening.ts";
import { waves } from "#db/schema/wave.ts";
import { honours } from "#db/schema/honour.ts";
import { balances, finalisations, selections } from "#db/schema/shortlist.ts";

export const PHASES = ["open", "scoring", "frozen", "published"] as const;
export type Phase = (typeof PHASES)[number];

/** Who knocks at every door. */
export const PERSONAS = {
  anonymous: "nobody signed in",
  owner: "owner of the city that entered",
  viewer: "viewer in the same team",
  stranger: "owner of another city",
  partner: "owner of a city that enters together with the city that entered",
  assigned: "reviewer with this entry",
  unassigned: "reviewer of the round without this entry",
  conflicted: "reviewer in conflict with this entry by country, though assigned",
  chair: "chair of the round",
  conflictedChair: "chair in conflict with this entry",
  secretariat: "secretariat",
  administrator: "administrator",
  observer: "observer",
  cityJuror: "reviewer of the round who belongs to the entering city, though assigned",
  conflictedSecretariat: "secretariat in conflict with this entry by country",
  conflictedObserver: "observer in conflict with this entry by organisation",
  scrutineer: "scrutineer of the round",
} as const;
export type Persona = keyof typeof PERSONAS;

type StoredFile = { key: string; size: number; sha256: string };
export type World = Awaited<ReturnType<typeof buildWorld>>;

/** What nobody may read who is not entitled to it; each is a token that appears nowhere else. */
export const CANARIES = {
  draft: "CNRY-draft-Kx91",
  sealed: "CNRY-sealed-Qm27",
  contact: "canary-contact-77@kampala.example",
  comment: "CNRY-comment-Zt48",
  notes: "CNRY-notes-Vb63",
  peer: "CNRY-peer-Reviewer-Hj52",
  reason: "CNRY-reason-Ws15",
  fileName: "CNRY-file-Pd84.pdf",
  team: "CNRY-team-comment-Lf36",
  inquiry: "CNRY-inquiry-Rq08",
  said: "CNRY-said-Mb71",
  letter: "CNRY-letter-Gm73.pdf",
  omitted: "CNRY-omitted-Tk64",
  motion: "CNRY-motion-Yd39",
};

const DAY = 86_400_000;

/**
 * One cycle in the given phase: an entry of Kampala that everything is about, an entry of La Paz beside it, a round,
 * and one person of every kind.
 */
export async function buildWorld(db: Db, phase: Phase, keep: (name: string) => Promise<StoredFile>, logKey: NoteKey) {
  const now = new Date();
  const day = (n: number) => new Date(now.getTime() + n * DAY);
  const past = phase !== "open";
  const made = async <T>(rows: Promise<T[]>): Promise<T> => (await rows)[0]!;

  const person = async (name: string, email = `${name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}@${phase}.example`) =>
    (
      await made(
        db
          .insert(accounts)
          .values({ name, email, createdAt: day(-30), emailConfirmedAt: day(-30) })
          .returning({ id: accounts.id }),
      )
    ).id;
  const names: Record<Exclude<Persona, "anonymous">, string> = {
    owner: "Owner One",
    viewer: "Viewer One",
    stranger: "Stranger One",
    partner: "Partner One",
    assigned: CANARIES.peer,
    unassigned: "Unassigned One",
    conflicted: "Conflicted One",
    chair: "Chair One",
    conflictedChair: "Chair Two",
    secretariat: "Secretariat One",
    administrator: "Administrator One",
    observer: "Observer One",
    cityJuror: "Cityjuror One",
    conflictedSecretariat: "Secretariat Three",
    conflictedObserver: "Observer Two",
    scrutineer: "Scrutineer One",
  };
  const people = {} as Record<Exclude<Persona, "anonymous">, string>;
  for (const [persona, name] of Object.entries(names)) people[persona as keyof typeof people] = await person(name);
  const secretariat2 = await person("Secretariat Two");
  for (const [id, role] of [
    [people.secretariat, "secretariat"],
    [secretariat2, "secretariat"],
    [people.administrator, "administrator"],
    [people.observer, "observer"],
    [people.conflictedSecretariat, "secretariat"],
    [people.conflictedObserver, "observer"],
  ] as const) {
    await db.insert(roleGrants).values({ accountId: id, role, grantedAt: day(-30) });
  }

  const programme = await made(
    db
      .insert(programmes)
      .values({
        slug: `programme-${phase}`,
        name: { en: "Programme" },
        about: { en: "About" },
        timeZone: "Asia/Shanghai",
        contactEmail: "desk@award.example",
        createdAt: day(-60),
      })
      .returning(),
  );
  const cycle = await made(
    db
      .insert(cycles)
      .values({
        programmeId: programme.id,
        slug: `cycle-${phase}`,
        number: 1,
        year: 2027,
        name: { en: "First cycle" },
        call: { en: "The call" },
        codePrefix: "GZ",
        opensAt: day(-40),
        closesAt: past ? day(-5) : day(10),
        earlyAt: day(-7),
        timeZone: "Asia/Shanghai",
        createdAt: day(-50),
        publishedAt: day(-50),
      })
      .returning(),
  );
  await db.insert(levels).values({ cycleId: cycle.id, key: "shortlisted", name: { en: "Shortlisted" }, position: 1 });
  const section = await made(
    db
      .insert(sections)
      .values({ cycleId: cycle.id, key: "about", position: 1, title: { en: "Describe it" } })
      .returning(),
  );
  const question = (key: string, position: number, over: Partial<typeof questions.$inferInsert> = {}) =>
    made(
      db
        .insert(questions)
        .values({
          cycleId: cycle.id,
          sectionId: section.id,
          key,
          position,
          type: "short-text",
          label: { en: key },
          required: false,
          ...over,
        })
        .returning(),
    );
  const title = await question("title", 1, { required: true, public: true });
  const summary = await question("summary", 2, { type: "long-text", public: true });
  const contact = await question("contact", 3, { type: "email", confidential: true });
  const files = await question("files", 4, {
    type: "files",
    settings: { files: { types: ["application/pdf"], maxBytes: 1_000_000, maxCount: 3 } },
  });

  await question("where", 5, { type: "place" });

  const signedBy = async (entryId: string, ownerId: string) => {
    const { key, size, sha256: fileHash } = await keep(CANARIES.letter);
    const letter = await made(
      db
        .insert(attachments)
        .values({
          entryId,
          name: CANARIES.letter,
          size,
          contentType: "application/pdf",
          sha256: fileHash,
          store: "local",
          key,
          uploadedAt: day(-9),
          uploadedBy: ownerId,
        })
        .returning(),
    );
    await db.insert(endorsements).values({
      entryId,
      name: "The Mayor",
      office: "Mayor",
      letterId: letter.id,
      snapshot: "{}",
      sha256: "e".repeat(64),
      askedAt: day(-9),
      askedBy: ownerId,
      answeredAt: day(-9),
      endorsed: true,
    });
    return letter;
  };
  const enter = async (name: string, country: string, ownerId: string, code: string, sealedText: string) => {
    const city = await made(
      db
        .insert(cities)
        .values({ name, searchName: `${name.toLowerCase()}-${phase}`, country, region: "Africa", createdAt: day(-30) })
        .returning(),
    );
    await db.insert(cityMembers).values({ cityId: city.id, accountId: ownerId, role: "owner", joinedAt: day(-30) });
    const entry = await made(
      db
        .insert(entries)
        .values({
          code,
          cycleId: cycle.id,
          cityId: city.id,
          title: `${name} initiative`,
          startedAt: day(-20),
          startedBy: ownerId,
          savedAt: day(-8),
        })
        .returning(),
    );
    const given = [
      [title, `${name} initiative`],
      [summary, name === "Kampala" ? CANARIES.draft : "other draft"],
      [contact, name === "Kampala" ? CANARIES.contact : "other@lapaz.example"],
    ] as const;
    for (const [{ id }, value] of given) {
      const row = { entryId: entry.id, questionId: id, value, version: 1, savedAt: day(-8), savedBy: ownerId };
      await db.insert(answers).values(row);
      await db.insert(answerRevisions).values(row);
    }
    const fileName = name === "Kampala" ? CANARIES.fileName : "plan.pdf";
    const { key, size, sha256: fileHash } = await keep(fileName);
    const file = await made(
      db
        .insert(attachments)
        .values({
          entryId: entry.id,
          questionId: files.id,
          name: fileName,
          size,
          contentType: "application/pdf",
          sha256: fileHash,
          store: "local",
          key,
          uploadedAt: day(-9),
          uploadedBy: ownerId,
        })
        .returning(),
    );
    const letter = name === "Kampala" ? await signedBy(entry.id, ownerId) : null;
    const sealed = {
      code,
      title: `${name} initiative`,
      cityName: name,
      country,
      answers: { title: `${name} initiative`, summary: sealedText, contact: given[2][1] },
      files: [
        {
          attachmentId: file.id,
          questionKey: "files",
          name: file.name,
          size,
          sha256: file.sha256,
          contentType: "application/pdf",
          caption: "",
        },
      ],
      ...(letter
        ? {
            endorsement: {
              name: "The Mayor",
              office: "Mayor",
              at: day(-9).toISOString(),
              sha256: "e".repeat(64),
              letter: {
                attachmentId: letter.id,
                name: letter.name,
                size,
                sha256: letter.sha256,
                contentType: "application/pdf",
              },
            },
          }
        : {}),
    };
    const snapshot = canonical(sealed);
    const receipt = { number: 1, receivedAt: day(-9), sha256: sha256(snapshot) };
    const submission = await made(
      db
        .insert(submissions)
        .values({ entryId: entry.id, submittedBy: ownerId, snapshot, ...receipt })
        .returning(),
    );
    await commitEntry(
      { db, actor: PORTAL, now: day(-9) },
      { ...sealed, ...receipt, entryId: entry.id, submissionId: submission.id, cycleId: cycle.id },
    );
    if (past)
      await db.insert(screenings).values({ entryId: entry.id, outcome: "valid", at: day(-4), by: people.secretariat });
    return { city, entry, file, letter };
  };
  const own = await enter(
    "Kampala",
    "UG",
    people.owner,
    `GZ-2027-${phase.slice(0, 3).toUpperCase()}AA`,
    CANARIES.sealed,
  );
  const other = await enter(
    "La Paz",
    "BO",
    people.stranger,
    `GZ-2027-${phase.slice(0, 3).toUpperCase()}BB`,
    "other sealed",
  );
  for (const [accountId, role] of [
    [people.viewer, "viewer"],
    [people.cityJuror, "viewer"],
    [people.conflictedChair, "viewer"],
  ] as const) {
    await db.insert(cityMembers).values({ cityId: own.city.id, accountId, role, joinedAt: day(-30) });
  }

  const nakuru = await made(
    db
      .insert(cities)
      .values({ name: "Nakuru", searchName: `nakuru-${phase}`, country: "KE", region: "Africa", createdAt: day(-30) })
      .returning(),
  );
  await db
    .insert(cityMembers)
    .values({ cityId: nakuru.id, accountId: people.partner, role: "owner", joinedAt: day(-30) });
  const { id: coApplicant } = await made(
    db
      .insert(coApplicants)
      .values({
        entryId: own.entry.id,
        cityId: nakuru.id,
        email: "desk@nakuru.example",
        invitedAt: day(-10),
        invitedBy: people.owner,
        accepted: true,
        answeredAt: day(-10),
        answeredBy: people.partner,
      })
      .returning({ id: coApplicants.id }),
  );

  const { id: comment } = await made(
    db
      .insert(answerComments)
      .values({ entryId: own.entry.id, questionId: summary.id, text: CANARIES.team, at: day(-8), by: people.owner })
      .returning({ id: answerComments.id }),
  );

  const rubric = await made(
    db
      .insert(rubrics)
      .values({ cycleId: cycle.id, name: { en: "Rubric" }, createdAt: day(-6) })
      .returning(),
  );
  const criterion = await made(
    db
      .insert(criteria)
      .values({
        rubricId: rubric.id,
        position: 1,
        name: { en: "Innovation" },
        description: { en: "New?" },
        weight: 100,
        min: 1,
        max: 5,
        anchors: [1, 2, 3, 4, 5].map((value) => ({ value, text: { en: `Step ${value}` } })),
      })
      .returning(),
  );
  const round = await made(
    db
      .insert(rounds)
      .values({
        cycleId: cycle.id,
        position: 1,
        name: { en: "Committee" },
        rubricId: rubric.id,
        opensAt: past ? day(-3) : day(12),
        closesAt: past ? day(phase === "scoring" ? 5 : -1) : day(20),
        discussion: "after-own",
        conflictRules: { country: "block", city: "block", organisation: "block" },
        createdAt: day(-6),
      })
      .returning(),
  );
  await db.insert(roundLevels).values({ roundId: round.id, levelKey: "shortlisted", position: 1, places: 1 });
  for (const [accountId, role] of [
    [people.assigned, "reviewer"],
    [people.unassigned, "reviewer"],
    [people.conflicted, "reviewer"],
    [people.cityJuror, "reviewer"],
    [people.chair, "chair"],
    [people.conflictedChair, "chair"],
  ] as const) {
    await db.insert(panelMembers).values({ roundId: round.id, accountId, role, joinedAt: day(-6) });
    await db.insert(reviewerProfiles).values({
      accountId,
      countries: accountId === people.conflicted ? ["UG"] : ["NO"],
      updatedAt: day(-6),
      complete: true,
      confidentialityAcceptedAt: day(-3),
    });
  }
  await db
    .insert(panelMembers)
    .values({ roundId: round.id, accountId: people.scrutineer, role: "scrutineer", joinedAt: day(-6) });
  await db.insert(reviewerProfiles).values([
    { accountId: people.conflictedSecretariat, countries: ["UG"], updatedAt: day(-6), complete: true },
    { accountId: people.conflictedObserver, organisations: ["Kampala"], updatedAt: day(-6), complete: true },
  ]);
  const assign = async (reviewerId: string, entryId: string, readingOrder: number) =>
    made(
      db
        .insert(assignments)
        .values({ roundId: round.id, entryId, reviewerId, readingOrder, at: day(-4) })
        .returning(),
    );
  const assignment = past
    ? {
        assigned: await assign(people.assigned, own.entry.id, 1),
        conflicted: await assign(people.conflicted, own.entry.id, 1),
        cityJuror: await assign(people.cityJuror, own.entry.id, 1),
        unassigned: await assign(people.unassigned, other.entry.id, 1),
      }
    : null;
  const run = await made(
    db
      .insert(assignmentRuns)
      .values({
        roundId: round.id,
        at: day(-4),
        by: people.secretariat,
        seed: round.id,
        solver: "HiGHS",
        objective: "fair",
        planSha256: sha256("plan"),
        reviewsPerEntry: null,
        total: 0,
        totalBound: 0,
        floor: 0,
        floorBound: 0,
        pairs: [{ entryId: own.entry.id, reviewerId: people.assigned, affinity: 0, themes: [], standing: false }],
        unserved: [],
        loads: { [people.assigned]: 1 },
      })
      .returning({ id: assignmentRuns.id }),
  );
  if (assignment) {
    await db
      .insert(conflictDeclarations)
      .values({ entryId: own.entry.id, accountId: people.assigned, answer: "none", at: day(-3) });
    const review = await made(
      db
        .insert(reviews)
        .values({
          assignmentId: assignment.assigned.id,
          comment: CANARIES.comment,
          notes: CANARIES.notes,
          version: 1,
          startedAt: day(-3),
          savedAt: day(-2),
          submittedAt: day(-2),
          total: 400,
        })
        .returning(),
    );
    await db
      .insert(scores)
      .values({ reviewId: review.id, criterionId: criterion.id, value: 4, version: 1, savedAt: day(-2) });
    await commitTo({ db, actor: PORTAL, now: day(-2) }, "score-event", [
      {
        subjectId: review.id,
        roundId: round.id,
        record: {
          round: round.id,
          entry: own.entry.id,
          reviewer: people.assigned,
          scores: [4],
          comment: sha256(CANARIES.comment),
          at: day(-2).toISOString(),
        },
      },
    ]);
    await db.insert(discussionMessages).values(
      [people.assigned, people.chair].map((by) => ({
        roundId: round.id,
        entryId: own.entry.id,
        text: CANARIES.said,
        voice: by === people.chair ? ("chair" as const) : ("reviewer" as const),
        at: day(-2),
        by,
      })),
    );
    for (const [entryId, reviews, total] of [
      [own.entry.id, 1, 400],
      [other.entry.id, 0, 0],
    ] as const)
      await db.insert(entryTotals).values({ roundId: round.id, entryId, reviews, total, mean: reviews ? "400" : null });
  }
  let honour: string | null = null;
  if (phase === "frozen" || phase === "published") {
    await db
      .insert(freezes)
      .values({ roundId: round.id, at: day(-1), by: people.chair, reviews: 1, scoresSha256: sha256("scores") });
    await freezeScores({ db, actor: { ...PORTAL, id: people.chair }, now: day(-1) }, round.id, cycle.id);
    await db.insert(selections).values({
      roundId: round.id,
      entryId: own.entry.id,
      levelKey: "shortlisted",
      reason: CANARIES.reason,
      at: day(-1),
      by: people.chair,
    });
    const given = { name: { en: "Special mention" }, reason: CANARIES.reason, at: day(-1), by: people.chair };
    honour = (
      await made(
        db
          .insert(honours)
          .values({ roundId: round.id, entryId: own.entry.id, ...given })
          .returning({ id: honours.id }),
      )
    ).id;
    const report = {
      merit: [own.entry.id],
      chosen: [own.entry.id],
      in: [],
      out: [],
      price: { sum: 0, perPlace: 0, share: 0 },
      lostHits: null,
      deepest: null,
      bounds: [],
    };
    await db.insert(balances).values({
      roundId: round.id,
      at: day(-1),
      by: people.chair,
      line: 1,
      reach: "all",
      reason: CANARIES.reason,
      rules: [],
      outcome: { feasible: true, report },
    });
  }
  let result: string | null = null;
  let certificate = "0".repeat(16);
  if (phase === "published") {
    await db.insert(finalisations).values({
      roundId: round.id,
      listSha256: sha256("list"),
      places: 1,
      proposedAt: day(-1),
      proposedBy: people.chair,
      approvedAt: day(-1),
      approvedBy: people.secretariat,
    });
    await db.insert(decisions).values({
      roundId: round.id,
      entryId: own.entry.id,
      levelKey: "shortlisted",
      rank: 1,
      reviews: 1,
      total: 400,
      at: day(-1),
    });
    await stateResult({ db, actor: { ...PORTAL, id: people.chair }, now: day(-1) }, round.id, [
      {
        entryId: own.entry.id,
        rank: 1,
        reviews: 1,
        total: 400,
        adjusted: null,
        level: "shortlisted",
        because: "ranking",
        from: "shortlisted",
        reason: "",
        honours: [],
      },
    ]);
    await signLog({ db, actor: PORTAL, now: day(-1) }, logKey);
    const publication = await made(
      db
        .insert(publications)
        .values({
          cycleId: cycle.id,
          roundId: round.id,
          publishedAt: new Date(now.getTime() - 3600_000),
          publishedBy: people.secretariat,
        })
        .returning(),
    );
    result = (
      await made(
        db
          .insert(results)
          .values({
            publicationId: publication.id,
            cycleId: cycle.id,
            entryId: own.entry.id,
            cityId: own.city.id,
            levelKey: "shortlisted",
            cityName: "Kampala",
            country: "UG",
            region: "Africa",
            title: "Kampala initiative",
            description: "The public description",
            rank: 1,
            reviews: 1,
            total: 400,
            pictures: [
              {
                id: own.file.id,
                store: "local" as const,
                key: (await keep("a picture in the open")).key,
                caption: "",
                credit: "",
                rights: "",
              },
            ],
          })
          .returning(),
      )
    ).id;
    await certifyPublished({ db, actor: PORTAL, now });
    await db.insert(appraisalRounds).values({
      roundId: round.id,
      preparedAt: day(-1),
      preparedBy: people.secretariat,
      releasedAt: now,
      releasedBy: people.secretariat,
    });
    await db
      .insert(appraisals)
      .values({ roundId: round.id, entryId: own.entry.id, bands: { [criterion.id]: null }, few: true });
    await db.insert(appraisalComments).values([
      { roundId: round.id, entryId: own.entry.id, text: "Told to the team", omitted: false },
      { roundId: round.id, entryId: own.entry.id, text: CANARIES.omitted, omitted: true },
    ]);
    certificate = (await certificatesOf({ db, now }, { resultId: result }))[0]!.code;
  }
  if (phase === "published") await aBallot(db, { round, entries: [own.entry.id, other.entry.id], people, day });
  const meeting = ["frozen", "published"].includes(phase)
    ? await aMeeting(db, { round, entry: own.entry, chair: people.chair, at: day(-1) })
    : null;
  const [coming, gone] = await db
    .insert(meetingDates)
    .values(
      [day(7), day(-7)].map((startsAt) => ({
        roundId: round.id,
        startsAt,
        minutes: 90,
        place: "Room 1",
        agenda: "The list",
        setAt: day(-8),
        setBy: people.chair,
      })),
    )
    .returning({ id: meetingDates.id });
  const [mail] = await db
    .insert(notifications)
    .values({
      dedupe: `mail-${phase}`,
      email: "someone@example.org",
      locale: "en",
      kind: "entry-withdrawn",
      params: { code: "X", title: "Y" },
      createdAt: now,
      dueAt: now,
      sentAt: now,
    })
    .returning();
  const wave = await made(
    db
      .insert(waves)
      .values({
        id: randomUUID(),
        cycleId: cycle.id,
        audience: "valid",
        subject: { en: "News" },
        body: { en: "Dear {name}" },
        letters: 0,
        sentAt: now,
        sentBy: people.secretariat,
      })
      .returning(),
  );
  const proposal = await made(
    db
      .insert(proposals)
      .values({
        kind: "role",
        accountId: people.viewer,
        role: "secretariat",
        reason: "Needed",
        at: now,
        by: people.administrator,
      })
      .returning(),
  );
  const asked = {
    entryId: own.entry.id,
    proposal: CANARIES.inquiry,
    askedAt: now,
    askedBy: people.assigned,
    roundId: round.id,
  };
  const proposed = await made(db.insert(inquiries).values(asked).returning());
  const forwarded = await made(
    db
      .insert(inquiries)
      .values({
        ...asked,
        question: "How was it paid for?",
        forwardedAt: now,
        forwardedBy: people.secretariat,
        dueAt: day(5),
      })
      .returning(),
  );
  const saved = day(-8).toISOString();
  const brought = {
    id: own.entry.id,
    entry: own.entry.code,
    cycle: cycle.id,
    city: "Kampala",
    country: "UG",
    cityId: null,
    made: saved,
    saved,
    sha256: "f".repeat(64),
    submission: null,
    together: [],
    files: [],
    signedOff: null,
    underWay: [],
    answers: [{ question: "summary", version: 1, saved, value: CANARIES.draft }],
  };
  const packed = await made(
    db
      .insert(packages)
      .values({
        entryId: own.entry.id,
        note: signNote(packageText(brought), logKey),
        savedAt: day(-8),
        reason: "The portal was away",
        at: now,
        by: secretariat2,
      })
      .returning(),
  );
  return {
    package: packed.id,
    scrutineerKey: aKeyStatement(noteKey("scrutineer.example/one", Buffer.alloc(32, 5)), { log: logKey }),
    inquiries: { proposed: proposed.id, forwarded: forwarded.id },
    proposal: proposal.id,
    phase,
    people,
    secretariat2,
    programme,
    cycle,
    section,
    questions: { title, summary, contact, files },
    own,
    other,
    coApplicant,
    comment,
    rubric,
    criterion,
    round,
    run: run.id,
    assignment,
    meeting,
    dates: { coming: coming!.id, past: gone!.id },
    result,
    honour,
    certificate,
    wave: wave.id,
    mailId: mail!.id,
  };
}

/** A counted ballot: all of the panel could vote, and one without a conflict and one with a conflict have. */
async function aBallot(
  db: Db,
  {
    round,
    entries: [ownId, otherId],
    people,
    day,
  }: {
    round: { id: string };
    entries: [string, string];
    people: Record<Exclude<Persona, "anonymous">, string>;
    day: (n: number) => Date;
  },
): Promise<void> {
  const roundId = round.id;
  await db
    .insert(ballots)
    .values({ roundId, method: "approval", openedAt: day(-1), openedBy: people.secretariat, closesAt: day(-0.5) });
  await db
    .insert(ballotCandidates)
    .values([ownId, otherId].map((entryId, at) => ({ roundId, entryId, hash: String(at).repeat(64) })));
  await db
    .insert(ballotVoters)
    .values(
      [
        people.assigned,
        people.unassigned,
        people.conflicted,
        people.cityJuror,
        people.chair,
        people.conflictedChair,
      ].map((accountId) => ({ roundId, accountId })),
    );
  for (const [accountId, offered] of [
    [people.assigned, [ownId, otherId]],
    [people.conflicted, [otherId]],
  ] as const) {
    await db.insert(ballotPapers).values({
      roundId,
      accountId,
      marks: Object.fromEntries(offered.map((id) => [id, 1])),
      offered: [...offered],
      castAt: day(-0.7),
    });
    await commitTo({ db, actor: PORTAL, now: day(-0.7) }, "paper", [
      {
        subjectId: accountId,
        roundId,
        record: {
          round: roundId,
          voter: accountId,
          at: day(-0.7).toISOString(),
          yes: offered.map((id) => sha256(id)),
          no: [],
        },
      },
    ]);
  }
  const candidates = [
    { id: ownId, place: 1, votes: "1", voters: 1 },
    { id: otherId, place: 1, votes: "1", voters: 2 },
  ];
  await db
    .update(ballots)
    .set({ countedAt: day(-0.4), countedBy: people.chair, outcome: { papers: 2, quota: null, stages: [], candidates } })
    .where(eq(ballots.roundId, roundId));
}

/** A meeting that goes on: it deals with the entry, on which a motion was put, and a matter in words waits. */
async function aMeeting(
  db: Db,
  { round, entry, chair, at }: { round: { id: string }; entry: { id: string }; chair: string; at: Date },
) {
  const [meeting] = await db.insert(meetings).values({ roundId: round.id, openedAt: at, openedBy: chair }).returning();
  const meetingId = meeting!.id;
  const [item] = await db
    .insert(meetingItems)
    .values({ meetingId, position: 1, entryId: entry.id, calledAt: at, calledBy: chair })
    .returning();
  const [matter] = await db.insert(meetingItems).values({ meetingId, position: 2, text: "Next year" }).returning();
  const [motion] = await db
    .insert(motions)
    .values({ itemId: item!.id, text: CANARIES.motion, putAt: at, putBy: chair })
    .returning();
  return { id: meetingId, item: item!.id, matter: matter!.id, motion: motion!.id };
}

/** How much is in the tables that a refused request must not change. */
export async function footprint(db: Db, readings: "with" | "without" = "with"): Promise<string> {
  const events = readings === "with" ? "" : "where type !~ '[.](viewed|taken)$'";
  const counted =
    await db.execute(`select (select count(*) from audit_events ${events}) a, (select count(*) from answer_revisions) b, (select count(*) from submissions) c,
    (select count(*) from scores) d, (select count(*) from notifications) e, (select count(*) from assignments) f, (select count(*) from publications) g,
    (select count(*) from city_members) h, (select count(*) from role_grants) i, (select count(*) from one_time_tokens where purpose <> 'reset-password') j, (select json_agg(c) from answer_comments c) k, (select count(*) from discussion_messages) l, (select json_agg(n) from co_applicants n) m, (select json_agg(o) from ballot_papers o) o, (select json_agg(p) from ballots p) p, (select json_agg(q) from meeting_items q) q, (select json_agg(r) from motions r) r, (select count(*) from meeting_stays) s, (select count(*) from motion_voters) t, (select count(*) from meetings) u, (select json_agg(v) from meeting_dates v) v`);
  return JSON.stringify([...counted]);
}
