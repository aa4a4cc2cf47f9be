import type { ChatMessage } from "@parley/functions";
import { asked, given } from "@parley/functions/testing";
import { expect, it } from "vitest";
import summarise from "./summarise.ts";

const said = (role: string, content: string): ChatMessage => ({ role, content });
/** Each is about 100 tokens long. */
const talk = (count: number) =>
  Array.from({ length: count }, (_, place) =>
    said(place % 2 === 0 ? "user" : "assistant", `${place} ${"word ".repeat(80)}`),
  );
const system = said("system", "Be kind.");
const valves = { budget: 500, keep: 2 };

it("leaves a short chat alone", async () => {
  const filter = given(summarise, { valves });
  const body = asked("", { messages: [system, ...talk(3)] });
  expect((await filter.inlet(body)).body).toEqual(body);
  expect(filter.completed).toEqual([]);
});

it("sends a summary in place of all but the newest messages", async () => {
  const filter = given(summarise, { valves, complete: () => "They counted." });
  const messages = [system, ...talk(7)];
  const { body } = await filter.inlet(asked("", { messages, temperature: 0 }));
  expect(body.temperature).toBe(0);
  expect(body.messages).toEqual([
    system,
    said("system", "What was said before, in short:\n\nThey counted."),
    ...messages.slice(-2),
  ]);
  const told = String(filter.completed[0]?.messages[1]?.content);
  expect(told).toContain("user: 0 word");
  expect(told).toContain("user: 4 word");
  expect(told).not.toContain("5 word");
});

it("adds to the summary that it kept, and only when it must", async () => {
  const first = given(summarise, { valves, complete: () => "Part one." });
  await first.inlet(asked("", { messages: talk(7) }));
  const kept = Object.fromEntries(first.kept);

  const next = given(summarise, { valves, kept });
  const { body } = await next.inlet(asked("", { messages: talk(8) }));
  expect(next.completed).toEqual([]);
  expect(body.messages).toHaveLength(4);

  const later = given(summarise, { valves, kept, complete: () => "Both parts." });
  await later.inlet(asked("", { messages: talk(11) }));
  const told = String(later.completed[0]?.messages[1]?.content);
  expect(told).toContain("summary of what came before: Part one.");
  expect(told).not.toContain("user: 4 word");
  expect(told).toContain("assistant: 5 word");
});

it("does not use a summary of what was edited since", async () => {
  const first = given(summarise, { valves, complete: () => "Old." });
  await first.inlet(asked("", { messages: talk(7) }));
  const edited = talk(7).with(0, said("user", `edited ${"word ".repeat(80)}`));
  const next = given(summarise, {
    valves,
    kept: Object.fromEntries(first.kept),
    complete: () => "New.",
  });
  const { body } = await next.inlet(asked("", { messages: edited }));
  expect(body.messages[0]?.content).toContain("New.");
});

it("keeps nothing when it is told so, or when there is no chat", async () => {
  for (const world of [{ valves: { ...valves, remember: false } }, { valves, chatId: "" }]) {
    const filter = given(summarise, { ...world, complete: () => "Short." });
    await filter.inlet(asked("", { messages: talk(7) }));
    expect(filter.kept.size).toBe(0);
  }
});

it("never parts a tool's call from its result", async () => {
  const call: ChatMessage = { role: "assistant", content: null, tool_calls: [{ id: "1" }] };
  const result: ChatMessage = { role: "tool", tool_call_id: "1", content: "42" };
  const messages = [...talk(6), call, result, said("assistant", "It is 42.")];
  const filter = given(summarise, { valves, complete: () => "Short." });
  const { body } = await filter.inlet(asked("", { messages }));
  expect(body.messages.slice(1)).toEqual(messages.slice(-3));
});

it("asks the model of the chat, or the one that an admin named", async () => {
  const messages = talk(7);
  const own = given(summarise, { valves, complete: () => "Short." });
  await own.inlet(asked("", { messages }));
  expect(own.completed[0]?.model).toBe("a-model");
  const other = given(summarise, {
    valves: { ...valves, summariser: "small" },
    complete: () => "Short.",
  });
  await other.inlet(asked("", { messages }));
  expect(other.completed[0]?.model).toBe("small");
});

it("fails rather than lose what was said", async () => {
  const filter = given(summarise, { valves, complete: () => "" });
  await expect(filter.inlet(asked("", { messages: talk(7) }))).rejects.toThrow("empty");
});

it("makes room when it has kept very many", async () => {
  const kept = Object.fromEntries(
    Array.from({ length: 5000 }, (_, place) => [`summary ${place}`, 0]),
  );
  const filter = given(summarise, { valves, kept, complete: () => "Short." });
  await filter.inlet(asked("", { messages: talk(7) }));
  expect(filter.kept.size).toBe(4501);
  expect(filter.kept.has("summary a-chat")).toBe(true);
});
