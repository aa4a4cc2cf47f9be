import { describe, expect, it } from "vitest";
import type { Content } from "../chat/content.ts";
import type { Message } from "../chat/message.ts";
import { promptOf } from "./prompt.ts";

const said = (role: Message["role"], content: Content): Message => ({
  ...{ id: "id", chatId: "c", parentId: null, role, content, status: "done", model: null },
  ...{ metadata: {}, activeChildId: null, createdAt: 0 },
});
const user = (content: Content) => said("user", content);
const assistant = (content: Content) => said("assistant", content);
const text = (words: string) => ({ type: "text", text: words });
const image = { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } };
const sent = (branch: Message[]) =>
  promptOf(branch, { kind: "openai" }).map(({ role, content }) => [role, content]);

describe("a branch as an upstream reads it", () => {
  const empty: [string, Content][] = [
    ["no text", ""],
    ["blanks", " \n"],
    ["an empty text part", [text("")]],
    ["parts of blanks", [text(" "), text("\n")]],
    ["no part", []],
  ];

  it.each(empty)("is without a question of %s that nothing answered", (_, content) => {
    const branch = [user("One"), assistant("First"), user(content), assistant(""), user("Two")];
    expect(sent(branch)).toEqual([
      ["user", "One"],
      ["assistant", "First"],
      ["user", "Two"],
    ]);
  });

  it.each(empty)("never has a list without parts: a last question of %s", (_, content) => {
    expect(sent([user("One"), assistant("First"), user(content)])).toEqual([
      ["user", "One"],
      ["assistant", "First"],
      ["user", ""],
    ]);
  });

  it.each(empty)("keeps the turns' order: a question of %s that was answered", (_, content) => {
    expect(sent([user(content), assistant("What is it?"), user("Two")])).toEqual([
      ["user", ""],
      ["assistant", "What is it?"],
      ["user", "Two"],
    ]);
  });

  it("keeps what else a question has beside empty text", () => {
    expect(sent([user([text(""), image]), assistant("A cat."), user("Two")])).toEqual([
      ["user", [image]],
      ["assistant", "A cat."],
      ["user", "Two"],
    ]);
  });
});
