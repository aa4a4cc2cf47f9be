import type { Audience } from "@parley/core";
import { z } from "zod";

const name = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(100, "This name is longer than 100 characters.")
  .regex(/^\P{Cc}*$/u, "This name has characters that can't be shown.");
const email = z.email("Enter an e-mail address.").max(254, "This e-mail address is too long.");
/** Lengths are the library's to check: it answers with codes that the page knows. */
const password = z.string();

export type AuthRoute = {
  method: "GET" | "POST";
  /** Who gets anything from it; enforced by the library, stated for tests that go through all routes. */
  audience: Audience;
  /** Every key that may be sent; others are refused. Null: whatever is sent is dropped. */
  body: z.ZodType<Record<string, unknown>> | null;
  /** Which attempts it counts. */
  attempts?: "sign-in" | "sign-up" | "change-password";
};

/**
 * The whole of what can be called under `/api/auth`. The library has more (listing session tokens,
 * changing the e-mail address, deleting oneself, social sign-in, its own API key endpoints): none of
 * it is open until it stands here.
 */
export const authRoutes: Readonly<Record<string, AuthRoute>> = {
  "/sign-up/email": {
    method: "POST",
    audience: "anyone",
    body: z.strictObject({ name, email, password, rememberMe: z.boolean().optional() }),
    attempts: "sign-up",
  },
  "/sign-in/email": {
    method: "POST",
    audience: "anyone",
    body: z.strictObject({ email, password, rememberMe: z.boolean().optional() }),
    attempts: "sign-in",
  },
  "/sign-out": { method: "POST", audience: "anyone", body: null },
  "/get-session": { method: "GET", audience: "anyone", body: null },
  "/update-user": { method: "POST", audience: "signed-in", body: z.strictObject({ name }) },
  "/change-password": {
    method: "POST",
    audience: "signed-in",
    body: z.strictObject({
      currentPassword: password,
      newPassword: password,
      revokeOtherSessions: z.boolean().optional(),
    }),
    attempts: "change-password",
  },
  "/revoke-sessions": { method: "POST", audience: "signed-in", body: null },
  "/revoke-other-sessions": { method: "POST", audience: "signed-in", body: null },
};
