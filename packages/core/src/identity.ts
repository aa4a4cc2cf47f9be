import { z } from "zod";
import { ParleyError } from "./errors.ts";

export const userRole = z.enum(["admin", "user", "pending"]);
export type UserRole = z.infer<typeof userRole>;

/** Who is calling. Made by the identity package, trusted everywhere else. */
export type Principal = {
  userId: string;
  name: string;
  email: string;
  role: UserRole;
  via: "session" | "api-key";
};

/**
 * Who may call something; every route, procedure and socket event carries one.
 * `anyone`: no sign-in. `signed-in`: also people who wait for approval. `member`: user or admin.
 */
export const audiences = ["anyone", "signed-in", "member", "admin"] as const;
export type Audience = (typeof audiences)[number];

/** Throws unless `principal` belongs to the audience. */
export function admit(audience: Audience, principal: Principal | null): void {
  if (audience === "anyone") return;
  if (principal === null) {
    throw new ParleyError("unauthenticated", "Sign in, or send an API key as a bearer token.");
  }
  if (audience === "signed-in") return;
  if (principal.role === "pending") {
    throw new ParleyError("pending", "Your account waits for an admin to let you in.");
  }
  if (audience === "admin" && principal.role !== "admin") {
    throw new ParleyError("forbidden", "Only an admin may do this.");
  }
}

/** The same, for callers that need the principal afterwards. */
export function requireMember(principal: Principal | null): Principal {
  admit("member", principal);
  if (principal === null) throw new ParleyError("unauthenticated", "Sign in first.");
  return principal;
}
