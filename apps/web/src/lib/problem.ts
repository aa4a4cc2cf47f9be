import { z } from "zod";

const parleyData = z.object({
  data: z.object({
    parley: z.object({
      code: z.string(),
      message: z.string(),
      status: z.number(),
      param: z.string().nullable(),
    }),
  }),
});

/** tRPC marks what came from the server with a code; without one, the request never got there. */
const serverData = z.object({ data: z.object({ code: z.string() }) });

/**
 * What the page says about a failed call. `message` is readable when the server designed it; null for
 * `unreachable` and `unexpected`, whose words are in the catalogue (`common.error`).
 */
export type Problem =
  | { code: "unreachable" | "unexpected"; message: null; param: null }
  | { code: string; message: string; param: string | null };

export function problemOf(error: unknown): Problem {
  const designed = parleyData.safeParse(error);
  if (designed.success) {
    const { code, message, param } = designed.data.data.parley;
    return { code, message, param };
  }
  const answered = serverData.safeParse(error).success;
  return { code: answered ? "unexpected" : "unreachable", message: null, param: null };
}
