import { randomUUID } from "node:crypto";
import { type Log, ParleyError } from "@parley/core";
import type { PrismaClient } from "@parley/db";
import { hashPassword } from "better-auth/crypto";
import { z } from "zod";
import { type AdminStore, withAdminLock } from "./admins.ts";
import { maxPasswordLength, minPasswordLength } from "./auth.ts";

/** See `Identity.ensureAdmin`. */
export async function ensureAdmin(
  { store, log }: { store: AdminStore; log: Log },
  credentials: { email: string; password: string },
): Promise<void> {
  const email = credentials.email.trim().toLowerCase();
  if (!z.email().safeParse(email).success) {
    throw new ParleyError("invalid_request", `ADMIN_EMAIL "${email}" is not an e-mail address.`);
  }
  const { length } = credentials.password;
  if (length < minPasswordLength || length > maxPasswordLength) {
    throw new ParleyError(
      "invalid_request",
      `ADMIN_PASSWORD has ${length} characters; it needs ${minPasswordLength} to ${maxPasswordLength}.`,
    );
  }
  if (await leaveAsIs(store.prisma, { email, log })) return;

  const password = await hashPassword(credentials.password);
  await withAdminLock(store, async (tx) => {
    if ((await tx.user.findUnique({ where: { email }, select: { id: true } })) !== null) return;
    const id = randomUUID();
    await tx.user.create({
      data: {
        id,
        email,
        name: email.split("@")[0] ?? email,
        role: "admin",
        // The way Better Auth stores an e-mail and password account.
        accounts: {
          create: { id: randomUUID(), providerId: "credential", accountId: id, password },
        },
      },
    });
    log.info("made the admin that ADMIN_EMAIL names", { email });
  });
}

/**
 * True when somebody has the address. They keep the role they have: a stranger may have signed up
 * with it before, and must not become admin by a restart.
 */
async function leaveAsIs(
  prisma: PrismaClient,
  { email, log }: { email: string; log: Log },
): Promise<boolean> {
  const person = await prisma.user.findUnique({ where: { email }, select: { role: true } });
  if (person !== null && person.role !== "admin") {
    log.warn(
      "ADMIN_EMAIL names somebody who is not an admin; an admin can change that on the People page",
      { email, role: person.role },
    );
  }
  return person !== null;
}
