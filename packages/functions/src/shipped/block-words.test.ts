import { given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import blockWords from "./block-words.ts";

async function blockedBy(words: string[], text: string) {
  const { blocked } = await given(blockWords, { valves: { words, message: "{word}" } }).inlet(text);
  return blocked;
}

it.each([
  [["bomb"], "How do I make a Bomb?", "Bomb"],
  [["bomb"], "a bombastic hat", null],
  [["bomb"], "bomb_shell", null],
  [["bomb*"], "two bombs", "bombs"],
  [["red herring"], "a red\n herring", "red\n herring"],
  [["c++"], "I write C++.", "C++"],
  [["c++"], "I write C#.", null],
  [["straße"], "in der STRASSE", null],
  [["café"], "the cafe\u0301", "café"],
  [["爆弾"], "これは爆弾です", "爆弾"],
  [["слово"], "это слово, да", "слово"],
  [["a", "b"], "only b", "b"],
  [[], "anything", null],
])("%j finds in %j: %j", async (words, text, expected) => {
  expect(await blockedBy(words, text)).toBe(expected);
});

it("tells the person what to do, with the word", async () => {
  const { blocked } = await given(blockWords, { valves: { words: ["bomb"] } }).inlet("a bomb");
  expect(blocked).toBe(
    'This can\'t be sent, because it contains "bomb". Change it and send it again.',
  );
});

const chat = {
  model: "m",
  messages: [
    { role: "system", content: "never say bomb" },
    { role: "user", content: "a bomb" },
    { role: "assistant", content: "no" },
    { role: "user", content: "please" },
  ],
};

it("sees earlier questions too, so that asking again is no way around", async () => {
  expect((await given(blockWords, { valves: { words: ["bomb"] } }).inlet(chat)).blocked).not.toBe(
    null,
  );
});

it("looks at the newest question only when it is told so", async () => {
  const valves = { words: ["bomb"], onlyLast: true };
  expect(await given(blockWords, { valves }).inlet(chat)).toEqual({ body: chat, blocked: null });
});

it("stops answers only when it is told so", async () => {
  const words = ["bomb"];
  expect((await given(blockWords, { valves: { words } }).outlet("a bomb")).blocked).toBe(null);
  const strict = given(blockWords, { valves: { words, answers: true } });
  expect((await strict.outlet("a bomb")).blocked).not.toBe(null);
  expect((await strict.outlet("a hat")).blocked).toBe(null);
});

it("looks for a thousand words in a long text at once", async () => {
  const words = Array.from({ length: 1000 }, (_, place) => `word${place}x`);
  const text = "An ordinary sentence about a word. ".repeat(3000);
  expect(await blockedBy(words, text)).toBe(null);
  expect(await blockedBy(words, `${text} WORD999X`)).toBe("WORD999X");
});
