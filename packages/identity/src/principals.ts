import type { Identity, Principal } from "@parley/core";
import { z } from "zod";
import { verifyKey } from "./api-keys.ts";
import type { Auth } from "./auth.ts";
import { bearerKey, keyHash } from "./bearer.ts";
import type { KeyCache, VerifiedKey } from "./key-cache.ts";
import type { LastUsed } from "./last-used.ts";
import type { ResolvedOptions } from "./options.ts";
import { storedRole } from "./people.ts";

export type PrincipalParts = {
  auth: Auth;
  cache: KeyCache;
  keysUsed: LastUsed;
  peopleSeen: LastUsed;
};

const sessionUser = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: storedRole,
});

/** Who sends a request: by API key, through the cache, or by session cookie, always from the database. */
export function principals(
  { prisma, clock, apiKeyCacheMs }: ResolvedOptions,
  { auth, cache, keysUsed, peopleSeen }: PrincipalParts,
): Pick<Identity, "principal" | "cachedPrincipal"> {
  function used(verified: VerifiedKey): Principal {
    keysUsed.note(verified.keyId);
    peopleSeen.note(verified.principal.userId);
    return verified.principal;
  }

  async function byKey(key: string): Promise<Principal | null> {
    const hash = keyHash(key);
    const now = clock.now();
    const verified =
      cache.get(hash, now) ??
      (await cache.verify(hash, () => verifyKey(prisma, key, { now, cacheMs: apiKeyCacheMs })));
    return verified === null ? null : used(verified);
  }

  async function bySession(cookie: string): Promise<Principal | null> {
    const session = await auth.api.getSession({
      headers: new Headers({ cookie }),
      // Only the page's own call can take a renewed cookie home; renewing here would lose it.
      query: { disableRefresh: true },
    });
    if (session === null) return null;
    const { id, name, email, role } = sessionUser.parse(session.user);
    peopleSeen.note(id);
    return { userId: id, name, email, role, via: "session" };
  }

  return {
    async principal(headers) {
      const authorization = headers.get("authorization");
      const key = authorization === null ? undefined : bearerKey(authorization);
      if (key !== undefined) return key === null ? null : byKey(key);
      const cookie = headers.get("cookie");
      return cookie === null ? null : bySession(cookie);
    },

    cachedPrincipal(authorization) {
      const key = bearerKey(authorization);
      if (key === undefined || key === null) return key;
      const verified = cache.get(keyHash(key), clock.now());
      return verified === undefined ? undefined : used(verified);
    },
  };
}
