import { describe, expect, it } from "vitest";
import { nameOfAddress } from "./name-of-address.ts";

describe("nameOfAddress", () => {
  it.each([
    ["https://api.openai.com/v1", "openai.com"],
    ["http://gpu-01:8000/v1", "gpu-01:8000"],
    ["  http://127.0.0.1:1234 ", "127.0.0.1:1234"],
    ["not an address", "not an address"],
    ["", ""],
  ])("calls %j %j", (address, name) => {
    expect(nameOfAddress(address)).toBe(name);
  });
});
