import {
  functionQuestionEndEvent,
  functionQuestionEvent,
  type PageQuestion,
  pageQuestion,
} from "@parley/core";
import { io as connect, type Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { serveWorld } from "../testing/serve-world.ts";

let world: Awaited<ReturnType<typeof serveWorld>>;
const sockets: Socket[] = [];

beforeEach(async () => {
  world = await serveWorld();
  await world.services.turns.send(
    { userId: "ada", name: "ada", email: "ada@example.org", role: "user", via: "session" },
    { chatId: "c", questionId: "q", parentId: null, content: "Hi", model: "m", answerId: "a" },
  );
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.disconnect();
  await world.stop();
});

/** A page of somebody, with what it was asked and how it replies, and what it was told has ended. */
async function page(who: string, { watching = true } = {}) {
  const socket = connect(world.url, {
    extraHeaders: { authorization: `Bearer ${who}` },
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
  });
  sockets.push(socket);
  const asked: { question: PageQuestion; reply: (reply: unknown) => void }[] = [];
  const ended: unknown[] = [];
  socket.on(functionQuestionEvent, (payload: unknown, reply: (reply: unknown) => void) =>
    asked.push({ question: pageQuestion.parse(payload), reply }),
  );
  socket.on(functionQuestionEndEvent, (payload: unknown) => ended.push(payload));
  await new Promise<void>((resolve) => socket.on("connect", resolve));
  if (watching) await socket.timeout(5_000).emitWithAck("watch", { chatId: "c" });
  return { socket, asked, ended, id: socket.id ?? "" };
}

const question = (id = "1"): PageQuestion => ({
  ...{ id, chatId: "c", messageId: "a", from: "Notes" },
  question: { type: "confirmation", data: { title: "Save?", message: "As a note." } },
});

const ask = (
  options: { sessionId?: string; ms?: number; id?: string; signal?: AbortSignal } = {},
) =>
  world.pages.ask("ada", question(options.id), {
    sessionId: options.sessionId ?? null,
    ms: options.ms ?? 5_000,
    signal: options.signal ?? new AbortController().signal,
  });

describe("a question of a function", () => {
  it("reaches every page of the person that shows the chat; the first reply counts, all are told", async () => {
    const [one, two] = [await page("ada"), await page("ada")];
    const elsewhere = await page("ada", { watching: false });
    const reply = ask();
    await vi.waitFor(() => expect([one.asked.length, two.asked.length]).toEqual([1, 1]));
    two.asked[0]?.reply({ answer: true });
    expect(await reply).toEqual({ answer: true });
    await vi.waitFor(() => expect([one.ended, two.ended]).toEqual([[{ id: "1" }], [{ id: "1" }]]));
    expect(elsewhere.asked).toEqual([]);
  });

  it("goes to one page alone when that is the person's", async () => {
    const [one, two] = [await page("ada"), await page("ada")];
    const reply = ask({ sessionId: two.id });
    await vi.waitFor(() => expect(two.asked).toHaveLength(1));
    two.asked[0]?.reply({ answer: null });
    expect(await reply).toEqual({ answer: null });
    expect(one.asked).toEqual([]);
  });

  it("never reaches somebody else's page, named or not", async () => {
    const bob = await page("bob", { watching: false });
    expect(await ask({ sessionId: bob.id })).toBeUndefined();
    expect(bob.asked).toEqual([]);
  });

  it("ends without a reply when nobody is there, or the time runs out, or it is given up", async () => {
    expect(await ask()).toBeUndefined();
    const one = await page("ada");
    expect(await ask({ ms: 20 })).toBeUndefined();
    const giveUp = new AbortController();
    const given = ask({ id: "2", signal: giveUp.signal });
    await vi.waitFor(() => expect(one.asked).toHaveLength(2));
    giveUp.abort();
    expect(await given).toBeUndefined();
    await vi.waitFor(() => expect(one.ended).toEqual([{ id: "1" }, { id: "2" }]));
  });

  it("is asked again of a page that was loaded anew meanwhile, and only once of each", async () => {
    const before = await page("ada");
    const reply = ask({ sessionId: before.id });
    await vi.waitFor(() => expect(before.asked).toHaveLength(1));
    before.socket.disconnect();
    const after = await page("ada");
    await vi.waitFor(() => expect(after.asked).toHaveLength(1));
    await after.socket.timeout(5_000).emitWithAck("watch", { chatId: "c" });
    expect(after.asked).toHaveLength(1);
    after.asked[0]?.reply({ answer: false });
    expect(await reply).toEqual({ answer: false });
  });
});
