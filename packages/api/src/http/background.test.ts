import { textOf } from "@parley/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { asking } from "../testing/asking.ts";
import { FilteredUpstream } from "../testing/filtered-upstream.ts";
import { serveWorld } from "../testing/serve-world.ts";

const upstream = new FilteredUpstream(["m", "n"]);
let world: Awaited<ReturnType<typeof serveWorld>>;
beforeAll(async () => {
  world = await serveWorld({ upstream });
  await begun("kept");
});
afterAll(() => world.stop());
beforeEach(() => {
  upstream.change = (body) => body;
  upstream.hold = null;
});
const { post, speak, exchange, begun, chatsOf } = asking(() => world);

const background = z.strictObject({
  status: z.literal(true),
  task_ids: z.array(z.string()),
  chat_id: z.string(),
});
const whole = z.looseObject({
  id: z.string(),
  object: z.literal("chat.completion"),
  choices: z.array(z.looseObject({ message: z.looseObject({ content: z.string() }) })),
});
const session = { session_id: "socket" };
const stored = { chat_id: "kept" };
const begins = { parent_id: null };
const temporary = { chat_id: "local:socket" };
const streamed = { stream: true };

/** What is stored of an answer. */
const kept = async (id: string, chatId = "kept") => {
  const message = await world.chats.message("ada", chatId, id);
  return message === null ? null : { status: message.status, text: textOf(message.content) };
};
const done = { status: "done", text: "Hello there" };

describe("1.6 in the background: session_id and a stored chat", () => {
  it.each<[rule: string, id: string, keys: object]>([
    ["a chat that is there", "b1", stored],
    ["a chat that is there, streamed", "b2", { ...stored, ...streamed }],
    ["a new chat", "b3", begins],
    ["a new chat, streamed", "b4", { ...begins, ...streamed }],
    ["the answer named by message_ids", "b5", { ...stored, message_ids: { m: "b5" } }],
  ])("%s: the task's id comes at once, the answer is stored", async (_, id, keys) => {
    const response = await post({ ...session, id, ...keys });
    expect(response.headers.get("content-type")).toContain("application/json");
    const { task_ids, chat_id } = background.parse(await response.json());
    expect(task_ids).toHaveLength(1);
    expect(await kept(id, chat_id)).toEqual({ status: "streaming", text: "" });
    await speak(await world.nextCall(), ["Hello", " there"]);
    await world.untilIdle(chat_id);
    expect(await kept(id, chat_id)).toEqual(done);
  });

  const question = { user_message: { id: "two", parentId: "a", content: "Both of you?" } };
  const both = (first: string, second: string) => [
    { model_id: first, message_id: `${first}-1` },
    { model_id: second, message_id: `${second}-2` },
  ];

  it("several message_ids: a task and an answer for each, below one question", async () => {
    const keys = { ...stored, ...question, message_ids: both("m", "n") };
    const response = await post({ ...session, ...keys });
    expect(background.parse(await response.json()).task_ids).toHaveLength(2);
    const calls = [await world.nextCall(), await world.nextCall()];
    expect(calls.map(({ request }) => request.model).toSorted()).toEqual(["m", "n"]);
    for (const call of calls) await speak(call, [`I am ${call.request.model}`]);
    await world.untilIdle("kept");
    expect(await kept("m-1")).toEqual({ status: "done", text: "I am m" });
    expect(await kept("n-2")).toEqual({ status: "done", text: "I am n" });
    expect(await world.chats.siblingIds("ada", "kept", "m-1")).toEqual(["m-1", "n-2"]);
    expect(await world.chats.message("ada", "kept", "m-1")).toMatchObject({ parentId: "two" });
  });

  it("several message_ids of one model: it answers as often", async () => {
    const ids = [
      { model_id: "m", message_id: "twice-1" },
      { model_id: "m", message_id: "twice-2" },
    ];
    await post({ ...session, ...stored, message_ids: ids });
    for (const _ of ids) await speak(await world.nextCall(), ["Hello", " there"]);
    await world.untilIdle("kept");
    expect([await kept("twice-1"), await kept("twice-2")]).toEqual([done, done]);
  });

  const refused = z.object({ error: z.looseObject({ param: z.string().nullable() }) });
  const second = (id: string) => [
    { model_id: "m", message_id: "first-1" },
    { model_id: "n", message_id: id },
  ];
  const asked = { user_message: { id: "three", parentId: "a", content: "And now?" } };

  it.each<[rule: string, message_ids: object]>([
    ["a list", second("first-1")],
    ["a map", { m: "first-1", n: "first-1" }],
  ])("one id for two answers, in %s: refused, and nothing begins", async (_, message_ids) => {
    const response = await post({ ...session, ...stored, ...asked, message_ids });
    expect(response.status).toBe(400);
    expect(refused.parse(await response.json()).error.param).toBe("message_ids");
    expect(await kept("first-1")).toBeNull();
  });

  it.each<[rule: string, id: string, keys: object]>([
    ["a question of the chat", "q", stored],
    ["an answer to another question", "a", stored],
    ["the question that is asked", "three", stored],
    ["the question that begins a chat", "three", begins],
  ])("several message_ids, of which one is %s: nothing begins", async (_, id, keys) => {
    const before = await chatsOf("ada");
    const { calls } = upstream;
    const response = await post({ ...session, ...keys, ...asked, message_ids: second(id) });
    expect(response.status).toBe(409);
    expect(refused.parse(await response.json()).error.param).toBe("message_ids");
    expect([await kept("first-1"), await kept("three")]).toEqual([null, null]);
    expect([await chatsOf("ada"), upstream.calls]).toEqual([before, calls]);
  });

  it("several message_ids, sent again: the same answers, none made twice", async () => {
    const keys = { ...session, ...stored, ...asked, message_ids: second("again-2") };
    await post(keys);
    for (const _ of second("")) await speak(await world.nextCall(), ["Hello", " there"]);
    await world.untilIdle("kept");
    const { calls } = upstream;
    const response = await post(keys);
    expect(response.status).toBe(200);
    expect([await kept("first-1"), await kept("again-2")]).toEqual([done, done]);
    expect(upstream.calls).toBe(calls);
  });

  it("several message_ids, some of them new: a question that is there gets those", async () => {
    const question = { user_message: { id: "three" } };
    const keys = { ...session, ...stored, ...question, message_ids: second("again-3") };
    expect((await post(keys)).status).toBe(200);
    await speak(await world.nextCall(), ["Hello", " there"]);
    await world.untilIdle("kept");
    expect(await kept("again-3")).toEqual(done);
  });

  it("several message_ids, of which one model is not there: nothing begins", async () => {
    const message_ids = both("m", "ghost");
    const response = await post({ ...session, ...begins, message_ids }, "bob");
    expect(response.status).toBe(404);
    expect(await chatsOf("bob")).toBe(0);
  });
});

describe("1.6 at once: the caller gets the answer", () => {
  it.each<{ rule: string; id: string; keys: object; store: boolean }>([
    {
      rule: "a stored chat with id (the original answers null)",
      id: "s1",
      keys: stored,
      store: true,
    },
    {
      rule: "a stored chat, with a session_id that is empty",
      id: "s2",
      keys: { ...stored, session_id: "" },
      store: true,
    },
    { rule: "no chat", id: "s3", keys: {}, store: false },
    { rule: "no chat, with a session", id: "s4", keys: session, store: false },
    { rule: "a temporary chat", id: "s5", keys: temporary, store: false },
    {
      rule: "a temporary chat with a session (the original: over the socket)",
      id: "s6",
      keys: { ...temporary, ...session },
      store: false,
    },
  ])("$rule", async ({ id, keys, store }) => {
    const before = await chatsOf("ada");
    const { response } = await exchange({ id, ...keys });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("application/json");
    const text = await response.text();
    expect(text).toContain("Hello");
    expect(await chatsOf("ada")).toBe(before);
    expect(await kept(id)).toEqual(store ? done : null);
  });

  it.each<{ rule: string; keys: object }>([
    { rule: "a stored chat without id", keys: stored },
    { rule: "a new chat", keys: begins },
  ])("$rule: the answer says under which id it is stored", async ({ keys }) => {
    const { response } = await exchange(keys);
    const { id, choices } = whole.parse(await response.json());
    expect(choices[0]?.message.content).toBe("Hello there");
    const [chat] = (await world.chats.list("ada", { limit: 1 })).chats;
    expect(await kept(id, chat?.id)).toEqual(done);
  });

  it.each<{ rule: string; id: string; keys: object; store: boolean }>([
    { rule: "a stored chat", id: "e1", keys: stored, store: true },
    { rule: "no chat", id: "e2", keys: {}, store: false },
    { rule: "a temporary chat", id: "e3", keys: { ...temporary, ...session }, store: false },
  ])("$rule, streamed: in chunks", async ({ id, keys, store }) => {
    const { response } = await exchange({ id, ...streamed, ...keys });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const text = await response.text();
    const pieces = [...text.matchAll(/"content":"([^"]*)"/g)].map(([, piece]) => piece);
    expect(pieces.join("")).toBe("Hello there");
    expect(await kept(id)).toEqual(store ? done : null);
  });

  it("a stored chat, streamed: a caller that leaves does not end the answer", async () => {
    const leaving = new AbortController();
    const response = await fetch(`${world.url}/api/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer ada" },
      body: JSON.stringify({
        ...{ model: "m", messages: [{ role: "user", content: "Hi" }], id: "left" },
        ...{ ...stored, ...streamed },
      }),
      signal: leaving.signal,
    });
    const call = await world.nextCall();
    await call.say("Hello");
    await response.body?.getReader().read();
    leaving.abort();
    await speak(call, [" there"]);
    await world.untilIdle("kept");
    expect(await kept("left")).toEqual(done);
  });
});
