import { z } from "zod";
import { requiredText, problem } from "../input.ts";
import { bareCode, challengeIn, isAppCode, isRecoveryCode, type PasskeyAnswer } from "./rules.ts";

const anyCode = z
  .string(problem("required"))
  .min(1, problem("required"))
  .max(60, problem("wrong-code"))
  .transform(bareCode);

/** Six digits of the app, or a recovery code. */
export const signInCode = z.object({
  code: anyCode.refine((code) => isAppCode(code) || isRecoveryCode(code), problem("wrong-code")),
});
export const appSetup = z.object({
  code: anyCode.refine(isAppCode, problem("wrong-code")),
  setupToken: z.string(problem("step-ended")).max(500, problem("step-ended")),
});

const shape = z
  .object({ id: z.string().min(1).max(1400), response: z.object({ clientDataJSON: z.string().max(4000) }).loose() })
  .loose();

/** What the browser made of a passkey, as JSON in one field. */
const passkey = z
  .string(problem("no-passkey"))
  .min(2, problem("no-passkey"))
  .max(20_000, problem("no-passkey"))
  .transform((text, ctx): PasskeyAnswer => {
    const response = shape.safeParse(parsed(text));
    const challenge = response.success ? challengeIn(response.data.response.clientDataJSON) : null;
    if (response.success && challenge) return { id: response.data.id, challenge, response: response.data };
    ctx.addIssue({ code: "custom", message: problem("no-passkey") });
    return z.NEVER;
  });

export const passkeyInput = z.object({ passkey });
export const newPasskeyInput = z.object({ name: requiredText(60), passkey });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
