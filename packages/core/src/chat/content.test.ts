import { describe, expect, it } from "vitest";
import { type Content, content, textOf, viewsOf } from "./content.ts";

const mixed: Content = [
  { type: "text", text: "Look:" },
  { type: "image_url", image_url: { url: "data:image/png;base64,AA==", detail: "low" } },
  { type: "hologram", depth: 3 },
  { type: "text", text: "Nice?" },
];

describe("content", () => {
  it.each<[string, Content, string]>([
    ["plain text", "hello", "hello"],
    ["no parts", [], ""],
    ["parts, of which only text is read", mixed, "Look:\n\nNice?"],
    ["a text part without text", [{ type: "text" }], ""],
  ])("reads the text of %s", (_name, value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it("shows each part as what it is, unknown kinds with all their keys", () => {
    expect(viewsOf(mixed)).toEqual([
      { kind: "text", text: "Look:" },
      { kind: "image", url: "data:image/png;base64,AA==" },
      { kind: "unknown", type: "hologram", part: { type: "hologram", depth: 3 } },
      { kind: "text", text: "Nice?" },
    ]);
  });

  it("names a file by its name, and calls it a file without one", () => {
    const file = (value: object): Content => content.parse([{ type: "file", file: value }]);
    expect(viewsOf(file({ filename: "a.pdf" }))).toEqual([{ kind: "file", name: "a.pdf" }]);
    expect(viewsOf(file({}))).toEqual([{ kind: "file", name: "file" }]);
  });

  it("keeps unknown parts and keys as they came", () => {
    expect(content.parse(mixed)).toEqual(mixed);
  });
});
