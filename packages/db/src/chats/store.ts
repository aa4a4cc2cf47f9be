import { notFound } from "@parley/core";
import { z } from "zod";
import { Prisma, type PrismaClient } from "../generated/client.ts";

export type TransactionOptions = {
  /** How long to wait for a free connection. Default 10 s. */
  maxWait?: number;
  /** How long a transaction may take. Default 30 s. */
  timeout?: number;
};

/** What the repositories are made of. */
export type Store = {
  prisma: PrismaClient;
  /** Milliseconds since 1970. */
  now(): number;
  transaction: Required<TransactionOptions>;
};

/** A client that runs statements: the pool, or one transaction. */
export type Runner = Prisma.TransactionClient;

/** Runs a statement and parses its rows. */
export async function query<T>(
  runner: Runner,
  row: z.ZodType<T>,
  statement: Prisma.Sql,
): Promise<T[]> {
  return z.array(row).parse(await runner.$queryRaw(statement));
}

/** The first row, or null. */
export async function queryOne<T>(
  runner: Runner,
  row: z.ZodType<T>,
  statement: Prisma.Sql,
): Promise<T | null> {
  return (await query(runner, row, statement))[0] ?? null;
}

/** Several statements that take effect together. */
export function transact<T>(store: Store, work: (runner: Runner) => Promise<T>): Promise<T> {
  return store.prisma.$transaction(work, store.transaction);
}

/** A parent that does not exist is the only row a message can fail to refer to. */
export async function parentMustExist<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error;
    throw notFound("message");
  }
}

function isForeignKeyViolation(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === "P2003" || error.message.includes("23503");
}
