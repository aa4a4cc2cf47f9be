import { jsonObject } from "@parley/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asking } from "../testing/asking.ts";
import { FilteredUpstream } from "../testing/filtered-upstream.ts";
import { serveWorld } from "../testing/serve-world.ts";

const upstream = new FilteredUpstream(["m"]);
let world: Awaited<ReturnType<typeof serveWorld>>;
beforeAll(async () => {
  world = await serveWorld({ upstream });
});
afterAll(() => world.stop());
const { exchange, begun } = asking(() => world);
beforeAll(() => begun("kept"));
beforeEach(() => {
  upstream.shown.length = 0;
});

const stored = { chat_id: "kept" };
const temporary = { chat_id: "local:socket" };

/** What the filter was shown of a request with these keys, and what the model's server got. */
async function seen(keys: object) {
  const { request, response } = await exchange({ stream: true, ...keys });
  await response.text();
  const [inlet, outlet] = upstream.shown;
  const metadata = jsonObject.parse(inlet?.body.metadata);
  return { metadata, inlet: inlet?.body, outlet: outlet?.body, request };
}

describe("1.3 metadata: what a filter is told of a request", () => {
  it.each<{ rule: string; keys: object; told: object }>([
    { rule: "user_id is the caller's", keys: {}, told: { user_id: "ada" } },
    {
      rule: "user_id is the caller's, whatever their own metadata say",
      keys: { metadata: { user_id: "root" } },
      told: { user_id: "ada" },
    },
    { rule: "chat_id is empty without a chat", keys: {}, told: { chat_id: "", message_id: "" } },
    {
      rule: "chat_id is empty without a chat, whatever the caller's metadata say",
      keys: { metadata: { chat_id: "kept", message_id: "a" } },
      told: { chat_id: "", message_id: "" },
    },
    {
      rule: "chat_id and message_id of a stored chat",
      keys: { ...stored, id: "t1" },
      told: { chat_id: "kept", message_id: "t1" },
    },
    {
      rule: "chat_id and message_id of a temporary chat",
      keys: { ...temporary, id: "t2" },
      told: { chat_id: "local:socket", message_id: "t2" },
    },
    {
      rule: "message_id of a temporary chat, named by message_ids",
      keys: { ...temporary, message_ids: [{ model_id: "m", message_id: "t5" }] },
      told: { chat_id: "local:socket", message_id: "t5" },
    },
    { rule: "session_id is empty unless it was sent", keys: {}, told: { session_id: "" } },
    {
      rule: "session_id",
      keys: { ...temporary, session_id: "socket" },
      told: { session_id: "socket" },
    },
    { rule: "filter_ids are none unless they were sent", keys: {}, told: { filter_ids: [] } },
    { rule: "filter_ids", keys: { filter_ids: ["f"] }, told: { filter_ids: ["f"] } },
    {
      rule: "filter_ids of a stored chat",
      keys: { ...stored, filter_ids: ["f"] },
      told: { chat_id: "kept", filter_ids: ["f"] },
    },
    { rule: "tool_ids", keys: { tool_ids: ["t"] }, told: { tool_ids: ["t"] } },
    { rule: "files", keys: { files: [{ id: "1" }] }, told: { files: [{ id: "1" }] } },
    { rule: "features", keys: { features: { voice: true } }, told: { features: { voice: true } } },
    {
      rule: "variables",
      keys: { variables: { "{{A}}": "b" } },
      told: { variables: { "{{A}}": "b" } },
    },
    { rule: "folder_id", keys: { ...stored, folder_id: "f" }, told: { folder_id: "f" } },
    {
      rule: "model, with its id and name (the original gives all of it)",
      keys: {},
      told: { model: { id: "m", name: "M" } },
    },
    { rule: "the caller's own metadata", keys: { metadata: { mine: "1" } }, told: { mine: "1" } },
  ])("$rule", async ({ keys, told }) => {
    expect((await seen(keys)).metadata).toMatchObject(told);
  });

  it("nothing more than that: a caller's servers and keys are told to nobody", async () => {
    const { metadata } = await seen({
      tool_servers: [{ url: "http://tools.test", key: "secret" }],
      model_item: { direct: true },
      user_message: { content: "Hi" },
    });
    expect(Object.keys(metadata).toSorted()).toEqual([
      "chat_id",
      "filter_ids",
      "message_id",
      "model",
      "session_id",
      "user_id",
    ]);
  });
});

describe("1.3 metadata: where it goes", () => {
  const keys = { filter_ids: ["f"], features: { voice: true }, files: [{ id: "1" }] };

  it.each([
    { place: "an API call", where: {} },
    { place: "a temporary chat", where: temporary },
    { place: "a stored chat", where: stored },
  ])("not to the model's server, of $place", async ({ where }) => {
    const { request } = await seen({ ...where, ...keys });
    expect(request).not.toHaveProperty("metadata");
    for (const key of Object.keys(keys)) expect(request).not.toHaveProperty(key);
  });

  it("the caller's own alone goes to the model's server", async () => {
    const { request } = await seen({ ...keys, metadata: { mine: "1" } });
    expect(request.metadata).toEqual({ mine: "1" });
  });

  it("nothing of it is beside `metadata` in the request that a filter sees", async () => {
    const { inlet } = await seen(keys);
    expect(Object.keys(inlet ?? {}).toSorted()).toEqual([
      "messages",
      "metadata",
      "model",
      "stream",
    ]);
  });

  it.each<{ rule: string; sent: object; outlet: object }>([
    { rule: "an API call: nowhere", sent: {}, outlet: { chat_id: "", id: "" } },
    {
      rule: "a temporary chat",
      sent: { ...temporary, id: "t3" },
      outlet: { chat_id: "local:socket", id: "t3" },
    },
    { rule: "a stored chat", sent: { ...stored, id: "t4" }, outlet: { chat_id: "kept", id: "t4" } },
    { rule: "filter_ids, none", sent: {}, outlet: { filter_ids: [], session_id: "" } },
    {
      rule: "filter_ids and session_id",
      sent: { ...temporary, filter_ids: ["f"], session_id: "socket" },
      outlet: { filter_ids: ["f"], session_id: "socket" },
    },
  ])("an answer is shown with where it belongs: $rule", async ({ sent, outlet }) => {
    expect((await seen(sent)).outlet).toMatchObject({ model: "m", ...outlet });
  });
});
