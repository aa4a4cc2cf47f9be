import type { Clock, Log, SettingsRepository } from "@parley/core";
import { systemClock } from "@parley/core";
import type { PrismaClient } from "@parley/db";
import type { AttemptRule } from "./attempt-limiter.ts";
import { checkSecret } from "./secret.ts";

/** How often somebody may try. Counted per client address (IPv6: per /64 network). */
export type AttemptRules = {
  /** Sign-ins to one account from one address. */
  signInPerAccount: AttemptRule;
  /** Sign-ins from one address to whatever account. */
  signInPerAddress: AttemptRule;
  signUpPerAddress: AttemptRule;
  changePasswordPerAddress: AttemptRule;
};

const minuteMs = 60_000;

export const defaultAttemptRules: AttemptRules = {
  signInPerAccount: { max: 10, windowMs: minuteMs },
  signInPerAddress: { max: 60, windowMs: minuteMs },
  signUpPerAddress: { max: 30, windowMs: minuteMs },
  changePasswordPerAddress: { max: 10, windowMs: minuteMs },
};

export type IdentityOptions = {
  prisma: PrismaClient;
  settings: SettingsRepository;
  /** Signs session cookies. At least 32 characters; changing it signs everybody out. */
  secret: string;
  log: Log;
  clock?: Clock;
  /** The address people open, such as `https://chat.example.org`. Absent or null: local addresses only. */
  publicUrl?: string | null;
  /** Request header in which the client's address travels. `nodeHandler` sets it and nobody else can. */
  ipHeader?: string;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. Default: none. */
  trustedProxies?: readonly string[];
  attempts?: Partial<AttemptRules>;
  /** How long a verified API key is believed without asking the database. Default 1000 ms. */
  apiKeyCacheMs?: number;
  /** How many verified API keys are remembered. Default 10,000. */
  apiKeyCacheSize?: number;
  /** "Last used" of a key or a person is written at most once in this time. Default 60,000 ms. */
  lastUsedIntervalMs?: number;
  /** How long a "last used" waits to be written together with others. Default 1000 ms. */
  lastUsedDelayMs?: number;
  /** A session ends this long after its last refresh, at which the page extends it. Default 30 days. */
  sessionDays?: number;
  /** How many sign-ups are worked on at once; the rest wait. Default 4. */
  signUpsAtOnce?: number;
  /** The longest a sign-up may wait for, and then hold, a database connection. Default 15,000 ms. */
  signUpTimeoutMs?: number;
  /** The same for changing a role and for removing somebody with everything. Default 60,000 ms. */
  peopleTimeoutMs?: number;
};

export type ResolvedOptions = Required<Omit<IdentityOptions, "publicUrl" | "attempts">> & {
  publicUrl: string | null;
  attempts: AttemptRules;
};

/** Fills in the defaults. Throws, with a sentence, for a secret that is none. */
export function resolveOptions(options: IdentityOptions): ResolvedOptions {
  checkSecret(options.secret);
  return {
    clock: systemClock,
    ipHeader: "x-parley-client-address",
    trustedProxies: [],
    apiKeyCacheMs: 1000,
    apiKeyCacheSize: 10_000,
    lastUsedIntervalMs: minuteMs,
    lastUsedDelayMs: 1000,
    sessionDays: 30,
    signUpsAtOnce: 4,
    signUpTimeoutMs: 15_000,
    peopleTimeoutMs: minuteMs,
    ...options,
    publicUrl: options.publicUrl ?? null,
    attempts: { ...defaultAttemptRules, ...options.attempts },
  };
}
