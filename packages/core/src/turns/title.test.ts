import { describe, expect, it } from "vitest";
import { titleByRule, titleFromReply } from "./title.ts";

describe("titleByRule", () => {
  it.each([
    ["How do leases differ from locks?", "How do leases differ from locks?"],
    ["  two\n\n lines ", "two lines"],
    ["", "New chat"],
    [
      "Please explain the difference between optimistic and pessimistic locking",
      "Please explain the difference between optimistic…",
    ],
    ["x".repeat(60), `${"x".repeat(50)}…`],
  ])("names %j %j", (question, title) => {
    expect(titleByRule(question)).toBe(title);
  });
});

describe("titleFromReply", () => {
  it.each([
    ["Leases and Locks", "Leases and Locks"],
    ['"Leases and Locks."', "Leases and Locks"],
    ["**Leases** and locks\n\nMore words", "Leases** and locks"],
    ["Title: Leases", "Leases"],
    ["<think>Which?\nHm</think>\n\nLeases", "Leases"],
    ["# Leases", "Leases"],
    ["„Pacht und Schloss“", "Pacht und Schloss"],
    ["", null],
    ["<think>only thoughts</think>", null],
    ["x".repeat(100), `${"x".repeat(79)}…`],
  ])("reads from %j the title %j", (reply, title) => {
    expect(titleFromReply(reply)).toBe(title);
  });
});
