import { ParleyError } from "@parley/core";
import type { Prisma, PrismaClient } from "@parley/db";

/** Any number, as long as nothing else in this database locks by it. */
const adminLock = 0x9a51;

export type Transaction = Prisma.TransactionClient;

/** Until the transaction ends, nobody else who asks for this lock can add, demote or remove an admin. */
export async function lockAdmins(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${adminLock}::bigint)`;
}

/** Where and how long people are changed. */
export type AdminStore = {
  prisma: PrismaClient;
  /** The longest a change may wait for, and then hold, a connection: removing takes all chats along. */
  peopleTimeoutMs: number;
};

/** Runs `work` in a transaction that holds the lock. */
export function withAdminLock<T>(
  { prisma, peopleTimeoutMs }: AdminStore,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return prisma.$transaction(
    async (tx) => {
      await lockAdmins(tx);
      return work(tx);
    },
    { maxWait: peopleTimeoutMs, timeout: peopleTimeoutMs },
  );
}

export async function hasAdmin(tx: Transaction): Promise<boolean> {
  return (await tx.user.findFirst({ where: { role: "admin" }, select: { id: true } })) !== null;
}

/** Throws unless an admin is left when `userId` is none any more. Only meaningful under the lock. */
export async function requireAnotherAdmin(tx: Transaction, userId: string): Promise<void> {
  const another = await tx.user.findFirst({
    where: { role: "admin", id: { not: userId } },
    select: { id: true },
  });
  if (another === null) {
    throw new ParleyError(
      "conflict",
      "This is the last admin. Make somebody else an admin first, so that Parley keeps one.",
    );
  }
}
