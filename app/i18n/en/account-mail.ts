import type { LetterKind, LetterParams } from "#app/domain/notification/rules.ts";

type AboutAccounts = Extract<LetterKind, "factor-changed" | "codes-made" | "factor-reset" | "account-disabled" | "account-enabled" | "change-email" | "email-changed" | "confirm-email" | "reset-password" | "account-exists">;
export type AccountLetters = { [Kind in AboutAccounts]: (params: LetterParams[Kind]) => { subject: string; body: string } };

/** Letters about an account and how its holder signs in. */
export const accountLetters: AccountLetters = {
  "factor-changed": ({ name }) => ({
    subject: "Your second factor was changed",
    body: `Dear ${name},

a second factor of your account was added or removed, and you were signed out everywhere else.

If it was not you, set a new password at once and tell an administrator of the portal.`,
  }),
  "codes-made": ({ name }) => ({
    subject: "New recovery codes for your account",
    body: `Dear ${name},

new recovery codes were made for your account. The earlier ones no longer work.

If it was not you, set a new password at once and tell an administrator of the portal.`,
  }),
  "factor-reset": ({ name, reason, link }) => ({
    subject: "Your second factor was reset",
    body: `Dear ${name},

the administrators have removed every second factor and recovery code of your account, and you were signed out everywhere.

Reason: ${reason || "it was done on the machine on which the portal runs"}

Sign in with your password. If your part in the award needs a second factor, you will be asked to set up a new one:

${link}

If you did not ask for this, tell an administrator of the portal.`,
  }),
  "account-disabled": ({ name, reason }) => ({
    subject: "Your account is disabled",
    body: `Dear ${name},

an administrator has disabled your account. You were signed out everywhere and cannot sign in for the time being. What you have written stays.

Reason: ${reason}

If you think that is a mistake, please answer this letter.`,
  }),
  "account-enabled": ({ name, link }) => ({
    subject: "Your account works again",
    body: `Dear ${name},

an administrator has enabled your account again. You can sign in:

${link}`,
  }),
  "change-email": ({ name, link }) => ({
    subject: "Confirm your new e-mail address",
    body: `Dear ${name},

you asked to sign in to Kapok with this e-mail address from now on. Open this page and press the button to confirm that it is yours:

${link}

The link holds for a day. If it was not you, ignore this letter.`,
  }),
  "email-changed": ({ name, email }) => ({
    subject: "Your e-mail address was changed",
    body: `Dear ${name},

the e-mail address of your account is now ${email}, and you were signed out everywhere. The portal writes to the new address from now on.

If it was not you, tell an administrator of the portal at once.`,
  }),
  "confirm-email": ({ name, link }) => ({
    subject: "Confirm your e-mail address",
    body: `Dear ${name},

somebody, probably you, opened an account on Kapok with this e-mail address. Open this page and press the button to confirm that the address is yours:

${link}

You do not have to wait for this: you can sign in and start an entry already. The link holds for three days.

If it was not you, open the page all the same and say so there: the account is removed.`,
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
};
