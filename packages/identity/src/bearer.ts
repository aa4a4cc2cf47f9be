import { hash } from "node:crypto";

/** Every key begins with this, so that people, and scanners for leaked secrets, recognise it. */
export const keyPrefix = "parley_";

/** Characters after the prefix. */
export const keyLength = 64;

const keyPattern = new RegExp(`^${keyPrefix}[A-Za-z]{${keyLength}}$`);
const longestBearer = "Bearer ".length + keyPrefix.length + keyLength;

/**
 * Reads an `Authorization` header: the key; null when it is a bearer credential of no possible shape;
 * undefined when it is none (a proxy's own `Basic`, say), so that the cookie counts.
 */
export function bearerKey(authorization: string): string | null | undefined {
  if (!/^bearer\b/i.test(authorization)) return undefined;
  if (authorization.length !== longestBearer) return null;
  const key = authorization.slice("Bearer ".length);
  return authorization[6] === " " && keyPattern.test(key) ? key : null;
}

/** What is stored of a key. Keys are long and random: a fast hash is enough. */
export function keyHash(key: string): string {
  return hash("sha256", key, "base64url");
}
