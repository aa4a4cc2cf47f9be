import { type JsonObject, modelDefinition, type Principal } from "@parley/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asking, asks } from "../testing/asking.ts";
import { FilteredUpstream } from "../testing/filtered-upstream.ts";
import { serveWorld } from "../testing/serve-world.ts";

const upstream = new FilteredUpstream(["m", "n"]);
const root: Principal = {
  ...{ userId: "root", name: "root", email: "root@example.org", role: "admin", via: "session" },
};
const grants = [{ to: "everyone", permission: "read" }];
const preset = {
  ...{ kind: "preset", id: "brief", name: "Brief", baseModelId: "n", grants },
  ...{ system: "Be brief.", params: { seed: 7 } },
};
const arena = { kind: "arena", id: "ring", name: "Ring", grants, arena: { modelIds: ["brief"] } };

let world: Awaited<ReturnType<typeof serveWorld>>;
beforeAll(async () => {
  world = await serveWorld({ upstream });
  await world.services.settings.write({ defaultParams: { top_p: 0.5 } });
  for (const one of [preset, arena]) {
    await world.services.modelAdmin.create(root, modelDefinition.parse(one));
  }
  await begun("kept");
});
afterAll(() => world.stop());
beforeEach(() => {
  upstream.shown.length = 0;
  upstream.change = (body) => body;
});
const { exchange, begun } = asking(() => world);

const user = (content: unknown) => ({ role: "user", content });
const assistant = (content: string) => ({ role: "assistant", content });
const system = (content: unknown) => ({ role: "system", content });
const stored = { chat_id: "kept" };
const two = { user_message: { id: "q2", parentId: "a", content: "Two" } };
const chain = [user("One"), assistant("First"), user("Two")];

describe("1.11 stages: what is done before a filter sees the request", () => {
  it.each<{ rule: string; keys: object; shown: object }>([
    { rule: "an arena has picked", keys: { model: "ring" }, shown: { model: "brief" } },
    {
      rule: "the pick's parameters are in it, because the arena picked before",
      keys: { model: "ring" },
      shown: { seed: 7 },
    },
    { rule: "the server's parameters are in it", keys: {}, shown: { top_p: 0.5 } },
    {
      rule: "the caller's parameters are in it",
      keys: { params: { seed: 1 } },
      shown: { seed: 1 },
    },
    {
      rule: "the preset's system prompt is in it",
      keys: { model: "brief" },
      shown: { messages: [system("Be brief."), ...asks] },
    },
    {
      rule: "the stored chat's messages stand in it",
      keys: { ...stored, ...two, id: "f1" },
      shown: { messages: chain },
    },
    {
      rule: "all of that together",
      keys: { ...stored, ...two, id: "f2", model: "ring" },
      shown: { model: "brief", seed: 7, top_p: 0.5, messages: [system("Be brief."), ...chain] },
    },
  ])("$rule", async ({ keys, shown }) => {
    await exchange(keys);
    expect(upstream.shown[0]?.body).toMatchObject(shown);
  });

  it.each<{ rule: string; keys: object; model: string }>([
    { rule: "an API call", keys: {}, model: "m" },
    { rule: "a stored chat", keys: { ...stored, id: "f3" }, model: "m" },
    { rule: "an arena's pick", keys: { model: "ring" }, model: "n" },
  ])("what the filter makes of it is sent, last of all: $rule", async ({ keys, model }) => {
    const changed: JsonObject[] = [{ role: "user", content: "changed" }];
    upstream.change = (body) => ({ ...body, messages: changed, top_p: 0.1 });
    const { request } = await exchange(keys);
    expect(request).toMatchObject({ model, messages: changed, top_p: 0.1 });
  });
});

describe("1.11 stages: the messages of a stored chat", () => {
  const other = [user("Not of this chat"), assistant("Nor this"), user("Two")];
  beforeAll(async () => {
    await world.chats.upsertMessage("ada", "kept", "q", { metadata: { custom: { a: 1 } } });
    await exchange({ ...stored, id: "elsewhere", parent_id: "q", ...{ messages: [user("Else")] } });
  });

  it.each<{ rule: string; keys: object; sent: object[] }>([
    {
      rule: "the chat's branch stands instead of the caller's messages",
      keys: { id: "m1", ...two, messages: other },
      sent: chain,
    },
    {
      rule: "the caller's system message stays, at the top",
      keys: { id: "m2", ...two, messages: [...other, system("Be kind.")] },
      sent: [system("Be kind."), ...chain],
    },
    {
      rule: "the caller's developer message stays too",
      keys: { id: "m3", ...two, messages: [{ role: "developer", content: "Be kind." }, ...other] },
      sent: [{ role: "developer", content: "Be kind." }, ...chain],
    },
    {
      rule: "system messages become one",
      keys: { id: "m4", ...two, messages: [system("Be kind."), ...other, system("Be quick.")] },
      sent: [system("Be kind.\n\nBe quick."), ...chain],
    },
    {
      rule: "system messages in parts become one, part by part",
      keys: {
        ...{ id: "m5", ...two },
        messages: [system([{ type: "text", text: "Be kind." }]), system("Be quick."), ...other],
      },
      sent: [
        system([
          { type: "text", text: "Be kind." },
          { type: "text", text: "Be quick." },
        ]),
        ...chain,
      ],
    },
    {
      rule: "a preset's system prompt goes before the caller's, in the same message",
      keys: { id: "m6", model: "brief", ...two, messages: [system("Be kind."), ...other] },
      sent: [system("Be brief.\n\nBe kind."), ...chain],
    },
    {
      rule: "messages beside the branch, and custom fields, stay at home",
      keys: { id: "m7", user_message: { id: "q" } },
      sent: [user("One")],
    },
    {
      rule: "a question is stored before the branch is read",
      keys: { id: "m8", user_message: { id: "q8", parentId: "a", content: "New" } },
      sent: [user("One"), assistant("First"), user("New")],
    },
    {
      rule: "empty text parts are left out",
      keys: {
        id: "m9",
        user_message: {
          parentId: null,
          content: [
            { type: "text", text: " " },
            { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } },
          ],
        },
        parent_id: null,
      },
      sent: [user([{ type: "image_url", image_url: { url: "data:image/png;base64,AA==" } }])],
    },
    {
      rule: "regeneration_prompt is said after them, and not stored",
      keys: { id: "m10", user_message: { id: "q" }, regeneration_prompt: "Shorter." },
      sent: [user("One"), user("Shorter.")],
    },
  ])("$rule", async ({ keys, sent }) => {
    const { request } = await exchange({ ...stored, ...keys });
    expect(request.messages).toEqual(sent);
  });

  it("an answer without a word is left out", async () => {
    await exchange({ ...stored, id: "silent", ...two }, []);
    const below = { user_message: { parentId: "silent", content: "Well?" } };
    const { request } = await exchange({ ...stored, ...below });
    expect(request.messages).toEqual([...chain, user("Well?")]);
  });
});

describe("1.11 stages: going on with an answer", () => {
  const goOn = { role: "user", content: expect.stringMatching(/^Go on exactly where/) };
  const half = [user("One"), assistant("First"), goOn];
  const continues = { ...stored, assistant_message_id: "a" };
  beforeEach(async () => {
    await world.chats.upsertMessage("ada", "kept", "a", { status: "stopped", content: "First" });
  });

  it.each<{ rule: string; keys: object; sent: object }>([
    {
      rule: "what there is of it is the last message, with the wish to go on",
      keys: {},
      sent: { model: "m", messages: half },
    },
    {
      rule: "the caller's system message stays",
      keys: { messages: [system("Be kind."), ...asks] },
      sent: { messages: [system("Be kind."), ...half] },
    },
    {
      rule: "the caller's parameters and keys stay",
      keys: { params: { seed: 1 }, temperature: 0.1, vendor_key: 1 },
      sent: { seed: 1, temperature: 0.1, vendor_key: 1 },
    },
  ])("$rule", async ({ keys, sent }) => {
    const { request, response } = await exchange({ ...continues, ...keys }, [" and more"]);
    expect(response.status).toBe(200);
    expect(request).toMatchObject(sent);
    const message = await world.chats.message("ada", "kept", "a");
    expect(message).toMatchObject({ status: "done", content: "First and more" });
  });

  it("filters are told what the caller says to them", async () => {
    await exchange({ ...continues, filter_ids: ["f"] });
    expect(upstream.shown[0]?.body.metadata).toMatchObject({ message_id: "a", filter_ids: ["f"] });
  });
});

describe("1.11 stages: the messages of an API call", () => {
  it.each<{ rule: string; messages: object[] }>([
    {
      rule: "several system messages",
      messages: [system("A"), user("Hi"), system("B"), user("?")],
    },
    { rule: "empty text parts", messages: [user([{ type: "text", text: "" }])] },
  ])("$rule go as they came (the original changes them)", async ({ messages }) => {
    expect((await exchange({ messages })).request.messages).toEqual(messages);
  });

  it("regeneration_prompt is said after them", async () => {
    const { request } = await exchange({ regeneration_prompt: "Shorter." });
    expect(request.messages).toEqual([...asks, user("Shorter.")]);
  });
});
