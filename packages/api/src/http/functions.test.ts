import {
  functionQuestionEndEvent,
  functionQuestionEvent,
  jsonObject,
  modelDefinition,
} from "@parley/core";
import { blocked, type MemoryFunction } from "@parley/core/testing";
import { io as connect, type Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asking, asks } from "../testing/asking.ts";
import { serveWorld } from "../testing/serve-world.ts";

type World = Awaited<ReturnType<typeof serveWorld>>;
let world: World;
const sockets: Socket[] = [];
const { post, exchange, begun } = asking(() => world);

beforeEach(async () => {
  world = await serveWorld();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await world.stop();
});

const echo: MemoryFunction = {
  action({ body }) {
    const last = Array.isArray(body.messages) ? body.messages.at(-1) : null;
    return { echo: jsonObject.parse(last).content ?? null };
  },
};
const shout: MemoryFunction = {
  stream: ({ event }) =>
    jsonObject.parse(JSON.parse(JSON.stringify(event).replace("Hello", "HELLO"))),
};
const signed: MemoryFunction = {
  outlet({ body }) {
    const messages = Array.isArray(body.messages)
      ? body.messages.map((one) => jsonObject.parse(one))
      : [];
    const last = messages.at(-1) ?? {};
    return {
      ...body,
      messages: [
        ...messages.slice(0, -1),
        { ...last, content: `${String(last.content)}!`, mood: "glad" },
      ],
    };
  },
};

describe("POST /api/chat/actions", () => {
  it.each(["/api/chat/actions/echo", "/api/chat/actions"])("runs an action: %s", async (path) => {
    await world.install("echo", echo);
    const response = await post({ actionId: "echo" }, "ada", path);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ echo: "What is a lease?" });
  });

  it("runs it on a stored message, which it may change", async () => {
    await begun("c");
    await world.install("change", { action: () => ({ content: "Changed", fields: { by: "me" } }) });
    const at = { chat_id: "c", id: "a", messages: undefined };
    const response = await post(at, "ada", "/api/chat/actions/change");
    expect(await response.json()).toEqual({ content: "Changed", fields: { by: "me" } });
    expect(await world.chats.message("ada", "c", "a")).toMatchObject({
      content: "Changed",
      metadata: { by: "me", originalContent: "First" },
    });
  });

  it("says of somebody else's message what it says of none", async () => {
    await begun("c");
    await world.install("change", { action: () => ({ content: "Changed" }) });
    const bodyOf = async (chat_id: string) => {
      const response = await post({ chat_id, id: "a" }, "bob", "/api/chat/actions/change");
      expect(response.status).toBe(404);
      return response.json();
    };
    expect(await bodyOf("c")).toEqual(await bodyOf("nowhere"));
    expect(await world.chats.message("ada", "c", "a")).toMatchObject({ content: "First" });
  });

  it("answers null for nothing, 403 for a verdict, 502 for a failure, 404 for none", async () => {
    await world.install("mute", { action: () => undefined });
    await world.install("strict", { action: () => blocked("Not you.") });
    await world.install("broken", {
      action() {
        throw new Error("no luck");
      },
    });
    const outcome = async (id: string) => {
      const response = await post({}, "ada", `/api/chat/actions/${id}`);
      return [response.status, await response.json()];
    };
    expect(await outcome("mute")).toEqual([200, null]);
    expect(await outcome("strict")).toMatchObject([
      403,
      { error: { code: "filter_refused", message: "Not you." } },
    ]);
    expect(await outcome("broken")).toMatchObject([502, { error: { code: "function_failed" } }]);
    expect(await outcome("gone")).toMatchObject([404, {}]);
  });

  it("asks on the person's own pages that show the chat; the first reply counts", async () => {
    await begun("c");
    await world.install("asker", {
      action: ({ tools, signal }) =>
        tools.call({ type: "confirmation", data: { title: "Sure?", message: "" } }, signal),
    });
    const heard: string[] = [];
    const page = async (who: string, watches: boolean, answer: boolean | null) => {
      const socket = connect(world.url, {
        extraHeaders: { authorization: `Bearer ${who}` },
        transports: ["websocket"],
        forceNew: true,
      });
      sockets.push(socket);
      socket.on(functionQuestionEvent, (_: unknown, reply: (value: unknown) => void) => {
        heard.push(`${who} asked`);
        if (answer !== null) reply({ answer });
      });
      const told = new Promise<void>((resolve) => {
        socket.on(functionQuestionEndEvent, () => resolve());
      });
      await new Promise<void>((resolve) => socket.on("connect", resolve));
      if (watches) await socket.emitWithAck("watch", { chatId: "c" });
      return { told, id: socket.id ?? "" };
    };
    const silent = await page("ada", true, null);
    await page("ada", true, true);
    await page("ada", false, false);
    await page("bob", true, false);
    const at = { chat_id: "c", id: "a", messages: undefined };
    const response = await post(at, "ada", "/api/chat/actions/asker");
    expect(await response.json()).toBe(true);
    await silent.told;
    expect(heard).toEqual(["ada asked", "ada asked"]);
    const unwatched = await page("ada", false, false);
    const own = await post({ ...at, session_id: unwatched.id }, "ada", "/api/chat/actions/asker");
    expect(await own.json()).toBe(false);
  });
});

describe("completions and functions", () => {
  it("show callers what stream hooks let pass, streamed", async () => {
    await world.install("shout", shout);
    const { response } = await exchange({ stream: true });
    const text = await response.text();
    expect(text).toContain('"HELLO"');
    expect(text).not.toContain("Hello");
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
  });

  it("show callers what stream hooks and outlets make of it, whole", async () => {
    await world.install("shout", shout);
    await world.install("signed", signed);
    const pending = post({});
    const call = await world.nextCall();
    await call.say("Hello there");
    await call.finish();
    expect(await (await pending).json()).toMatchObject({
      choices: [{ message: { content: "HELLO there!" } }],
    });
  });

  it("refuse what a function blocks, before and after the model was asked", async () => {
    await world.install("strict", { inlet: () => blocked("Not in this house.") });
    const refused = await post({});
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: "filter_refused" } });
    await world.install("strict", { outlet: () => blocked("Not this answer.") });
    const { response } = await exchange({ stream: true });
    expect(await response.text()).toContain("Not this answer.");
    expect(world.host.openSessions).toBe(0);
  });

  it("let filter_ids choose the switchable ones", async () => {
    await world.install("toggled", {
      manifest: { toggle: true },
      inlet: ({ body }) => ({ ...body, seen: true }),
    });
    expect((await exchange({})).request.seen).toBeUndefined();
    expect((await exchange({ filter_ids: ["toggled"] })).request.seen).toBe(true);
  });

  it("leave a caller's way of reading alone", async () => {
    await world.install("flip", { inlet: ({ body }) => ({ ...body, stream: true }) });
    expect((await exchange({ stream: false })).request.stream).toBe(false);
  });

  it("leave a stored answer with its custom fields", async () => {
    await world.install("signed", signed);
    await begun("c");
    expect(await world.chats.message("ada", "c", "a")).toMatchObject({
      content: "First!",
      metadata: { mood: "glad" },
    });
  });
});

describe("POST /api/chat/completed", () => {
  it("shows an answer that the caller gives to the filters", async () => {
    await world.install("signed", signed);
    const messages = [...asks, { id: "x", role: "assistant", content: "Done" }];
    const response = await post({ messages }, "ada", "/api/chat/completed");
    expect(await response.json()).toMatchObject({
      messages: [asks[0], { id: "x", content: "Done!", mood: "glad" }],
    });
  });

  it("changes a stored one where it is stored, for its owner only", async () => {
    await begun("c");
    await world.install("signed", signed);
    const at = { chat_id: "c", id: "a", messages: undefined };
    expect((await post(at, "bob", "/api/chat/completed")).status).toBe(404);
    expect(await world.chats.message("ada", "c", "a")).toMatchObject({ content: "First" });
    await post(at, "ada", "/api/chat/completed");
    expect(await world.chats.message("ada", "c", "a")).toMatchObject({
      content: "First!",
      metadata: { mood: "glad", originalContent: "First" },
    });
  });
});

describe("GET /api/models", () => {
  it("lists the buttons and the switchable filters of each model", async () => {
    await world.install("echo", echo);
    await world.install(
      "own",
      { manifest: { toggle: true }, inlet: () => undefined },
      { global: false },
    );
    const base = { kind: "preset", baseModelId: "m" };
    for (const [id, meta] of [
      ["with", { filterIds: ["own"] }],
      ["without", {}],
    ]) {
      await world.definitions.create(modelDefinition.parse({ ...base, id, name: id, meta }), null);
    }
    await world.models.reload();
    const response = await fetch(`${world.url}/api/models`, {
      headers: { authorization: "Bearer ada" },
    });
    expect(await response.json()).toMatchObject({
      data: [
        { id: "m", actions: [{ id: "echo", name: "echo" }], filters: [] },
        { id: "with", filters: [{ id: "own", name: "own" }] },
        { id: "without", actions: [{ id: "echo" }], filters: [] },
      ],
    });
  });
});
