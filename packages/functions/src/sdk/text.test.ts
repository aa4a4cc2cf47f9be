import { expect, it } from "vitest";
import { mapText, textOf, withText } from "./text.ts";

const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AA" } };
const parts = [picture, { type: "text", text: "one" }, { type: "text", text: "two" }];

it("reads the text of a message, however it is written", () => {
  expect(textOf({ content: "one" })).toBe("one");
  expect(textOf({ content: parts })).toBe("one\ntwo");
  expect(textOf({ content: null })).toBe("");
  expect(textOf({})).toBe("");
});

it("changes each piece of text where it stands", () => {
  const shout = (text: string) => text.toUpperCase();
  expect(mapText({ role: "user", content: "one" }, shout)).toEqual({
    role: "user",
    content: "ONE",
  });
  expect(mapText({ content: parts }, shout)).toEqual({
    content: [picture, { type: "text", text: "ONE" }, { type: "text", text: "TWO" }],
  });
  expect(mapText({ content: null }, shout)).toEqual({ content: null });
});

it("puts a text in place of all others, and keeps pictures", () => {
  expect(withText({ role: "user", content: "one" }, "new")).toEqual({
    role: "user",
    content: "new",
  });
  expect(withText({ content: parts }, "new")).toEqual({
    content: [{ type: "text", text: "new" }, picture],
  });
});
