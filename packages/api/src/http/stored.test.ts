import { textOf } from "@parley/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { asking, asks } from "../testing/asking.ts";
import { serveWorld } from "../testing/serve-world.ts";

const failure = z.object({ error: z.looseObject({ code: z.string(), message: z.string() }) });
const accepted = z.object({
  status: z.literal(true),
  task_ids: z.array(z.string()),
  chat_id: z.string(),
});

describe("POST /api/chat/completions with the keys of the upstream document", () => {
  let world: Awaited<ReturnType<typeof serveWorld>>;
  beforeAll(async () => {
    world = await serveWorld();
  });
  afterAll(() => world.stop());

  const { post, exchange, begun, chatsOf } = asking(() => world);

  it("no chat_id and no parent_id: nothing is stored", async () => {
    const { response } = await exchange({ chat_id: "" });
    expect(response.status).toBe(200);
    expect(await chatsOf("ada")).toBe(0);
  });

  it("a temporary chat (local:…): nothing is stored", async () => {
    await exchange({ chat_id: "local:abc", id: "a1", session_id: "s" });
    expect(await chatsOf("ada")).toBe(0);
  });

  it("what is addressed to Parley does not reach the model's server, params do", async () => {
    const { request } = await exchange({
      chat_id: "",
      filter_ids: ["f"],
      background_tasks: { title_generation: true },
      variables: {},
      features: {},
      params: { temperature: "0.5", system: "x" },
      vendor_key: 1,
    });
    expect(request).toEqual({ model: "m", messages: asks, temperature: 0.5, vendor_key: 1 });
  });

  it("parent_id null begins a chat, whose question and answer are stored", async () => {
    const keys = { parent_id: null, id: "a1", user_message: { id: "q1", content: "Begin" } };
    const { response, request } = await exchange(keys);
    expect(request.messages).toEqual([{ role: "user", content: "Begin" }]);
    expect(await response.json()).toMatchObject({
      id: "a1",
      object: "chat.completion",
      choices: [{ message: { content: "Hello there" }, finish_reason: "stop" }],
      usage: { completion_tokens: 2 },
    });
    const [chat] = (await world.chats.list("ada", { limit: 1 })).chats;
    const stored = await world.chats.messages("ada", chat?.id ?? "");
    expect(stored?.map(({ id, status, content }) => [id, status, textOf(content)])).toEqual([
      ["q1", "done", "Begin"],
      ["a1", "done", "Hello there"],
    ]);
  });

  describe("a stored chat", () => {
    const chatId = "kept";
    beforeAll(() => begun(chatId));

    it("its own branch goes to the model, and the caller's system message", async () => {
      const { request } = await exchange({
        chat_id: chatId,
        id: "a2",
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Not of this chat" },
          { role: "user", content: "Two" },
        ],
      });
      expect(request.messages).toEqual([
        { role: "system", content: "Be brief." },
        { role: "user", content: "One" },
        { role: "assistant", content: "First" },
        { role: "user", content: "Two" },
      ]);
      expect(await world.chats.message("ada", chatId, "a2")).toMatchObject({
        content: "Hello there",
      });
    });

    it("streamed: the same text in chunks, with usage and [DONE]", async () => {
      const keys = { chat_id: chatId, id: "a3", stream: true, user_message: { content: "Three" } };
      const { response } = await exchange(keys, ["Some", " words"]);
      const text = await response.text();
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      const pieces = [...text.matchAll(/"content":"([^"]*)"/g)].map(([, piece]) => piece);
      expect(pieces.join("")).toBe("Some words");
      expect(text).toContain('"completion_tokens":2');
      expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
    });

    it.each([
      ["streamed", true],
      ["not streamed", false],
    ])("tools that the model wants to call reach the caller, %s", async (name, stream) => {
      const tool = { type: "function", function: { name: "look_up" } };
      const id = stream ? "t1" : "t2";
      const pending = post({
        chat_id: chatId,
        id,
        stream,
        tools: [tool],
        user_message: { content: name },
      });
      const call = await world.nextCall();
      expect(call.request.tools).toEqual([tool]);
      const wanted = { name: "look_up", arguments: '{"word":"lease"}' };
      const tool_calls = [{ index: 0, id: "call_1", type: "function", function: wanted }];
      const choice = { index: 0, delta: { tool_calls }, finish_reason: "tool_calls" };
      await call.finish({ choices: [choice] });
      const text = await (await pending).text();
      expect(text).toContain('"finish_reason":"tool_calls"');
      const [, list = "[]"] = /"tool_calls":(\[.*?\}\}\])/.exec(text) ?? [];
      const [first] = tool_calls;
      const { index: _, ...whole } = first ?? {};
      expect(JSON.parse(list)).toEqual(stream ? tool_calls : [whole]);
    });

    it("more than one answer at once is refused: a turn has one", async () => {
      const response = await post({ chat_id: chatId, id: "n1", n: 2 });
      expect(response.status).toBe(400);
      expect(failure.parse(await response.json()).error.message).toContain("one answer");
      expect(await world.chats.message("ada", chatId, "n1")).toBeNull();
    });

    it("with a session, the turn runs in the background and its id comes back at once", async () => {
      const keys = { chat_id: chatId, id: "a4", session_id: "socket", stream: true };
      const response = await post({ ...keys, user_message: { id: "q4", content: "Four" } });
      expect(accepted.parse(await response.json())).toMatchObject({ chat_id: chatId });
      const call = await world.nextCall();
      await call.say("Later");
      await call.finish();
      await world.untilIdle(chatId);
      expect(await world.chats.message("ada", chatId, "a4")).toMatchObject({ content: "Later" });
    });

    it("a question that is there already is answered once more", async () => {
      const keys = { chat_id: chatId, id: "a5", user_message: { id: "q" } };
      const { request } = await exchange(keys, ["Again"]);
      expect(request.messages).toEqual([{ role: "user", content: "One" }]);
      expect(await world.chats.message("ada", chatId, "a5")).toMatchObject({ parentId: "q" });
    });

    it.each([
      ["no text", ""],
      ["blanks", " \n"],
      ["an empty text part", [{ type: "text", text: "" }]],
      ["no part", []],
    ])("a new question of %s is refused, and nothing stored", async (_, content) => {
      const count = async () => (await world.chats.messages("ada", chatId))?.length;
      const before = await count();
      const asked = [
        { user_message: { id: "void", content } },
        { messages: [{ role: "user", content }] },
      ];
      for (const keys of asked) {
        const response = await post({ chat_id: chatId, id: "v1", session_id: "socket", ...keys });
        expect(response.status).toBe(400);
        expect(failure.parse(await response.json()).error).toMatchObject({ param: "messages" });
      }
      expect(await count()).toBe(before);
    });

    it("a new question without text is asked when it has another part", async () => {
      const content = [{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }];
      const keys = { chat_id: chatId, id: "v2", user_message: { id: "seen", content } };
      const { request } = await exchange(keys);
      expect(request.messages.at(-1)).toEqual({ role: "user", content });
    });

    it("assistant_message_id goes on with a stopped answer", async () => {
      await world.chats.upsertMessage("ada", chatId, "a5", { status: "stopped" });
      await exchange({ chat_id: chatId, assistant_message_id: "a5" }, [" and again"]);
      expect(await world.chats.message("ada", chatId, "a5")).toMatchObject({
        content: "Again and again",
      });
    });

    it("a failure keeps the upstream's status, also where the answer was not streamed", async () => {
      const pending = post({ chat_id: chatId, id: "a6", user_message: { content: "Six" } });
      const call = await world.nextCall();
      await call.fail(world.upstreamError(429));
      const response = await pending;
      expect(response.status).toBe(429);
      expect(failure.parse(await response.json()).error.message).toBe("It failed.");
    });

    it("somebody else's chat, one that is not there, and a channel are one answer", async () => {
      const theirs = await post({ chat_id: chatId, id: "x1" }, "bob");
      const none = await post({ chat_id: "nowhere", id: "x1" }, "bob");
      const odd = await post({ chat_id: "no id / at all", id: "x1" }, "bob");
      const channel = await post({ chat_id: "channel:general", id: "x1" }, "bob");
      expect([theirs, none, odd, channel].map(({ status }) => status)).toEqual([
        404, 404, 404, 404,
      ]);
      expect(await theirs.json()).toEqual(await none.json());
    });

    it("keys that can't be read are named", async () => {
      const response = await post({ chat_id: chatId, id: "no id / at all" });
      expect(response.status).toBe(400);
      expect(failure.parse(await response.json()).error.message).toMatch(/^id: /);
    });
  });
});
