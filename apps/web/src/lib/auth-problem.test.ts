import { describe, expect, it } from "vitest";
import { authProblemOf } from "./auth-problem.ts";

describe("authProblemOf", () => {
  it.each([
    [{ status: 401, code: "INVALID_EMAIL_OR_PASSWORD" }, "wrongCredentials"],
    [{ status: 400, code: "INVALID_PASSWORD" }, "wrongPassword"],
    [{ status: 422, code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL" }, "emailTaken"],
    [{ status: 400, code: "PASSWORD_TOO_SHORT" }, "passwordShort"],
    [{ status: 429, message: "Too many requests" }, "tooMany"],
    [{ status: 500, message: "select * from user failed" }, "unexpected"],
    [{ status: 400 }, "unexpected"],
    [{ status: 0 }, "unreachable"],
  ])("reads %o as %s", (error, key) => {
    expect(authProblemOf(error)).toEqual({ key });
  });

  it("passes on what the server wrote for a person", () => {
    const error = { status: 403, code: "SOMETHING_NEW", message: "Sign-up is closed here." };
    expect(authProblemOf(error)).toEqual({ message: "Sign-up is closed here." });
  });

  it("does not take an inherited property for a code", () => {
    expect(authProblemOf({ status: 400, code: "toString" })).toEqual({ key: "unexpected" });
  });
});
