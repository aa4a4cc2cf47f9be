import type { AppRouter } from "@parley/api";
import { TRPCClientError } from "@trpc/client";
import { describe, expect, it } from "vitest";
import { problemOf } from "./problem.ts";

/** An error as the server's answer makes it. */
function answered(data: object): TRPCClientError<AppRouter> {
  return TRPCClientError.from({ error: { code: -32603, message: "x", data } });
}

describe("problemOf", () => {
  it("reads what the server designed", () => {
    const parley = {
      code: "conflict",
      message: "One admin must stay.",
      status: 409,
      param: "role",
    };
    expect(problemOf(answered({ code: "CONFLICT", parley }))).toEqual({
      code: "conflict",
      message: "One admin must stay.",
      param: "role",
    });
  });

  it.each([
    ["an answer without a design", answered({ code: "INTERNAL_SERVER_ERROR" }), "unexpected"],
    [
      "a request that never arrived",
      TRPCClientError.from(new TypeError("Failed to fetch")),
      "unreachable",
    ],
    ["an error of another kind", new Error("x"), "unreachable"],
    ["nothing at all", undefined, "unreachable"],
  ])("calls %s by its name", (_rule, error, code) => {
    expect(problemOf(error)).toEqual({ code, message: null, param: null });
  });
});
