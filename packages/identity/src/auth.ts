import { apiKey } from "@better-auth/api-key";
import type { Log } from "@parley/core";
import { betterAuth } from "better-auth";
import { identityAdapter } from "./adapter.ts";
import { keyLength, keyPrefix } from "./bearer.ts";
import type { ResolvedOptions } from "./options.ts";
import type { OriginPolicy } from "./origin.ts";

export const minPasswordLength = 8;
/** Far above what people type; it only bounds the work that a stranger can ask for. */
export const maxPasswordLength = 1024;

export const authPath = "/api/auth";
const daySeconds = 86_400;

/** What happens in Better Auth that the rest must know. Called after the change is committed. */
export type AuthEvents = {
  sessionEnded(userId: string): void;
  passwordChanged(userId: string): void;
  /** Name or another field of the person. */
  personChanged(userId: string): void;
};

/**
 * Better Auth, set up: e-mail and password, database sessions, API keys as a store of hashed keys.
 * Roles are a plain field that no request can set, changed through `People`: the admin plugin's
 * endpoints would be a second way to the same rights. Limits of attempts are in `handler.ts`, where
 * they can count per account.
 */
export function createAuth(
  options: ResolvedOptions,
  { origins, events }: { origins: OriginPolicy; events: AuthEvents },
) {
  const { publicUrl, log } = options;
  return betterAuth({
    appName: "Parley",
    // Only ever used to tell secure from plain and to strip the path: no mail is sent, no link is built.
    baseURL: publicUrl ?? "http://localhost",
    basePath: authPath,
    // Both forms: either one left out would be looked for in the environment.
    secret: options.secret,
    secrets: [{ version: 1, value: options.secret }],
    telemetry: { enabled: false },
    database: identityAdapter(options.prisma, {
      timeoutMs: options.signUpTimeoutMs,
      newcomerRole: async () =>
        (await options.settings.read()).signUp === "open" ? "user" : "pending",
    }),
    emailAndPassword: { enabled: true, minPasswordLength, maxPasswordLength },
    user: {
      additionalFields: {
        role: { type: "string", required: false, input: false, defaultValue: "pending" },
      },
    },
    session: {
      expiresIn: options.sessionDays * daySeconds,
      updateAge: daySeconds,
      // A cookie that carries the session would stay good after the session has ended.
      cookieCache: { enabled: false },
    },
    plugins: [
      apiKey({
        defaultPrefix: keyPrefix,
        defaultKeyLength: keyLength,
        startingCharactersConfig: { charactersLength: keyPrefix.length + 4 },
        maximumNameLength: 100,
        keyExpiration: { maxExpiresIn: 3650 },
        rateLimit: { enabled: false },
      }),
    ],
    rateLimit: { enabled: false },
    trustedOrigins: (request) => {
      const origin = request?.headers.get("origin");
      return request && origin && origins.allowed(request.headers) ? [origin] : [];
    },
    advanced: {
      cookiePrefix: "parley",
      useSecureCookies: publicUrl?.startsWith("https:") ?? false,
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      ipAddress: { ipAddressHeaders: [options.ipHeader] },
      // Said out loud, because the library turns them off by itself under a test runner.
      disableCSRFCheck: false,
      disableOriginCheck: false,
      trustedProxyHeaders: false,
    },
    databaseHooks: {
      session: { delete: { after: async (session) => events.sessionEnded(session.userId) } },
      account: { update: { after: async (account) => events.passwordChanged(account.userId) } },
      user: { update: { after: async (user) => events.personChanged(user.id) } },
    },
    logger: { level: "warn", disableColors: true, log: libraryLog(log) },
  });
}

export type Auth = ReturnType<typeof createAuth>;

/** The library warns of every wrong password and prints addresses with it: that is not for a log. */
function libraryLog(log: Log) {
  return (level: string, message: string, ...details: unknown[]) => {
    if (level === "error") log.error(message, { details });
  };
}
