import { type ApiKeys, type ApiKeyView, notFound, ParleyError } from "@parley/core";
import type { PrismaClient } from "@parley/db";
import { z } from "zod";
import type { AccessChanges } from "./access-changes.ts";
import type { Auth } from "./auth.ts";
import { keyHash } from "./bearer.ts";
import type { KeyCache, VerifiedKey } from "./key-cache.ts";
import { storedRole } from "./people.ts";

const daySeconds = 86_400;

const newKey = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Give the key a name.")
    .max(100, "The key's name is longer than 100 characters.")
    .regex(/^\P{Cc}*$/u, "The key's name has characters that can't be shown."),
  expiresInDays: z
    .int("Days are whole numbers.")
    .min(1, "A key lives for at least a day.")
    .max(3650, "A key lives for at most 3650 days.")
    .nullable(),
});

export type ApiKeyOptions = {
  prisma: PrismaClient;
  auth: Auth;
  cache: KeyCache;
  changes: AccessChanges;
};

export function apiKeys({ prisma, auth, cache, changes }: ApiKeyOptions): ApiKeys {
  return {
    async list(userId) {
      const rows = await prisma.apikey.findMany({
        where: { referenceId: userId },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      });
      return rows.map(
        (row): ApiKeyView => ({
          id: row.id,
          name: row.name ?? "",
          start: row.start ?? "",
          createdAt: row.createdAt.getTime(),
          expiresAt: row.expiresAt?.getTime() ?? null,
          lastUsedAt: row.lastRequest?.getTime() ?? null,
        }),
      );
    },

    async create(userId, options) {
      const parsed = newKey.safeParse(options);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new ParleyError("invalid_request", issue?.message ?? "This key can't be made.", {
          ...(issue?.path[0] === undefined ? {} : { param: String(issue.path[0]) }),
        });
      }
      const { name, expiresInDays } = parsed.data;
      const made = await auth.api.createApiKey({
        body: {
          userId,
          name,
          ...(expiresInDays === null ? {} : { expiresIn: expiresInDays * daySeconds }),
        },
      });
      return { id: made.id, key: made.key };
    },

    async revoke(userId, keyId) {
      const removed = await prisma.apikey.deleteMany({
        where: { id: keyId, referenceId: userId },
      });
      if (removed.count === 0) throw notFound("API key");
      cache.dropKey(keyId);
      changes.tell(userId, "key-revoked");
    },
  };
}

/**
 * Asks the database whose key this is; null when it is nobody's, expired or switched off. Only reads:
 * the library's own verification writes the key's row every time, and deletes an expired one.
 */
export async function verifyKey(
  prisma: PrismaClient,
  key: string,
  time: { now: number; cacheMs: number },
): Promise<VerifiedKey | null> {
  const row = await prisma.apikey.findFirst({
    where: { key: keyHash(key), enabled: true },
    select: {
      id: true,
      expiresAt: true,
      user: { select: { id: true, name: true, email: true, role: true } },
    },
  });
  if (row === null) return null;
  const expiresAt = row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (expiresAt <= time.now) return null;
  return {
    keyId: row.id,
    until: Math.min(time.now + time.cacheMs, expiresAt),
    principal: {
      userId: row.user.id,
      name: row.user.name,
      email: row.user.email,
      role: storedRole.parse(row.user.role),
      via: "api-key",
    },
  };
}
