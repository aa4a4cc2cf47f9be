import {
  audiences,
  type Principal,
  type ServerEvent,
  serverEvent,
  type WatchReply,
  watchReply,
} from "@parley/core";
import { io as connect, type Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { serveWorld } from "../testing/serve-world.ts";
import { socketEvents } from "./gateway.ts";

let world: Awaited<ReturnType<typeof serveWorld>>;
const sockets: Socket[] = [];

beforeEach(async () => {
  world = await serveWorld();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await world.stop();
});

const ada: Principal = {
  userId: "ada",
  name: "ada",
  email: "ada@example.org",
  role: "user",
  via: "session",
};

/** A page of somebody; `events` are all it was told, parsed as the page parses them. */
function page(who: string, headers: Record<string, string> = {}) {
  const socket = connect(world.url, {
    extraHeaders: { ...(who === "" ? {} : { authorization: `Bearer ${who}` }), ...headers },
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
  });
  sockets.push(socket);
  const events: ServerEvent[] = [];
  socket.on("event", (event: unknown) => events.push(serverEvent.parse(event)));
  const connected = new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  const ask = async (name: string, payload: unknown): Promise<WatchReply> =>
    watchReply.parse(await socket.timeout(5_000).emitWithAck(name, payload));
  return { socket, events, connected, ask };
}

const begin = (chatId = "c") =>
  world.services.turns.send(ada, {
    chatId,
    questionId: "q",
    parentId: null,
    content: "Hi",
    model: "m",
    answerId: "a",
  });

describe("socket events", () => {
  it.each(Object.entries(socketEvents))("%s declares who may send it", (_name, event) => {
    expect(audiences).toContain(event.audience);
    expect(event.audience).not.toBe("anyone");
  });
});

describe("the gateway", () => {
  it.each([
    ["nobody", "", {}, "Sign in"],
    ["somebody unknown", "mallory", {}, "Sign in"],
    ["who waits for approval", "eve", {}, "waits for an admin"],
    ["another website", "ada", { origin: "https://evil.example" }, "another website"],
  ] as const)("refuses %s at the door", async (...[, who, headers, reason]) => {
    await expect(page(who, headers).connected).rejects.toThrow(reason);
  });

  it("brings a page up to what was published, then every later delta once", async () => {
    const { turnId } = await begin();
    const call = await world.upstream.called();
    await call.say("Hello ");
    const late = page("ada");
    await late.connected;
    const reply = await late.ask("watch", { chatId: "c" });
    expect(reply).toMatchObject({ ok: true, running: [{ turnId, at: 0, content: "Hello " }] });
    await call.say("there");
    await call.finish();
    await vi.waitFor(() => expect(late.events.at(-1)).toMatchObject({ type: "chat-changed" }));
    const told = late.events.filter((event) => event.type === "turn-delta");
    expect(told.map(({ at, content }) => ({ at, content }))).toEqual([{ at: 6, content: "there" }]);
    expect(late.events.filter((event) => event.type === "turn-end")).toMatchObject([
      { length: 11 },
    ]);
  });

  it("tells a chat's deltas to those who watch it, and to nobody else", async () => {
    await begin("c");
    await begin("d");
    const [first, second] = [await world.upstream.called(), await world.upstream.called()];
    const [watching, elsewhere] = [page("ada"), page("ada")];
    await Promise.all([watching.connected, elsewhere.connected]);
    await watching.ask("watch", { chatId: "c" });
    await elsewhere.ask("watch", { chatId: "d" });
    await first.say("for c");
    await second.say("for d");
    await Promise.all([first.finish(), second.finish()]);
    const ended = (events: ServerEvent[]) => events.filter((event) => event.type === "turn-end");
    await vi.waitFor(() => {
      expect(ended(watching.events)).toMatchObject([{ chatId: "c" }]);
      expect(ended(elsewhere.events)).toMatchObject([{ chatId: "d" }]);
    });
  });

  it("says of somebody else's chat what it says of none", async () => {
    await begin();
    const bob = page("bob");
    await bob.connected;
    const theirs = await bob.ask("watch", { chatId: "c" });
    expect(theirs).toMatchObject({ ok: false, error: { code: "not_found" } });
    expect(theirs).toEqual(await bob.ask("watch", { chatId: "nowhere" }));
  });

  it.each([
    ["nothing", undefined],
    ["an id that is none", { chatId: "../etc" }],
    ["unknown keys", { chatId: "c", userId: "bob" }],
    ["a negative length", { chatId: "c", have: [{ turnId: "t", content: -1, reasoning: 0 }] }],
  ])("answers %s with what is wrong", async (_name, payload) => {
    const socket = page("ada");
    await socket.connected;
    expect(await socket.ask("watch", payload)).toMatchObject({
      ok: false,
      error: { code: "invalid_request" },
    });
  });

  it("stops telling a page about a chat it no longer watches", async () => {
    await begin();
    const call = await world.upstream.called();
    const one = page("ada");
    await one.connected;
    await one.ask("watch", { chatId: "c" });
    await one.ask("unwatch", { chatId: "c" });
    await call.say("unheard");
    await call.finish();
    await vi.waitFor(() => expect(one.events.at(-1)).toMatchObject({ type: "chat-changed" }));
    expect(one.events.map(({ type }) => type)).not.toContain("turn-delta");
  });

  it("ends the sockets of somebody who lost access, and only theirs", async () => {
    const [one, other] = [page("ada"), page("bob")];
    await Promise.all([one.connected, other.connected]);
    world.gateway.disconnectUser("ada");
    await vi.waitFor(() => expect(one.socket.connected).toBe(false));
    expect(one.events).toEqual([{ type: "session-ended" }]);
    expect(other.socket.connected).toBe(true);
  });
});
