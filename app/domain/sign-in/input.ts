import { z } from "zod";
import { currentPassword } from "../account/input.ts";
import { emailAddress, newPassword } from "../input.ts";

export const signInInput = z.object({ email: emailAddress, password: currentPassword });

export const resetRequest = z.object({ email: emailAddress });

export const passwordReset = z.object({ password: newPassword });

export const passwordChange = z.object({ currentPassword, password: newPassword });

export const ownProof = z.object({ currentPassword });
