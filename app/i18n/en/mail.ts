import type { LetterKind, LetterParams } from "#app/domain/notification/rules.ts";

type Letters = { [Kind in LetterKind]: (params: LetterParams[Kind]) => { subject: string; body: string } };

const letters: Letters = {
  "confirm-email": ({ name, link }) => ({
    subject: "Confirm your e-mail address",
    body: `Dear ${name},

somebody, probably you, opened an account on Kapok with this e-mail address. Open this page and press the button to confirm that the address is yours:

${link}

You do not have to wait for this: you can sign in and start an entry already. The link holds for three days.

If it was not you, ignore this letter.`,
  }),
  "reset-password": ({ name, link }) => ({
    subject: "Set a new password",
    body: `Dear ${name},

somebody, probably you, asked to set a new password for your account. Open this page to choose one:

${link}

The link holds for 30 minutes and works once. If it was not you, ignore this letter: your password stays as it is.`,
  }),
  "account-exists": ({ name, link }) => ({
    subject: "You already have an account",
    body: `Dear ${name},

somebody, probably you, tried to open an account with this e-mail address. You have one already, so nothing was changed.

If you have forgotten your password, set a new one here:

${link}`,
  }),
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
  "join-declined": ({ city, name }) => ({
    subject: `Your request to join the team of ${city}`,
    body: `Dear ${name},

the team of ${city} has not accepted your request to join. If you think that is a mistake, please speak to your colleagues there.`,
  }),
  "entry-submitted": ({ code, title, programme, receivedProgramme, receivedUtc, sha256, link }) => ({
    subject: `Received: ${code}`,
    body: `We have received your initiative for ${programme}.

Reference: ${code}
Title: ${title}
Received: ${receivedProgramme}
In UTC: ${receivedUtc}
SHA-256 of what was sealed: ${sha256}

Keep this letter. With the number in its last line anybody can check later that what is judged is what you sent.

You can change your entry and submit it again until the call closes; the last submission counts.

${link}`,
  }),
  "entry-withdrawn": ({ code, title }) => ({
    subject: `Withdrawn: ${code}`,
    body: `Your initiative ${code}, “${title}”, has been withdrawn and will not be judged.`,
  }),
  "screening-ineligible": ({ code, title, reason }) => ({
    subject: `Not eligible: ${code}`,
    body: `The secretariat has checked your initiative ${code}, “${title}”, and found that it cannot be admitted.

Reason: ${reason}

Two people have agreed on this. If you think that something was overlooked, please answer this letter.`,
  }),
  "panel-invitation": ({ round, cycle, link }) => ({
    subject: `Invitation to judge: ${round}, ${cycle}`,
    body: `You are invited to judge initiatives in “${round}” of ${cycle}. Open this page to accept:

${link}

The link is for you alone, works once and holds for 21 days. You will be asked about conflicts of interest before you see any initiative.`,
  }),
  "deadline-moved": ({ cycle, newDeadline, newDeadlineUtc, reason }) => ({
    subject: `New deadline: ${cycle}`,
    body: `The deadline of ${cycle} has been moved.

New deadline: ${newDeadline}
In UTC: ${newDeadlineUtc}
Reason: ${reason}`,
  }),
  "assignments-ready": ({ round, count, link }) => ({
    subject: `Your initiatives to read: ${round}`,
    body: `Initiatives assigned to you in “${round}”: ${count}. Your list is here:

${link}`,
  }),
  "result-published": ({ cycle, link }) => ({
    subject: `The result is public: ${cycle}`,
    body: `The result of ${cycle} has been published:

${link}`,
  }),
};

/** Letters, as plain text. */
export const mail = {
  letters,
  closing: "Kapok, the award portal\nThis letter was sent by a machine.",
};
