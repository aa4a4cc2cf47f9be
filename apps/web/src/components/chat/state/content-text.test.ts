import { describe, expect, it } from "vitest";
import { withText } from "./content-text.ts";

const image = { type: "image_url", image_url: { url: "data:," } };
const text = (value: string) => ({ type: "text", text: value });

describe("withText", () => {
  it("replaces a plain text", () => {
    expect(withText("old", "new")).toBe("new");
  });

  it("replaces the text of parts and keeps the others in place", () => {
    const odd = { type: "odd", value: 1 };
    const content = [image, { ...text("a"), extra: true }, odd, text("b")];
    expect(withText(content, "new")).toEqual([image, { ...text("new"), extra: true }, odd]);
  });

  it("puts text before parts that have none", () => {
    expect(withText([image], "new")).toEqual([text("new"), image]);
  });
});
