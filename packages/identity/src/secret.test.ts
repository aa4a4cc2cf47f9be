import { describe, expect, it } from "vitest";
import { checkSecret } from "./secret.ts";

describe("checkSecret", () => {
  it("takes a random secret", () => {
    expect(() => checkSecret("kV7pQ2xZ9rT4mB1wL8nC3dF6gH5jK0sY")).not.toThrow();
  });

  it.each([
    ["", "0 characters"],
    ["short", "5 characters"],
    ["kV7pQ2xZ9rT4mB1wL8nC3dF6gH5jK0s", "31 characters"],
    ["better-auth-secret-12345678901234567890", "well-known"],
    ["changemechangemechangemechangeme", "well-known"],
    ["CHANGE-ME-CHANGE-ME-CHANGE-ME-CHANGE-ME", "well-known"],
    ["12345678901234567890123456789012", "well-known"],
    ["abcdefghijklmnopqrstuvwxyz123456", "well-known"],
    ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "few different characters"],
    ["abababababababababababababababababab", "few different characters"],
  ])("refuses %j and says why and how to make one", (secret, reason) => {
    expect(() => checkSecret(secret)).toThrow(reason);
    expect(() => checkSecret(secret)).toThrow("openssl rand -base64 48");
  });

  it("does not repeat the secret in its message", () => {
    expect(() => checkSecret("tooShortButSecret")).not.toThrow("tooShortButSecret");
  });
});
