import { describe, expect, it } from "vitest";
import { problemOf } from "./problem.ts";

describe("problemOf", () => {
  it("reads what the server designed", () => {
    const parley = {
      code: "conflict",
      message: "One admin must stay.",
      status: 409,
      param: "role",
    };
    const error = Object.assign(new Error("x"), { data: { code: "CONFLICT", parley } });
    expect(problemOf(error)).toEqual({
      code: "conflict",
      message: "One admin must stay.",
      param: "role",
    });
  });

  it.each([
    [
      "a server's answer without a design",
      { data: { code: "INTERNAL_SERVER_ERROR" } },
      "unexpected",
    ],
    ["a request that never arrived", new TypeError("Failed to fetch"), "unreachable"],
    ["a timeout of the network", { data: null }, "unreachable"],
    ["nothing at all", undefined, "unreachable"],
  ])("calls %s by its name", (_rule, error, code) => {
    expect(problemOf(error)).toEqual({ code, message: null, param: null });
  });
});
