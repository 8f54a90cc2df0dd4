import type { LetterKind, LetterParams } from "#app/domain/notification/rules.ts";
import { accountLetters } from "./account-mail.ts";

type Letters = { [Kind in LetterKind]: (params: LetterParams[Kind]) => { subject: string; body: string } };

const stateOfLog = (checkpoint: string) => (checkpoint ? `\n\nThis is the signed state of the public log when we wrote this letter. Keep it: with it the verifier notices if the log is ever rewritten.\n\n${checkpoint}` : "");

/** What two people have to agree on. */
const proposed: Record<string, string> = {
  secretariat: "a part in the secretariat",
  administrator: "the part of an administrator",
  observer: "the part of an observer",
  chair: "the chair of a panel",
  "chair-removal": "the end of a chair",
  scrutineer: "the scrutiny of a round",
  "scrutineer-removal": "the end of a scrutiny",
  "factor-reset": "the end of a lost second factor",
  waiver: "the lifting of a conflict of interest",
  package: "that a signed package counts as a submission",
  correction: "a correction of the words about it on the list",
};

const letters: Letters = {
  ...accountLetters,
  "join-team": ({ city, inviter, link }) => ({
    subject: `${inviter} invites you to the team of ${city}`,
    body: `${inviter} invites you to work on the entries of ${city} in Kapok. Open this page to accept:

${link}

The link is for you alone, works once and holds for 14 days.`,
  }),
  "join-request": ({ city, name, link }) => ({
    subject: `${name} asks to join the team of ${city}`,
    body: `${name} asks to join the team of ${city}. Nobody gets in unless an owner of the team agrees. Answer here:

${link}`,
  }),
  "team-joined": ({ city, name, link }) => ({
    subject: `You are in the team of ${city}`,
    body: `Dear ${name},

an owner of the team has let you in: you now share the entries of ${city}.

${link}`,
  }),
  "office-in-team": ({ city, name, by, whom, step, link }) => ({
    subject: `The team of ${city}`,
    body: `Dear ${name},

${{ owner: `${by} of the secretariat has made ${whom} an owner of the team of ${city}.`, admitted: `${by} of the secretariat has let ${whom} into the team of ${city}.`, invited: `${by} of the secretariat has invited ${whom} to the team of ${city}.`, changed: `${by} of the secretariat has given ${whom} another part in the team of ${city}.`, removed: `${by} of the secretariat has taken ${whom} out of the team of ${city}.` }[step]} You are told because you own this team. If you did not expect this, please write to the secretariat.

${link}`,
  }),
  "team-handed-over": ({ city, name, by, link }) => ({
    subject: `You now run the team of ${city}`,
    body: `Dear ${name},

${by} has handed the team of ${city} over to you: you are its owner. You can write, submit and withdraw its entries, invite colleagues and let them in.

${link}`,
  }),
  "join-declined": ({ city, name }) => ({
    subject: `Your request to join the team of ${city}`,
    body: `Dear ${name},

the team of ${city} has not accepted your request to join. If you think that is a mistake, please speak to your colleagues there.`,
  }),
  "entry-submitted": ({ code, title, programme, receivedProgramme, receivedUtc, sha256, link, copy, bare, checkpoint }) => ({
    subject: `Received: ${code}`,
    body: `We have received your initiative for ${programme}.

Reference: ${code}
Title: ${title}
Received: ${receivedProgramme}
In UTC: ${receivedUtc}
SHA-256 of what was sealed: ${sha256}

Keep this letter. With the SHA-256 above anybody can check later that what is judged is what you sent.

A PDF copy of everything, skipped questions included, comes with this letter unless it is too large for mail. It is also here:

${copy}

You can change your entry and submit it again until the call closes; the last submission counts.${bare ? `\n\nNo words say what these pictures show: ${bare}. Until the call closes you can describe them in your entry and submit it again; otherwise whoever cannot see them hears only the name of the question.` : ""}

${link}${stateOfLog(checkpoint)}`,
  }),
  "package-accepted": ({ code, title, programme, receivedProgramme, receivedUtc, acceptedProgramme, acceptedUtc, sha256, link, copy, checkpoint }) => ({
    subject: `Your signed package counts as your submission: ${code}`,
    body: `Two people of the secretariat have accepted the signed package of your initiative for ${programme}. What it holds counts as your submission.

Reference: ${code}
Title: ${title}
Last save in it: ${receivedProgramme}
In UTC: ${receivedUtc}
Package accepted: ${acceptedProgramme}
In UTC: ${acceptedUtc}
SHA-256 of what was sealed: ${sha256}

Keep this letter. With the SHA-256 above anybody can check later that what is judged is what you had saved. Whatever you changed after that stays in your draft and does not count.

A PDF copy of everything comes with this letter unless it is too large for mail. It is also here:

${copy}

${link}${stateOfLog(checkpoint)}`,
  }),
  "endorsement-asked": ({ name, city, title, cycle, asker, sha256, until, link }) => ({
    subject: `${city}: please sign off the entry for ${cycle}`,
    body: `Dear ${name},

${asker} asks you to sign off, for ${city}, the initiative “${title}”, which is to be entered for ${cycle}.

Open this page to read it and to answer. You need no account:

${link}

The link is for you alone and holds until ${until}, or until you have answered. What you sign is exactly this text:
SHA-256 ${sha256}`,
  }),
  "endorsement-answered": ({ code, title, name, office, answer, reason, link }) => ({
    subject: answer === "yes" ? `Signed off: ${code}` : `Not signed off: ${code}`,
    body: `${name}, ${office}, ${answer === "yes" ? "has signed off" : "has not signed off"} “${title}” (${code}).${reason ? `\n\nReason: ${reason}` : ""}

${answer === "yes" ? "If the entry is changed now, the sign-off no longer holds and you have to ask again. It becomes part of the entry when you submit." : "You can change the entry and ask again."}

${link}`,
  }),
  "entry-withdrawn": ({ code, title }) => ({
    subject: `Withdrawn: ${code}`,
    body: `Your initiative ${code}, “${title}”, has been withdrawn and will not be judged.`,
  }),
  "attachment-infected": ({ code, title, file, link }) => ({
    subject: `A virus was found in a file of ${code}`,
    body: `The file “${file}” of your initiative ${code}, “${title}”, contains a virus. It has been shut away: nobody can open it, you included.

Please remove it there and upload a clean copy:

${link}`,
  }),
  "screening-ineligible": ({ code, title, reason }) => ({
    subject: `Not eligible: ${code}`,
    body: `The secretariat has checked your initiative ${code}, “${title}”, and found that it cannot be admitted.

Reason: ${reason}

Two people have agreed on this. If you think that something was overlooked, please answer this letter.`,
  }),
  "co-applicant-invited": ({ city, lead, inviter, title, cycle, closes, link }) => ({
    subject: `${lead} asks ${city} to enter together: ${cycle}`,
    body: `${inviter} asks ${city} to enter the initiative “${title}” together with ${lead} for ${cycle}. ${lead} writes and submits it; your team would read it and be named with it.

Open this page to answer. You need an account with this e-mail address, and to be an owner or editor of the team of ${city}:

${link}

You can answer until the call closes: ${closes}`,
  }),
  "co-applicant-answered": ({ code, title, city, answer, link }) => ({
    subject: `${answer === "yes" ? "Enters together with you" : answer === "no" ? "Does not enter together with you" : "Has left the joint entry"}: ${city}, ${code}`,
    body: `${city} ${answer === "yes" ? "enters" : answer === "no" ? "does not enter" : "no longer enters"} “${title}” (${code}) together with you.

What you submit names the cities that take part at that moment. If you have submitted already, submit again.

${link}`,
  }),
  "co-applicant-removed": ({ code, title, city, lead }) => ({
    subject: `No longer a joint entry with ${city}: ${code}`,
    body: `${lead} has taken ${city} off the joint entry “${title}” (${code}). Your team can no longer read it. If you think that is a mistake, please speak to your colleagues in ${lead}.`,
  }),
  "feedback-given": ({ code, title, cycle, closes, closesUtc, link }) => ({
    subject: `Feedback on your early entry ${code}`,
    body: `The secretariat has looked at your initiative ${code}, “${title}”, in ${cycle}, as you sent it by the early date, and tells you what could be better.

Read it here:

${link}

What you submitted counts until you submit again. You can change the entry and send another version until ${closes}
In UTC: ${closesUtc}`,
  }),
  "inquiry-asked": ({ code, title, cycle, question, until, untilUtc, link }) => ({
    subject: `A question about your entry ${code}`,
    body: `The secretariat has a question about your initiative ${code}, “${title}”, in ${cycle}:

${question}

Please answer by ${until}
In UTC: ${untilUtc}

Answer here. Any colleague who can edit your entries may do it:

${link}

If no answer comes in time, your entry goes on as you submitted it.`,
  }),
  "inquiry-answered": ({ code, link }) => ({
    subject: `Answered: the question about ${code}`,
    body: `The applicant has answered the question about ${code}. Read it here:

${link}`,
  }),
  "panel-invitation": ({ round, cycle, link }) => ({
    subject: `Invitation to judge: ${round}, ${cycle}`,
    body: `You are invited to judge initiatives in “${round}” of ${cycle}. Open this page to accept:

${link}

The link is for you alone, works once and holds for 21 days. You will be asked about conflicts of interest before you see any initiative.`,
  }),
  "chair-invitation": ({ round, cycle, link }) => ({
    subject: `Invitation to chair: ${round}, ${cycle}`,
    body: `You are invited to chair the panel of “${round}” of ${cycle}: to give entries to its reviewers, follow how far they are, read what they gave, and decide with a second person what goes on the list. Open this page to accept:

${link}

The link is for you alone, works once and holds for 21 days. You will be asked about your countries and organisations first: entries you are in conflict with are kept from you.`,
  }),
  "scrutineer-invitation": ({ round, cycle, link }) => ({
    subject: `Invitation to scrutinise: ${round}, ${cycle}`,
    body: `You are invited to check the scores of “${round}” of ${cycle} as its scrutineer, once they are frozen. Open this page to accept:

${link}

Look at your page of the round now and then: the openings are there once the scores are frozen. Take them again once the list is final: where adjusted scores decide, they are in the file only then.

The link is for you alone, works once and holds for 21 days. Whoever enters, judges or runs the award cannot be its scrutineer.`,
  }),
  "scrutineer-key-stated": ({ name, key, round, cycle, link }) => ({
    subject: `A scrutineer’s key is stated: ${round}, ${cycle}`,
    body: `${name} has stated a key for “${round}” of ${cycle}. It stands in the public log:

${key}

Compare it with the one that ${name} tells you in another way than through this portal, and have it printed with the rules. If they differ, tell the chair and the secretariat before the scores are frozen. The panel with its keys:

${link}`,
  }),
  "seed-due": ({ round, cycle, link }) => ({
    subject: `Your seed of the lots: ${round}, ${cycle}`,
    body: `Scoring of “${round}” of ${cycle} is over. You committed to a seed of its lots, which decide between equals. Let your program print it and enter it on this page before the scores are frozen. After that it cannot be opened: the lots go without it, and the public reads that.

${link}`,
  }),
  "own-key-stated": ({ key, round, cycle, link }) => ({
    subject: `Your key is stated: ${round}, ${cycle}`,
    body: `This key is now stated in the public log as yours, for “${round}” of ${cycle}:

${key}

Tell it to the secretariat and to others in another way than through this portal. If it is not yours, tell them at once. Your page of the round:

${link}`,
  }),
  "scores-frozen": ({ round, cycle, reviews, digest, checkpoint, link }) => ({
    subject: `Are these your scores? ${round}, ${cycle}`,
    body: `The scores of “${round}” of ${cycle} are frozen: nobody can change them any more. Reviews under your name: ${reviews}. Their digest:

${digest}

Please look at your scores, and say whether they are yours. If something is wrong, the page says whom to write to:

${link}

Keep this letter. The digest shows later whether a score under your name was changed. This is the signed state of the public log with the frozen scores:

${checkpoint}`,
  }),
  "result-to-check": ({ round, cycle, link }) => ({
    subject: `A result to check: ${round}, ${cycle}`,
    body: `The list of “${round}” of ${cycle} is final and stands in the public log. You can check it, before it is published or after. Download the openings and the proof again from your page of the round:

${link}

If you stated a key before the freeze, the same program then also signs the result, once everything holds.`,
  }),
  "second-signature": ({ round, cycle, by, link }) => ({
    subject: `A list waits for your signature: ${round}`,
    body: `${by} proposes the list of “${round}”, ${cycle}. It becomes final when a second person has approved it; you may be that person. Read the list and decide here:

${link}`,
  }),
  "ineligible-waits": ({ cycle, count, link }) => ({
    subject: `Entries found ineligible wait for a second person: ${cycle}`,
    body: `Entries of ${cycle} that somebody found ineligible and that wait for a second person: ${count}

Each stays as it is, and its team is told nothing, until somebody else of the secretariat confirms it or opens it again; you may be that person. Read them and decide here:

${link}`,
  }),
  "signature-due": ({ round, cycle, link }) => ({
    subject: `A result to sign for the award: ${round}, ${cycle}`,
    body: `The list of “${round}” of ${cycle} is final and stands in the public log. You can sign it for the award with a key of your own, before it is published or after. This page says how:

${link}`,
  }),
  "deadline-moved": ({ cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
    subject: `New deadline: ${cycle}`,
    body: `The deadline of ${cycle} has been moved.

New deadline: ${newDeadline}
In UTC: ${newDeadlineUtc}
Reason: ${reason}

${link}`,
  }),
  "extension-proposed": ({ cycle, from, to, deadline, proposed, link }) => ({
    subject: `The portal was away before a deadline: ${cycle}`,
    body: `The portal could not be reached for a while shortly before the deadline of ${cycle}.

From: ${from}
To: ${to}
Deadline: ${deadline}

It proposes a new deadline that gives all cities the time back:

${proposed}

Nothing changes unless you confirm it. The page is filled in for you:

${link}`,
  }),
  "chain-broken": ({ faults, at, link }) => ({
    subject: "The audit chain does not hold",
    body: `Every night the portal recomputes the chain of its audit trail. It does not hold any more: something was changed, left out or put in without having been recorded.

Found (UTC): ${at}
Faults: ${faults}

Verify it here to see where, and tell whoever runs the portal. Backups of the days before show what was there:

${link}`,
  }),
  "entry-extended": ({ code, cycle, newDeadline, newDeadlineUtc, reason, link }) => ({
    subject: `More time for your entry ${code}`,
    body: `Your entry ${code} in ${cycle} has been given more time than the others. You can change it and submit it until then:

New deadline: ${newDeadline}
In UTC: ${newDeadlineUtc}
Reason: ${reason}

${link}`,
  }),
  "discussions-unread": ({ count, rounds, profile }) => ({
    subject: `Unread messages in discussions: ${count}`,
    body: `Unread messages for you in discussions: ${count}. You find them here:

${rounds}

Such an e-mail comes at most once a day and never says what was written. You can turn it off in your profile:

${profile}`,
  }),
  "meeting-called": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
    subject: `Meeting of the panel: ${round}`,
    body: `You are called to a meeting of the panel of “${round}”, ${cycle}.

When: ${starts} (${startsUtc})
How long: ${length}
Where: ${place}

${agenda}

Which entries are dealt with is not in this letter. The file that comes with it puts the meeting into your calendar, by your own clock. It also stands here:

${link}`,
  }),
  "meeting-changed": ({ round, cycle, starts, startsUtc, length, place, agenda, link }) => ({
    subject: `Changed: meeting of the panel, ${round}`,
    body: `The meeting of the panel of “${round}”, ${cycle}, has changed. This holds now.

When: ${starts} (${startsUtc})
How long: ${length}
Where: ${place}

${agenda}

Which entries are dealt with is not in this letter. The file that comes with it puts the meeting into your calendar, by your own clock. It also stands here:

${link}`,
  }),
  "meeting-cancelled": ({ round, cycle, starts, startsUtc, link }) => ({
    subject: `Cancelled: meeting of the panel, ${round}`,
    body: `The meeting of the panel of “${round}”, ${cycle}, that was to begin on ${starts} (${startsUtc}) is cancelled. The file that comes with this letter takes it out of your calendar.

All meetings stand here:

${link}`,
  }),
  "ballot-open": ({ round, closes, closesUtc, link }) => ({
    subject: `The panel votes: ${round}`,
    body: `The panel of “${round}” votes. You can hand in your ballot paper, and change it, until ${closes} (${closesUtc}):

${link}`,
  }),
  "reminder-ballot": ({ round, closes, closesUtc, link }) => ({
    subject: `Your vote is not in yet: ${round}`,
    body: `Your ballot paper in “${round}” has not come in yet. The ballot is open until ${closes} (${closesUtc}):

${link}`,
  }),
  "ballot-counted": ({ round, link }) => ({
    subject: `The votes are counted: ${round}`,
    body: `The votes in “${round}” are counted. On this page is your receipt, and how much of your paper is in the count:

${link}

Keep the receipt: once the result is public, the verifier tells with it whether the published count honours your vote.`,
  }),
  "assignments-ready": ({ round, count, closes, closesUtc, link }) => ({
    subject: `Your initiatives to read: ${round}`,
    body: `Initiatives assigned to you in “${round}”: ${count}.

Score until: ${closes} (${closesUtc})

Your list is here:

${link}`,
  }),
  "reminder-drafts": ({ cycle, codes, deadline, deadlineUtc, link }) => ({
    subject: `Not sent yet: your entry to ${cycle}`,
    body: `Your team has begun to enter “${cycle}” and has not sent it yet: ${codes}.

The call closes on ${deadline} (${deadlineUtc}). What is not submitted by then does not take part.

Your entries are here:

${link}`,
  }),
  "round-unlocked": ({ round, cycle, until, untilUtc, reason, link }) => ({
    subject: `Open again: ${round}`,
    body: `“${round}” (${cycle}) had closed and is open again. Until then you can give, change and submit scores:

New end: ${until}
In UTC: ${untilUtc}
Reason: ${reason}

${link}`,
  }),
  "reminder-reviews": ({ round, missing, deadline, deadlineUtc, link }) => ({
    subject: `Reviews still missing: ${round}`,
    body: `Reviews of yours that are not submitted yet in “${round}”: ${missing}.

The round closes on ${deadline} (${deadlineUtc}). Your list is here:

${link}`,
  }),
  "list-corrected": ({ cycle, awarded, others, reason, link }) => ({
    subject: `The result was corrected: ${cycle}`,
    body: `The published list of ${cycle} has a new version:

${link}

The reason given: ${reason}${awarded ? `\n\nYour entries on the list now:\n\n${awarded}` : ""}${others ? `\n\nYour entries that are not on the list:\n\n${others}` : ""}`,
  }),
  "result-published": ({ cycle, awarded, others, link }) => ({
    subject: `The result is public: ${cycle}`,
    body: `The result of ${cycle} has been published:

${link}${awarded ? `\n\nYour entries on the list:\n\n${awarded}` : ""}${others ? `\n\nYour entries that are not on the list:\n\n${others}` : ""}`,
  }),
  "proposal-made": ({ name, by, about, reason, link }) => ({
    subject: "A second person is needed",
    body: `${by} proposes for ${name}: ${proposed[about] ?? about}.

Reason: ${reason}

It takes effect only when a second person confirms it. Read it and decide here:

${link}`,
  }),
  "role-granted": ({ name, role, link }) => ({
    subject: "You have a new part in the award",
    body: `Dear ${name},

it has been decided: ${proposed[role] ?? role}. You were signed out and have the new rights when you sign in again. They need a second factor besides the password; you will be asked to set one up if you have none.

${link}`,
  }),
  "appraisal-released": ({ code, title, cycle, link }) => ({
    subject: `How your entry ${code} was judged`,
    body: `The result of ${cycle} is public, and you can read how your initiative ${code}, “${title}”, was judged: comments of the reviewers, without names, and about where their scores lie.

${link}`,
  }),
  wave: (written) => written,
};

/** Letters, as plain text. */
export const mail = {
  letters,
  closing: "Kapok, the award portal\nThis letter was sent by a machine.",
};
