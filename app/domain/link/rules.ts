/** Mailed links. */
export type LinkPurpose =
  | "confirm-email"
  | "reset-password"
  | "join-team"
  | "join-panel"
  | "first-administrator"
  | "change-email";

/** What a browser holds between two steps: the password was right; a passkey is asked. Several may be open at once. */
export const STEPS = ["sign-in-step", "passkey-challenge"] as const;
export type StepPurpose = (typeof STEPS)[number];

export type TokenPurpose = LinkPurpose | StepPurpose;

export const isStep = (purpose: TokenPurpose): purpose is StepPurpose => STEPS.some((step) => step === purpose);

const HOUR = 3_600_000;

/** How long a link or a step holds, in milliseconds. */
export const LINK_LIFETIME: Record<TokenPurpose, number> = {
  "confirm-email": 72 * HOUR,
  "reset-password": HOUR / 2,
  "join-team": 14 * 24 * HOUR,
  "join-panel": 21 * 24 * HOUR,
  "first-administrator": 7 * 24 * HOUR,
  "change-email": 24 * HOUR,
  "sign-in-step": HOUR / 6,
  "passkey-challenge": HOUR / 12,
};

const LINK_PATH: Record<LinkPurpose, string> = {
  "confirm-email": "/confirm",
  "reset-password": "/reset",
  "join-team": "/invitations",
  "join-panel": "/invitations",
  "first-administrator": "/setup",
  "change-email": "/account/email",
};

/** The address a mail points to. Made from the configured address only, never from what a request says of itself. */
export const linkTo = (publicUrl: string, purpose: LinkPurpose, token: string): string =>
  `${publicUrl}${LINK_PATH[purpose]}/${token}`;

export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);
