import type { Principal } from "@parley/core";
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
  "models.mine": { type: "query" },
  "models.change": { type: "mutation", input: { kind: "preset", id: "adas", name: "Bob's" } },
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
  "chats.setFilters": { type: "mutation", input: { chatId: "theirs", filters: { x: true } } },
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
  "functions.status": { type: "query" },
  "functions.forModel": { type: "query", input: { model: "m" } },
  "functions.mine": { type: "query" },
  "functions.setUserValves": { type: "mutation", input: { id: "press", values: {} } },
  "functions.runAction": {
    type: "mutation",
    input: { chatId: "theirs", messageId: "a", actionId: "press" },
  },
  "functions.list": { type: "query" },
  "functions.get": { type: "query", input: { id: "press" } },
  "functions.versions": { type: "query", input: { id: "press" } },
  "functions.check": { type: "mutation", input: { source: "x" } },
  "functions.create": { type: "mutation", input: { source: "x" } },
  "functions.save": { type: "mutation", input: { id: "press", source: "x" } },
  "functions.rollBack": { type: "mutation", input: { id: "press", version: 1 } },
  "functions.update": { type: "mutation", input: { id: "press", enabled: false } },
  "functions.remove": { type: "mutation", input: { id: "press" } },
  "functions.valves": { type: "query", input: { id: "press" } },
  "functions.setValves": { type: "mutation", input: { id: "press", values: {} } },
  "functions.options": { type: "query", input: { id: "press", name: "x" } },
  "functions.logs": { type: "query", input: { id: "press" } },
  "functions.export": { type: "query", input: {} },
  "functions.import": { type: "mutation", input: { functions: [{ id: "x", source: "x" }] } },
  "functions.try": {
    type: "mutation",
    input: { id: "press", hook: "action", on: { kind: "sample", body: {} } },
  },
  "people.list": { type: "query" },
  "people.setRole": { type: "mutation", input: { userId: "bob", role: "admin" } },
  "people.remove": { type: "mutation", input: { userId: "ada" } },
  "settings.get": { type: "query" },
  "settings.set": { type: "mutation", input: { signUp: "open" } },
  "keys.list": { type: "query" },
  "keys.create": { type: "mutation", input: { name: "k", expiresInDays: null } },
  "keys.revoke": { type: "mutation", input: { id: "x" } },
};
const root: Principal = {
  ...{ userId: "root", name: "root", email: "root@example.org" },
  ...{ role: "admin", via: "session" },
};
const failure = z.object({ error: z.object({ data: z.object({ parley: z.unknown() }) }) });

describe("procedures, called by the wrong person", () => {
  let world: Awaited<ReturnType<typeof serveWorld>>;

  beforeAll(async () => {
    world = await serveWorld();
    await world.install("press", { action: () => ({ content: "Pressed" }) });
    await call("turns.send", "ada", {
      chatId: "theirs",
      questionId: "q",
      parentId: null,
      content: "Secret",
      model: "m",
      answerId: "a",
    });
    await call("models.create", "root", {
      ...{ kind: "preset", id: "adas", name: "Ada's", baseModelId: "m", system: "Secret" },
      grants: [
        { to: "user", id: "ada", permission: "write" },
        { to: "user", id: "bob", permission: "read" },
      ],
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
      /^(connections|pipelines|people|settings|groups|models\.(?!list|mine|change)|functions\.(?!status|forModel|mine|setUserValves|runAction))/.test(
        path,
      ),
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

  it("models.change says of a model that is not theirs to change what it says of none", async () => {
    const change = { kind: "preset", id: "adas", name: "Bob's" };
    const [theirs, none] = [
      await call("models.change", "bob", change),
      await call("models.change", "bob", { ...change, id: "nothing" }),
    ];
    expect(theirs.status).toBe(404);
    expect(failure.parse(theirs.body)).toEqual(failure.parse(none.body));
    expect(await world.services.modelAdmin.list(root)).toMatchObject([
      { info: { id: "m" } },
      { definition: { id: "adas", name: "Ada's" } },
    ]);
  });

  it("models.mine has what is theirs to change, without grants, and nothing for who may only use it", async () => {
    expect((await call("models.mine", "bob")).body).toEqual({ result: { data: [] } });
    const mine = JSON.stringify((await call("models.mine", "ada")).body);
    expect(mine).toContain('"system":"Secret"');
    expect(mine).not.toMatch(/grants|ownerId|bob/);
  });

  it.each([{ grants: [] }, { ownerId: "ada" }, { enabled: false }, { meta: { filterIds: [] } }])(
    "models.change refuses %o also where a model is theirs to change",
    async (change) => {
      const whole = { kind: "preset", id: "adas", ...change };
      expect((await call("models.change", "ada", whole)).status).toBe(400);
    },
  );

  it.each(["models.replace", "models.remove"])(
    "%s is an admin's also where a model is theirs to change",
    async (path) => {
      const input = path === "models.remove" ? { id: "adas" } : { ...preset, id: "adas" };
      expect((await call(path, "ada", input)).status).toBe(403);
    },
  );

  it.each(others)("%s refuses keys it does not know", async (path, { input }) => {
    const { status } = await call(path, "ada", { ...input, userId: "bob", role: "admin" });
    expect(status).toBe(400);
  });
});
