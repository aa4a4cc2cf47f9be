import { type Message, type Role, textOf } from "@parley/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { asking, asks } from "../testing/asking.ts";
import { serveWorld } from "../testing/serve-world.ts";

let world: Awaited<ReturnType<typeof serveWorld>>;
beforeAll(async () => {
  world = await serveWorld();
});
afterAll(() => world.stop());
const { post, exchange, begun, chatsOf } = asking(() => world);

const plain = { model: "m", messages: asks };
const tool = { type: "function", function: { name: "f" } };

describe("1.2 request body: keys that the model's server does not get", () => {
  it.each<[string, object]>([
    ["model_item, a copy of the model", { model_item: { id: "m", direct: true, name: "Mine" } }],
    ["background_tasks", { background_tasks: { title_generation: true } }],
    ["chat_id of a temporary chat", { chat_id: "local:socket" }],
    ["chat_id that is empty", { chat_id: "" }],
    ["chat_id that is null", { chat_id: null }],
    ["session_id", { session_id: "socket" }],
    ["id", { id: "a1" }],
    ["message_ids, as a list", { message_ids: [{ model_id: "m", message_id: "a1" }] }],
    ["message_ids, as a map", { message_ids: { m: "a1" } }],
    ["parent_id, of a chat that is not named", { parent_id: "q1" }],
    ["user_message", { user_message: { id: "q1", content: "Hi" } }],
    ["parent_message, its other name", { parent_message: { id: "q1", content: "Hi" } }],
    ["assistant_message_id", { assistant_message_id: "a1" }],
    ["folder_id", { folder_id: "f" }],
    ["filter_ids", { filter_ids: ["f"] }],
    ["tool_servers", { tool_servers: [{ url: "http://tools.test", key: "secret" }] }],
    ["new_chat", { new_chat: true }],
    ["tool_ids", { tool_ids: ["t"] }],
    ["files", { files: [{ type: "file", id: "1" }] }],
    ["features", { features: { web_search: true } }],
    ["variables", { variables: { "{{USER_NAME}}": "Eve" } }],
    ["skill_ids", { skill_ids: ["s"] }],
    ["terminal_id", { terminal_id: "t" }],
    ["params that have no values", { params: {} }],
  ])("%s", async (_, keys) => {
    const { request, response } = await exchange(keys);
    expect(response.status).toBe(200);
    expect(request).toEqual(plain);
    expect(await chatsOf("ada")).toBe(0);
  });
});

describe("1.2 request body: keys that go on to the model's server", () => {
  it.each<[string, object, object]>([
    ["params become keys of the request", { params: { seed: 7 } }, { seed: 7 }],
    ["params of Parley's own don't", { params: { system: "x", function_calling: "native" } }, {}],
    ["what the body says itself wins over params", { seed: 1, params: { seed: 7 } }, { seed: 1 }],
    [
      "regeneration_prompt, as a last message",
      { regeneration_prompt: "Shorter." },
      { messages: [...asks, { role: "user", content: "Shorter." }] },
    ],
    ["tools of the caller", { tools: [tool] }, { tools: [tool] }],
    ["tools of the caller, also when there are none", { tools: [] }, { tools: [] }],
    ["stream", { stream: true }, { stream: true }],
    ["stream: false", { stream: false }, { stream: false }],
    [
      "stream_options",
      { stream: true, stream_options: { include_usage: true } },
      { stream: true, stream_options: { include_usage: true } },
    ],
    ["sampling keys", { temperature: 0.1, top_p: 0.5 }, { temperature: 0.1, top_p: 0.5 }],
    ["metadata, which is OpenAI's", { metadata: { mine: "1" } }, { metadata: { mine: "1" } }],
    ["keys that nobody knows", { vendor_key: { a: [null] } }, { vendor_key: { a: [null] } }],
  ])("%s", async (_, keys, sent) => {
    expect((await exchange(keys)).request).toEqual({ ...plain, ...sent });
  });

  it("on /v1 all keys: there they are the caller's own", async () => {
    const keys = { chat_id: "c", params: { seed: 7 }, filter_ids: ["f"], parent_id: null };
    const pending = post(keys, "ada", "/v1/chat/completions");
    const call = await world.nextCall();
    await call.finish();
    expect((await pending).status).toBe(200);
    expect(call.request).toEqual({ ...plain, ...keys });
    expect(await chatsOf("ada")).toBe(0);
  });
});

describe("1.2 request body: keys that say where an answer is kept", () => {
  const chatId = "kept";
  const question = { id: "q2", parentId: "a", content: "Two" };
  beforeAll(() => begun(chatId));

  type Kept = { id?: string; parentId?: string; role?: Role; text?: string; metadata?: object };
  const row = (messages: Message[] | null, id: string): Kept | null => {
    const found = messages?.find((message) => message.id === id);
    if (found === undefined) return null;
    const { parentId, role, metadata } = found;
    return { id, parentId: parentId ?? "none", role, text: textOf(found.content), metadata };
  };

  it.each<{ rule: string; keys: object; asked?: string; kept: Kept[] }>([
    {
      rule: "id is the answer's",
      keys: { id: "k1" },
      kept: [{ id: "k1", role: "assistant", text: "Hello there" }],
    },
    {
      rule: "message_ids name the answer, as a list",
      keys: { message_ids: [{ model_id: "m", message_id: "k2" }] },
      kept: [{ id: "k2", role: "assistant", text: "Hello there" }],
    },
    {
      rule: "message_ids name the answer, as a map",
      keys: { message_ids: { m: "k3" } },
      kept: [{ id: "k3", role: "assistant", text: "Hello there" }],
    },
    {
      rule: "user_message is the question, below its parent",
      keys: { id: "k4", user_message: { ...question, id: "q4" } },
      kept: [
        { id: "q4", parentId: "a", role: "user", text: "Two" },
        { id: "k4", parentId: "q4" },
      ],
    },
    {
      rule: "keys of user_message that Parley does not know are kept with it",
      keys: {
        id: "k5",
        user_message: {
          ...question,
          id: "q5",
          files: [{ id: "1" }],
          timestamp: 1,
          custom: { a: 1 },
        },
      },
      kept: [{ id: "q5", metadata: { files: [{ id: "1" }], custom: { a: 1 } } }],
    },
    {
      rule: "parent_message is another name of user_message",
      keys: { id: "k6", parent_message: { ...question, id: "q6", content: "Older" } },
      kept: [{ id: "q6", parentId: "a", text: "Older" }],
    },
    {
      rule: "without user_message the last question of messages is asked",
      keys: { id: "k7", messages: [{ role: "user", content: "Mine" }] },
      asked: "Mine",
      kept: [{ id: "k7", role: "assistant" }],
    },
    {
      rule: "parent_id says below what",
      keys: { id: "k8", parent_id: "a", user_message: { id: "q8", content: "Eight" } },
      kept: [{ id: "q8", parentId: "a" }],
    },
    {
      rule: "parent_id null begins the chat a second time",
      keys: { id: "k9", parent_id: null, user_message: { id: "q9", content: "Nine" } },
      kept: [{ id: "q9", parentId: "none" }],
    },
  ])("$rule", async ({ keys, asked, kept }) => {
    const { response, request } = await exchange({ chat_id: chatId, ...keys });
    expect(response.status).toBe(200);
    if (asked !== undefined) expect(request.messages.at(-1)?.content).toBe(asked);
    const messages = await world.chats.messages("ada", chatId);
    for (const each of kept) {
      expect(row(messages, each.id ?? "")).toMatchObject(each);
      if (each.metadata !== undefined)
        expect(row(messages, each.id ?? "")?.metadata).toEqual(each.metadata);
    }
  });
});

describe("1.2 request body: what is refused", () => {
  const failure = z.object({ error: z.object({ code: z.string(), param: z.string().nullable() }) });

  it.each<[string, object, string]>([
    ["a chat_id that is no text", { chat_id: 7 }, "chat_id"],
    ["a session_id that is no text", { session_id: {} }, "session_id"],
    ["an id with other characters", { id: "a b" }, "id"],
    ["a parent_id with other characters", { parent_id: "a/b" }, "parent_id"],
    ["message_ids that are neither list nor map", { message_ids: "a1" }, "message_ids"],
    ["message_ids without a model", { message_ids: [{ message_id: "a1" }] }, "message_ids"],
    ["a user_message that is no object", { user_message: "Hi" }, "user_message"],
    ["a question that is no content", { user_message: { content: 7 } }, "user_message.content"],
    ["params that are no object", { params: [] }, "params"],
    ["a regeneration_prompt that is no text", { regeneration_prompt: 1 }, "regeneration_prompt"],
    [
      "a chat to begin without a question",
      { parent_id: null, messages: [{ role: "system", content: "x" }] },
      "messages",
    ],
    ["several answers of one model to a stored question", { parent_id: null, n: 2 }, "n"],
    [
      "several answers in one response",
      {
        parent_id: null,
        message_ids: [
          { model_id: "m", message_id: "a1" },
          { model_id: "m", message_id: "a2" },
        ],
      },
      "message_ids",
    ],
  ])("%s, by name", async (_, keys, param) => {
    const response = await post(keys, "bob");
    expect(response.status).toBe(400);
    expect(failure.parse(await response.json())).toEqual({
      error: { code: "invalid_request", param },
    });
    expect(await chatsOf("bob")).toBe(0);
  });

  it("a model_item for a direct connection: the server's models count, whatever it says", async () => {
    const response = await post({ model: "mine", model_item: { id: "mine", direct: true } });
    expect(response.status).toBe(404);
    expect(failure.parse(await response.json()).error.code).toBe("model_not_found");
  });
});
