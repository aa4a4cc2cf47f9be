import { describe, expect, it } from "vitest";
import { bearerKey, keyHash, keyLength } from "./bearer.ts";

const key = `parley_${"aB".repeat(keyLength / 2)}`;

describe("bearerKey", () => {
  it.each([`Bearer ${key}`, `bearer ${key}`, `BEARER ${key}`])("reads %s", (header) => {
    expect(bearerKey(header)).toBe(key);
  });

  it.each([
    ["nothing", "Bearer "],
    ["nothing at all", "Bearer"],
    ["an injection", "Bearer ' OR 1=1 --"],
    ["a short key", `Bearer ${key.slice(0, -1)}`],
    ["a long key", `Bearer ${key}a`],
    ["a megabyte", `Bearer parley_${"a".repeat(1_000_000)}`],
    ["two spaces", `Bearer  ${key.slice(0, -1)}`],
    ["a tab", `Bearer\t${key}`],
    ["a space inside", `Bearer ${key.slice(0, 20)} ${key.slice(21)}`],
    ["a NUL inside", `Bearer ${key.slice(0, 20)}\0${key.slice(21)}`],
    ["a letter that folds to ASCII", `Bearer ${key.slice(0, -1)}\u212a`],
    ["a line end", `Bearer ${key.slice(0, -1)}\n`],
    ["two headers joined", `Bearer ${key}, Bearer ${key}`],
    ["another prefix", `Bearer sk-${key.slice(3)}`],
  ])("refuses %s", (_what, header) => {
    expect(bearerKey(header)).toBeNull();
  });

  it.each(["", "Basic YTpi", key, "Bearerx y"])("leaves %j to others", (header) => {
    expect(bearerKey(header)).toBeUndefined();
  });
});

describe("keyHash", () => {
  it("is SHA-256 as the key store writes it: base64url without padding", () => {
    expect(keyHash("abc")).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
  });
});
