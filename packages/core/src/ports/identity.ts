import type { Principal, UserRole } from "../identity.ts";
import type { Settings } from "./settings.ts";

/** What a page may know before anybody signed in. */
export type SetupState = {
  /** False on a fresh installation: whoever signs up first becomes its admin. */
  hasUsers: boolean;
  signUp: Settings["signUp"];
};

/** A person's own view of their account. */
export type Account = { id: string; name: string; email: string; role: UserRole };

/** A row of the admin's list. Times are milliseconds since 1970. */
export type Person = Account & {
  createdAt: number;
  /** Within a minute of their last request, by session or key; null before the first. */
  lastSeenAt: number | null;
};

/** An API key as its owner sees it after the day it was made: never the key itself. */
export type ApiKeyView = {
  id: string;
  name: string;
  /** The first characters, to tell keys apart. */
  start: string;
  createdAt: number;
  /** Null: never. An expired key stays in the list until another one is made. */
  expiresAt: number | null;
  /** Within a minute of the last use; null before the first. */
  lastUsedAt: number | null;
};

/**
 * Why somebody's access may be less than it was.
 * `removed`, `demoted`: sessions have ended. `promoted`: sessions stay, rights grew.
 * `signed-out`: one or all sessions ended, the account and its keys stay.
 * `password`: the password changed. `key-revoked`: an API key ended.
 */
export type AccessChange =
  | "removed"
  | "demoted"
  | "promoted"
  | "signed-out"
  | "password"
  | "key-revoked";

/** Called after the change is committed. Must not throw and must not wait. */
export type AccessListener = (userId: string, change: AccessChange) => void;

/** The people of an installation; callers have checked that an admin asks. */
export interface People {
  /** Oldest first. */
  list(): Promise<Person[]>;
  find(userId: string): Promise<Account | null>;
  /**
   * A demotion ends the person's sessions. Rejects with `not_found`, or with `conflict` when nobody
   * would be left to administrate: of two admins who demote each other at once, one is refused.
   */
  setRole(userId: string, role: UserRole): Promise<void>;
  /** Removes the person with everything they own. Rejects like `setRole`. */
  remove(userId: string): Promise<void>;
}

/** API keys of one person: somebody else's key behaves exactly like one that does not exist. */
export interface ApiKeys {
  /** Newest first. */
  list(userId: string): Promise<ApiKeyView[]>;
  /** `key` can't be read again. `expiresInDays`: 1–3650, or null for a key that does not expire. */
  create(
    userId: string,
    options: { name: string; expiresInDays: number | null },
  ): Promise<{ id: string; key: string }>;
  /** Rejects with `not_found`. Requests that carry the key are refused from then on. */
  revoke(userId: string, keyId: string): Promise<void>;
}

/** Who is who, and what they may do. */
export interface Identity {
  readonly people: People;
  readonly keys: ApiKeys;

  /**
   * Who sends these headers: the owner of the bearer key, else of the session cookie, else null.
   * A bearer credential that isn't valid is null even beside a good cookie. Unknown, expired and
   * revoked look alike. Nothing else (query, other headers) is ever read as a credential.
   */
  principal(headers: Headers): Promise<Principal | null>;

  /**
   * The same for the `Authorization` header of a call that must be fast: answers without waiting, in
   * microseconds, from what was verified within the last second. `undefined`: not known, ask `principal`.
   */
  cachedPrincipal(authorization: string): Principal | null | undefined;

  /**
   * Whether a request that changes something, or opens a socket, comes from Parley's own pages. Also
   * true for programs, which send no `Origin`. Reads `origin`, `host` and `sec-fetch-site`.
   */
  originAllowed(headers: Headers): boolean;

  setupState(): Promise<SetupState>;

  /**
   * Makes this person an admin unless somebody has the address already: then everything stays as it
   * is. Call it before the first request is served. Repeating it changes nothing.
   */
  ensureAdmin(email: string, password: string): Promise<void>;

  /** Tells of every change of access made in this process. Returns how to stop listening. */
  onAccessChanged(listener: AccessListener): () => void;
}
