import type { AppRouter } from "@parley/api";
import { isTRPCClientError } from "@trpc/client";

/**
 * What the page says about a failed call. `message` is readable when the server designed it; null for
 * `unreachable` and `unexpected`, whose words are in the catalogue (`common.error`).
 */
export type Problem =
  | { code: "unreachable" | "unexpected"; message: null; param: null }
  | { code: string; message: string; param: string | null };

export function problemOf(error: unknown): Problem {
  if (isTRPCClientError<AppRouter>(error) && error.data) {
    const { parley } = error.data;
    if (parley) return { code: parley.code, message: parley.message, param: parley.param };
    return { code: "unexpected", message: null, param: null };
  }
  // Without data, no answer of the server arrived.
  return { code: "unreachable", message: null, param: null };
}
