import type { Identity } from "@parley/core";
import { AccessChanges } from "./access-changes.ts";
import { apiKeys } from "./api-keys.ts";
import { createAuth } from "./auth.ts";
import { ensureAdmin } from "./ensure-admin.ts";
import { authHandler } from "./handler.ts";
import { KeyCache } from "./key-cache.ts";
import { LastUsed } from "./last-used.ts";
import { type NodeHandler, nodeHandler } from "./node-handler.ts";
import { type IdentityOptions, resolveOptions } from "./options.ts";
import { originPolicy } from "./origin.ts";
import { people } from "./people.ts";
import { principals } from "./principals.ts";

/** Identity as the server mounts it. */
export interface IdentityService extends Identity {
  /**
   * Serves `/api/auth/*`. Trusts the `ipHeader` of the request for counting attempts: whoever calls
   * it must have set that header. Never rejects.
   */
  handler(request: Request): Promise<Response>;
  /** The same for Node's server; sets the header itself, from the socket. */
  nodeHandler: NodeHandler;
  /** Writes what is still to be written. The database client stays open. */
  close(): Promise<void>;
}

/** Throws a `ParleyError` that says what is wrong with the secret, an address or a proxy. */
export function createIdentity(given: IdentityOptions): IdentityService {
  const options = resolveOptions(given);
  const { prisma, clock, log } = options;
  const origins = originPolicy(options.publicUrl);
  const changes = new AccessChanges(log);
  const cache = new KeyCache(options.apiKeyCacheSize);
  const auth = createAuth(options, {
    origins,
    events: {
      sessionEnded: (userId) => changes.tell(userId, "signed-out"),
      passwordChanged: (userId) => changes.tell(userId, "password"),
      personChanged: (userId) => cache.dropUser(userId),
    },
  });

  const lastUsed = {
    clock,
    log,
    intervalMs: options.lastUsedIntervalMs,
    delayMs: options.lastUsedDelayMs,
  };
  const keysUsed = new LastUsed({
    ...lastUsed,
    write: async (ids, at) => {
      await prisma.apikey.updateMany({ where: { id: { in: ids } }, data: { lastRequest: at } });
    },
  });
  const peopleSeen = new LastUsed({
    ...lastUsed,
    write: async (ids, at) => {
      await prisma.user.updateMany({ where: { id: { in: ids } }, data: { lastSeenAt: at } });
    },
  });

  const { principal, cachedPrincipal } = principals(options, { auth, cache, keysUsed, peopleSeen });
  const handler = authHandler(options, { origins, library: auth.handler });

  return {
    principal,
    cachedPrincipal,
    handler,
    nodeHandler: nodeHandler(options, handler),
    people: people({ store: options, cache, changes }),
    keys: apiKeys({ prisma, auth, cache, changes }),
    originAllowed: origins.allowed,
    onAccessChanged: (listener) => changes.listen(listener),
    ensureAdmin: (email, password) => ensureAdmin({ store: options, log }, { email, password }),

    async setupState() {
      const [somebody, { signUp }] = await Promise.all([
        prisma.user.findFirst({ select: { id: true } }),
        options.settings.read(),
      ]);
      return { hasUsers: somebody !== null, signUp };
    },

    async close() {
      await Promise.all([keysUsed.close(), peopleSeen.close()]);
    },
  };
}
