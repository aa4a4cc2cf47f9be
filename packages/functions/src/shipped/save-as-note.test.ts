import { answered, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import notes from "./save-as-note.ts";

const startedAt = Date.UTC(2026, 10, 21);

/** Saves a text under a title, for a person; gives what is kept then. */
async function saved(title: string, person = "ada", kept = {}) {
  const action = given(notes, {
    kept,
    call: () => title,
    user: { id: person },
    request: { startedAt },
  });
  await action.action(answered(`The text of ${title}`), "save");
  return Object.fromEntries(action.kept);
}

it("keeps the text under the title that the person gives, and marks the message", async () => {
  const action = given(notes, { call: () => " My note ", request: { startedAt } });
  const result = await action.action(answered("# The _first_ line\nand more"), "save");
  expect(result).toEqual({
    notification: { type: "success", content: "Saved as a note." },
    fields: { note: "My note" },
  });
  expect([...action.kept.values()]).toEqual([
    {
      title: "My note",
      text: "# The _first_ line\nand more",
      chatId: "a-chat",
      savedAt: startedAt,
    },
  ]);
  expect(action.asked).toMatchObject([{ type: "input", data: { value: "The _first_ line" } }]);
});

it.each([null, "", "  "])("keeps nothing when the title is %j", async (title) => {
  const action = given(notes, { call: () => title });
  expect(await action.action("A text", "save")).toBe(null);
  expect(action.kept.size).toBe(0);
});

it("shows a person's own notes, and nothing in them is taken for HTML", async () => {
  const kept = await saved("<script>alert(1)</script>", "ada", await saved("secret", "bob"));
  const result = await given(notes, { kept, user: { id: "ada" } }).action("", "show");
  const html = JSON.stringify(result);
  expect(html).toContain("&lt;script&gt;");
  expect(html).toContain("2026-11-21");
  expect(html).not.toContain("<script>");
  expect(html).not.toContain("secret");
});

it("removes the note that is chosen, also of two with one title", async () => {
  const kept = await saved("same", "ada", await saved("same"));
  expect(Object.keys(kept)).toHaveLength(2);
  const action = given(notes, { kept, user: { id: "ada" }, call: () => "2. same" });
  expect(await action.action("", "remove")).toEqual({
    notification: { type: "success", content: 'Removed "same".' },
  });
  expect(action.kept.size).toBe(1);
});

it("removes nothing when nobody chooses", async () => {
  const kept = await saved("one");
  const action = given(notes, { kept, user: { id: "ada" } });
  expect(await action.action("", "remove")).toBe(null);
  expect(action.kept.size).toBe(1);
  const none = given(notes);
  expect(await none.action("", "remove")).toMatchObject({ notification: { type: "info" } });
});

it("stops at the most, and says what to do", async () => {
  const kept = await saved("one");
  const action = given(notes, {
    kept,
    valves: { most: 1 },
    user: { id: "ada" },
    call: () => "two",
  });
  expect(await action.action("A text", "save")).toMatchObject({
    notification: { type: "warning" },
  });
  expect(action.kept.size).toBe(1);
});
