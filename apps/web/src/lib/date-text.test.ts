import { describe, expect, it } from "vitest";
import { dateText } from "./date-text.ts";

const now = Date.UTC(2026, 5, 15, 12, 0, 0);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const text = (at: number) => dateText(at, { locale: "en", now, timeZone: "UTC" });

describe("dateText", () => {
  it.each([
    ["now within a minute", now - 30_000, "now"],
    ["minutes within an hour", now - 59 * minuteMs, "59 minutes ago"],
    ["hours within a day", now - 23 * hourMs, "23 hours ago"],
    ["days within a week", now - 6 * dayMs, "6 days ago"],
    ["what is to come", now + 2 * dayMs, "in 2 days"],
    ["a date without its year in this year", Date.UTC(2026, 0, 2), "Jan 2"],
    ["a date with its year in another", Date.UTC(2027, 0, 2), "Jan 2, 2027"],
  ])("says %s", (_rule, at, expected) => {
    expect(text(at)).toBe(expected);
  });

  it("never rounds up to a unit that has not passed", () => {
    expect(text(now - (2 * dayMs - 1))).toBe("yesterday");
  });

  it("tells the year by the reader's time zone", () => {
    const newYear = Date.UTC(2026, 0, 1, 2);
    expect(dateText(newYear, { locale: "en", now, timeZone: "America/New_York" })).toBe(
      "Dec 31, 2025",
    );
  });
});
