import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import type { Passkeys } from "#app/domain/factor/rules.ts";

type Registered = Parameters<typeof verifyRegistrationResponse>[0]["response"];
type Signed = Parameters<typeof verifyAuthenticationResponse>[0]["response"];
type Transports = Extract<
  NonNullable<Parameters<typeof verifyAuthenticationResponse>[0]["credential"]["transports"]>,
  unknown[]
>;

const PATIENCE = 300_000;
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));

/**
 * Passkeys for the address people use. Each must be able to find its account by itself and to check its user (finger,
 * face, PIN): then it is both factors at once. What a browser sends that does not hold is null, whatever is wrong with
 * it.
 */
export function openPasskeys(publicUrl: string): Passkeys {
  const { origin, hostname } = new URL(publicUrl);
  const expected = { expectedOrigin: origin, expectedRPID: hostname, requireUserVerification: true };
  return {
    registration: async ({ challenge, account, known }) =>
      generateRegistrationOptions({
        rpName: "Kapok",
        rpID: hostname,
        userID: new Uint8Array(Buffer.from(account.id)),
        userName: account.email,
        userDisplayName: account.name,
        challenge: bytes(challenge),
        timeout: PATIENCE,
        attestationType: "none",
        excludeCredentials: known.map((id) => ({ id })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
      }),
    async registered(response, challenge) {
      const found = await verifyRegistrationResponse({
        ...expected,
        response: response as Registered,
        expectedChallenge: challenge,
      }).catch(() => null);
      if (!found?.verified) return null;
      const { credential, credentialBackedUp } = found.registrationInfo;
      return {
        credentialId: credential.id,
        publicKey: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: credential.transports ?? [],
        synced: credentialBackedUp,
      };
    },
    request: async (challenge) =>
      generateAuthenticationOptions({
        rpID: hostname,
        challenge: bytes(challenge),
        userVerification: "required",
        timeout: PATIENCE,
      }),
    async signed(response, challenge, { credentialId, publicKey, counter, transports }) {
      const credential = {
        id: credentialId,
        publicKey: new Uint8Array(publicKey),
        counter,
        transports: transports as Transports,
      };
      const found = await verifyAuthenticationResponse({
        ...expected,
        response: response as Signed,
        expectedChallenge: challenge,
        credential,
      }).catch(() => null);
      return found?.verified ? { counter: found.authenticationInfo.newCounter } : null;
    },
  };
}
