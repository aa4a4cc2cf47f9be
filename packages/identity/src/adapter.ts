import type { UserRole } from "@parley/core";
import type { PrismaClient } from "@parley/db";
import type { BetterAuthOptions } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { hasAdmin, lockAdmins, type Transaction } from "./admins.ts";

const prismaConfig = { provider: "postgresql" } as const;

type Adapter = ReturnType<ReturnType<typeof prismaAdapter>>;

export type AdapterOptions = {
  /** What a newcomer may do who is not the first. */
  newcomerRole: () => Promise<UserRole>;
  timeoutMs: number;
};

/** PostgreSQL's refusal of a second row with the same unique value, as Prisma names it. */
function isDuplicate(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}

/**
 * Better Auth's Prisma adapter, with one addition: the first person ever becomes admin. Sign-up runs
 * in one transaction (person, password, session), and while there is no admin it holds a lock from
 * the moment it looks for one until it commits, so of any number of first sign-ups exactly one finds
 * none. A sign-up that fails half-way leaves nothing behind, and the place of the admin free.
 */
export function identityAdapter(prisma: PrismaClient, options: AdapterOptions) {
  return (authOptions: BetterAuthOptions): Adapter => {
    const adapter = prismaAdapter(prisma, prismaConfig)(authOptions);
    const transaction: Adapter["transaction"] = async (callback) => {
      // Before the transaction: settings are read through a connection of their own, and waiting for
      // a second one while holding the first can deadlock the pool.
      const newcomer = await options.newcomerRole();
      return prisma.$transaction(
        (tx) => callback(choosingRoles(prismaAdapter(tx, prismaConfig)(authOptions), tx, newcomer)),
        { maxWait: options.timeoutMs, timeout: options.timeoutMs },
      );
    };
    return Object.assign(adapter, { transaction });
  };
}

function choosingRoles(adapter: Adapter, tx: Transaction, newcomer: UserRole): Adapter {
  const create: Adapter["create"] = async (row) => {
    if (row.model !== "user") return adapter.create(row);
    const role = (await claimAdmin(tx)) ? "admin" : newcomer;
    try {
      return await adapter.create({ ...row, data: { ...row.data, role } });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new APIError("UNPROCESSABLE_ENTITY", {
        code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL",
        message: "User already exists. Use another email.",
      });
    }
  };
  return { ...adapter, create };
}

async function claimAdmin(tx: Transaction): Promise<boolean> {
  if (await hasAdmin(tx)) return false;
  await lockAdmins(tx);
  return !(await hasAdmin(tx));
}
