import { createHash, randomBytes } from "node:crypto";
import { Secret } from "otpauth";
import { and, eq, isNull, lt } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { authenticatorApps, passkeys, recoveryCodes } from "#db/schema/factor.ts";
import { spendToken } from "../link/commands.server.ts";
import { endSessions, letterTo } from "../account/commands.server.ts";
import { aboutAccount } from "../account/rules.ts";
import type { AuditEvent, EventType, JsonObject } from "../audit/rules.ts";
import { getAccount } from "../account/queries.server.ts";
import { getLink } from "../link/queries.server.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { owe } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canMakeCodes, canRemoveFactor } from "./policy.ts";
import { ownFactors } from "./queries.server.ts";
import { isAppCode, newSecret, printedCode, RECOVERY_CODES, type Seal, stepOf } from "./rules.ts";

const SETUP_HOLDS = 30 * 60_000;
const appPurpose = (accountId: string) => `authenticator-app:${accountId}`;
const setupPurpose = (accountId: string) => `authenticator-app-setup:${accountId}`;

/** A new secret for one's app, and the same sealed, so that setting up writes nothing before the first right code. */
export function beginApp({ actor, now }: Context, seal: Seal): { secret: string; setupToken: string } {
  const secret = newSecret();
  return { secret, setupToken: seal.close(setupPurpose(actor.id), `${now.getTime()} ${secret}`) };
}

/** The secret of a set-up under way, or null when it ended, is somebody else's or was never begun. */
export function resumeApp({ actor, now }: Context, setupToken: string, seal: Seal): string | null {
  const [begun, secret] = (seal.open(setupPurpose(actor.id), setupToken) ?? "").split(" ");
  return secret && now.getTime() - Number(begun) <= SETUP_HOLDS ? secret : null;
}

/**
 * Takes the app as second factor, in place of an earlier one, once it has shown a right code; false for a wrong one.
 * Ends every session.
 */
export async function addApp(outer: Context, secret: string, code: string, seal: Seal): Promise<boolean> {
  const lastStep = stepOf(secret, code, outer.now);
  if (lastStep === null) return false;
  const row = { sealedSecret: seal.close(appPurpose(outer.actor.id), secret), lastStep, addedAt: outer.now };
  return transact(outer, async (ctx) => {
    await ctx.db
      .insert(authenticatorApps)
      .values({ accountId: ctx.actor.id, ...row })
      .onConflictDoUpdate({ target: authenticatorApps.accountId, set: row });
    return { result: true, event: await changed(ctx, "factor.added", { factor: "app" }) };
  });
}

/** Takes away one's authenticator app. 404 without one, refused while it is the last factor of who needs one. */
export function removeApp(outer: Context): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockAccount(ctx);
    const { app, factors } = await ownFactors(ctx);
    if (!app) throw new NotFound();
    authorise(canRemoveFactor(ctx.actor, factors));
    await ctx.db.delete(authenticatorApps).where(eq(authenticatorApps.accountId, ctx.actor.id));
    return { result: undefined, event: await changed(ctx, "factor.removed", { factor: "app" }) };
  });
}

/**
 * Ten new recovery codes; earlier ones stop working. Only hashes are stored, so this is the one time they can be read.
 */
export function makeRecoveryCodes(outer: Context): Promise<string[]> {
  return transact(outer, async (ctx) => {
    authorise(canMakeCodes((await ownFactors(ctx)).factors));
    const codes = Array.from({ length: RECOVERY_CODES }, () =>
      new Secret({ buffer: new Uint8Array(randomBytes(10)).buffer }).base32.toLowerCase(),
    );
    await ctx.db.delete(recoveryCodes).where(eq(recoveryCodes.accountId, ctx.actor.id));
    await ctx.db
      .insert(recoveryCodes)
      .values(codes.map((code) => ({ id: codeId(ctx.actor.id, code), accountId: ctx.actor.id, madeAt: ctx.now })));
    await tell(ctx, "codes-made");
    return { result: codes.map(printedCode), event: aboutAccount(ctx.actor.id, "factor.codes-made") };
  });
}

/** Whose password was right a moment ago, in this browser; null when that has ended. */
export async function whoseStep(ctx: Context<Actor>, step: string): Promise<string | null> {
  try {
    return (await getLink(ctx, step, "sign-in-step")).accountId;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/**
 * The second half of signing in: the app's code or a recovery code, each good for one time. Null for a wrong or used
 * one: the step stays open and the failure is on record. 404 when the step has ended.
 */
export function finishSignIn(
  outer: Context<Actor>,
  step: string,
  code: string,
  seal: Seal,
): Promise<{ accountId: string; email: string } | null> {
  return transact(outer, async (ctx) => {
    const { accountId } = await getLink(ctx, step, "sign-in-step");
    const [person] = await ctx.db
      .select({ id: accounts.id, name: accounts.name, email: accounts.email })
      .from(accounts)
      .where(and(eq(accounts.id, accountId ?? ""), isNull(accounts.disabledAt)));
    if (!person) throw new NotFound();
    const by = isAppCode(code) ? "app" : "recovery-code";
    const right =
      by === "app" ? await spendAppCode(ctx, person.id, code, seal) : await spendRecoveryCode(ctx, person.id, code);
    if (!right) return { result: null, event: aboutAccount(person.id, "factor.refused", { factor: by }) };
    await spendToken(ctx, step, "sign-in-step");
    return {
      result: { accountId: person.id, email: person.email },
      event: aboutAccount(person.id, "account.signed-in", { by }),
    };
  });
}

/** One code counts once, even of two that arrive together: the row itself remembers the last half minute used. */
async function spendAppCode(
  { db, now }: Context<Actor>,
  accountId: string,
  code: string,
  seal: Seal,
): Promise<boolean> {
  const [app] = await db
    .select({ sealed: authenticatorApps.sealedSecret })
    .from(authenticatorApps)
    .where(eq(authenticatorApps.accountId, accountId));
  const secret = app && seal.open(appPurpose(accountId), app.sealed);
  const step = secret ? stepOf(secret, code, now) : null;
  if (step === null) return false;
  const used = await db
    .update(authenticatorApps)
    .set({ lastStep: step })
    .where(and(eq(authenticatorApps.accountId, accountId), lt(authenticatorApps.lastStep, step)))
    .returning({ step: authenticatorApps.lastStep });
  return used.length > 0;
}

async function spendRecoveryCode({ db, now }: Context<Actor>, accountId: string, code: string): Promise<boolean> {
  const used = await db
    .update(recoveryCodes)
    .set({ usedAt: now })
    .where(and(eq(recoveryCodes.id, codeId(accountId, code)), isNull(recoveryCodes.usedAt)))
    .returning({ id: recoveryCodes.id });
  return used.length > 0;
}

/**
 * Forgets every second factor of somebody and ends their sessions and half-done sign-ins, inside the `transact` of the
 * decision.
 */
export async function dropFactors(ctx: Context<Actor>, accountId: string): Promise<AuditEvent> {
  for (const table of [authenticatorApps, passkeys, recoveryCodes])
    await ctx.db.delete(table).where(eq(table.accountId, accountId));
  await endSessions(ctx, accountId);
  return aboutAccount(accountId, "factor.reset");
}

/** Two removals at once must not both find the other factor still there. */
export async function lockAccount({ db, actor }: Context): Promise<void> {
  await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, actor.id)).for("update");
}

/** Every session ends, those without the new factor above all, and the person hears of it by mail. */
export async function changed(ctx: Context, type: EventType, details: JsonObject): Promise<AuditEvent> {
  await endSessions(ctx, ctx.actor.id);
  await tell(ctx, "factor-changed");
  return aboutAccount(ctx.actor.id, type, details);
}

/** A letter to whoever acts: should it have been somebody else at their browser, they learn of it. */
async function tell(ctx: Context, kind: "factor-changed" | "codes-made"): Promise<void> {
  const own = await getAccount(ctx);
  await owe(ctx, { ...letterTo(ctx, own, kind), kind, params: { name: own.name } });
}

const codeId = (accountId: string, code: string): string =>
  createHash("sha256").update(`${accountId} ${code}`).digest("hex");
