import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { serveWorld } from "../testing/serve-world.ts";
import { appRouter } from "./router.ts";

const preset = { kind: "preset", id: "p", name: "P", baseModelId: "m" };
const arena = { rules: {}, arenaId: null, person: { userId: "bob", role: "user" } };

/** What each procedure is called with; `theirs` is Ada's chat, which the callers want to reach. */
const inputs: Record<string, { type: "query" | "mutation"; input?: object }> = {
  "setup.state": { type: "query" },
  "me.get": { type: "query" },
  "models.list": { type: "query" },
  "models.manage": { type: "query" },
  "models.create": { type: "mutation", input: preset },
  "models.replace": { type: "mutation", input: preset },
  "models.remove": { type: "mutation", input: { id: "x" } },
  "models.explain": { type: "query", input: { userId: "bob", role: "user" } },
  "models.members": { type: "query", input: arena },
  "models.roll": { type: "query", input: { ...arena, times: 10 } },
  "direct.state": { type: "query" },
  "groups.list": { type: "query" },
  "groups.create": { type: "mutation", input: { name: "x" } },
  "groups.update": { type: "mutation", input: { id: "x" } },
  "groups.remove": { type: "mutation", input: { id: "x" } },
  "chats.list": { type: "query", input: {} },
  "chats.open": { type: "query", input: { chatId: "theirs" } },
  "chats.older": { type: "query", input: { chatId: "theirs", beforeId: "a" } },
  "chats.rename": { type: "mutation", input: { chatId: "theirs", title: "Mine now" } },
  "chats.pin": { type: "mutation", input: { chatId: "theirs", pinned: true } },
  "chats.removeTag": { type: "mutation", input: { chatId: "theirs", tag: "locks" } },
  "chats.setModel": { type: "mutation", input: { chatId: "theirs", model: "m" } },
  "chats.remove": { type: "mutation", input: { chatId: "theirs" } },
  "chats.showBranch": { type: "mutation", input: { chatId: "theirs", messageId: "q" } },
  "messages.edit": { type: "mutation", input: { chatId: "theirs", messageId: "q", content: "x" } },
  "messages.rate": { type: "mutation", input: { chatId: "theirs", messageId: "a", rating: 1 } },
  "messages.countBelow": { type: "query", input: { chatId: "theirs", messageId: "q" } },
  "messages.remove": { type: "mutation", input: { chatId: "theirs", messageId: "q" } },
  "turns.send": {
    type: "mutation",
    input: {
      chatId: "theirs",
      questionId: "q9",
      parentId: null,
      content: "x",
      model: "m",
      answerId: "a9",
    },
  },
  "turns.regenerate": {
    type: "mutation",
    input: { chatId: "theirs", questionId: "q", model: "m", answerId: "a9" },
  },
  "turns.continue": { type: "mutation", input: { chatId: "theirs", messageId: "a" } },
  "turns.stop": { type: "mutation", input: { chatId: "theirs", messageId: "a" } },
  "connections.list": { type: "query" },
  "connections.create": {
    type: "mutation",
    input: { kind: "openai", name: "x", baseUrl: "http://x.test" },
  },
  "connections.update": { type: "mutation", input: { id: "x" } },
  "connections.remove": { type: "mutation", input: { id: "x" } },
  "pipelines.list": { type: "query" },
  "pipelines.valves": { type: "query", input: { connectionId: "x", id: "x" } },
  "pipelines.setValves": { type: "mutation", input: { connectionId: "x", id: "x", values: {} } },
  "connections.check": { type: "mutation", input: { id: "x" } },
  "people.list": { type: "query" },
  "people.setRole": { type: "mutation", input: { userId: "bob", role: "admin" } },
  "people.remove": { type: "mutation", input: { userId: "ada" } },
  "settings.get": { type: "query" },
  "settings.set": { type: "mutation", input: { signUp: "open" } },
  "keys.list": { type: "query" },
  "keys.create": { type: "mutation", input: { name: "k", expiresInDays: null } },
  "keys.revoke": { type: "mutation", input: { id: "x" } },
};
const failure = z.object({ error: z.object({ data: z.object({ parley: z.unknown() }) }) });

describe("procedures, called by the wrong person", () => {
  let world: Awaited<ReturnType<typeof serveWorld>>;

  beforeAll(async () => {
    world = await serveWorld();
    await call("turns.send", "ada", {
      chatId: "theirs",
      questionId: "q",
      parentId: null,
      content: "Secret",
      model: "m",
      answerId: "a",
    });
  });
  afterAll(() => world.stop());

  async function call(path: string, who: string, input?: object) {
    const known = inputs[path];
    const headers = { "content-type": "application/json", authorization: `Bearer ${who}` };
    const body = JSON.stringify(input);
    const url = `${world.url}/api/trpc/${path}`;
    const response =
      known?.type === "mutation"
        ? await fetch(url, { method: "POST", headers, body: body ?? "{}" })
        : await fetch(input ? `${url}?input=${encodeURIComponent(body)}` : url, { headers });
    return { status: response.status, body: await response.json() };
  }

  it("are all called here", () => {
    expect(Object.keys(inputs).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
  });

  const guarded = Object.keys(inputs).filter((path) => path !== "setup.state");
  it.each(guarded)("%s refuses who did not sign in", async (path) => {
    expect((await call(path, "nobody", inputs[path]?.input)).status).toBe(401);
  });

  it.each(guarded.filter((path) => path !== "me.get"))("%s refuses who waits", async (path) => {
    expect((await call(path, "eve", inputs[path]?.input)).status).toBe(403);
  });

  it.each(
    guarded.filter((path) =>
      /^(connections|pipelines|people|settings|groups|models\.(?!list))/.test(path),
    ),
  )("%s refuses who is no admin", async (path) => {
    expect((await call(path, "bob", inputs[path]?.input)).status).toBe(403);
  });

  const others = Object.entries(inputs).filter(([, { input }]) => input && "chatId" in input);
  it.each(others)(
    "%s says of somebody else's chat what it says of none",
    async (path, { input }) => {
      const before = JSON.stringify(await world.chats.messages("ada", "theirs"));
      const theirs = await call(path, "bob", input);
      if (path === "turns.stop") {
        expect(theirs.body).toEqual({ result: { data: { stopped: false } } });
      } else {
        expect(theirs.status).toBe(404);
        if (path !== "turns.send") {
          const none = await call(path, "bob", { ...input, chatId: "nowhere" });
          expect(failure.parse(theirs.body)).toEqual(failure.parse(none.body));
        }
      }
      expect(JSON.stringify(await world.chats.messages("ada", "theirs"))).toBe(before);
    },
  );

  it.each(others)("%s refuses keys it does not know", async (path, { input }) => {
    const { status } = await call(path, "ada", { ...input, userId: "bob", role: "admin" });
    expect(status).toBe(400);
  });
});
