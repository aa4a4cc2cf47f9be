import { ParleyError } from "@parley/core";

/** Secrets need at least this many characters. */
export const minSecretLength = 32;

/** Values that stand in documents, examples and defaults: whoever reads those could sign cookies. */
const wellKnown = [
  "better-auth-secret-12345678901234567890",
  "changeme",
  "change-me",
  "change_me",
  "secret",
  "your-secret",
  "parley",
  "example",
  "0123456789",
  "1234567890",
  "abcdefghijklmnopqrstuvwxyz",
];

const makeOne = "Make one with: openssl rand -base64 48";

/** True for a well-known value, also when it is only repeated to get the length. */
function isWellKnown(secret: string): boolean {
  const lower = secret.toLowerCase();
  return wellKnown.some((known) => lower.replaceAll(known, "").length < 8);
}

/** Throws, with a sentence for the person who set it, unless `secret` is fit to sign sessions with. */
export function checkSecret(secret: string): void {
  if (secret.length < minSecretLength) {
    throw new ParleyError(
      "invalid_request",
      `AUTH_SECRET has ${secret.length} characters; it needs at least ${minSecretLength}. ${makeOne}`,
    );
  }
  if (isWellKnown(secret)) {
    throw new ParleyError(
      "invalid_request",
      `AUTH_SECRET is a well-known value that anybody could try. ${makeOne}`,
    );
  }
  if (new Set(secret).size < 8) {
    throw new ParleyError(
      "invalid_request",
      `AUTH_SECRET repeats too few different characters to be secret. ${makeOne}`,
    );
  }
}
