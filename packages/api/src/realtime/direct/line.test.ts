import {
  type DirectFrame,
  type DirectReceipt,
  type DirectRequest,
  directReceipt,
  directRequest,
  type Message,
  type Principal,
  parleyMetadataOf,
} from "@parley/core";
import { io as connect, type Socket } from "socket.io-client";
import { afterEach, describe, expect, it, vi } from "vitest";
import { serveWorld } from "../../testing/serve-world.ts";
import type { DirectLimits } from "./limits.ts";

let world: Awaited<ReturnType<typeof serveWorld>>;
const sockets: Socket[] = [];

async function begin(direct: Partial<DirectLimits> = {}) {
  world = await serveWorld({ direct });
}
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

/** A page of somebody that acknowledges requests as `answer` says; a test sends the frames by hand. */
async function page(who: string, answer: (() => unknown) | null = () => ({ ok: true })) {
  const socket = connect(world.url, {
    extraHeaders: { authorization: `Bearer ${who}` },
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
  });
  sockets.push(socket);
  const requests: DirectRequest[] = [];
  const aborted: unknown[] = [];
  socket.on("request:chat:completion", (request: unknown, acknowledge: (ack: unknown) => void) => {
    requests.push(directRequest.parse(request));
    if (answer !== null) acknowledge(answer());
  });
  socket.on("direct:abort", (abort: unknown) => aborted.push(abort));
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  const raw = (frame: unknown): Promise<unknown> =>
    socket.timeout(5_000).emitWithAck("direct:frame", frame);
  const send = async (frame: DirectFrame): Promise<DirectReceipt> =>
    directReceipt.parse(await raw(frame));
  const asked = async () => {
    await vi.waitFor(() => expect(requests).not.toEqual([]));
    const [request] = requests;
    if (request === undefined) throw new Error("the page was not asked");
    return request;
  };
  return { socket, requests, aborted, raw, send, asked, id: socket.id ?? "" };
}

const chunk = (content: string) => JSON.stringify({ choices: [{ delta: { content } }] });
const choiceOf = (sessionId: string) => ({
  sessionId,
  connectionId: "home",
  model: { id: "llama3:8b", name: "Llama at home" },
});
const modelId = "direct:home/llama3:8b";

const ask = (sessionId: string, chatId = "c") =>
  world.services.turns.send(ada, {
    chatId,
    questionId: `q-${chatId}`,
    parentId: null,
    content: "Hi",
    model: modelId,
    answerId: `a-${chatId}`,
    direct: choiceOf(sessionId),
  });

async function ended(chatId = "c"): Promise<Message> {
  return vi.waitFor(async () => {
    const message = await world.chats.message("ada", chatId, `a-${chatId}`);
    if (!message || message.status === "streaming") throw new Error("it still runs");
    return message;
  });
}

describe("an answer through a browser", () => {
  it("is asked of the page, arrives in frames, and is kept like any other", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const { channel, ...request } = await tab.asked();
    expect(request).toMatchObject({
      session_id: tab.id,
      model: { connection_id: "home", id: "llama3:8b", name: "Llama at home" },
      form_data: { model: "llama3:8b", messages: [{ role: "user", content: "Hi" }], stream: true },
    });
    expect(Buffer.from(channel, "base64url").length * 8).toBeGreaterThanOrEqual(128);
    for (const [index, word] of ["Hello", " there"].entries()) {
      expect(await tab.send({ channel, seq: index + 1, chunk: chunk(word) })).toMatchObject({
        open: true,
        received: index + 1,
      });
    }
    await tab.send({ channel, seq: 3, done: true });
    const message = await ended();
    expect(message).toMatchObject({ status: "done", content: "Hello there", model: modelId });
    expect(message.metadata.parley).toMatchObject({
      modelName: "Llama at home",
      trace: {
        steps: expect.arrayContaining([
          expect.objectContaining({ step: "attempt", kind: "direct", outcome: "accepted" }),
        ]),
      },
    });
    expect(tab.aborted).toEqual([]);
  });

  it("S-13: carries nothing but text to the message, whatever the page sends", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    const hostile = {
      event: { type: "execute", data: { code: "alert(1)" } },
      selected_model_id: "gpt-4",
      sources: [{ name: "planted" }],
      error: { message: "planted" },
      done: true,
      choices: [{ delta: { content: "text", execute: "planted", sources: ["planted"] } }],
    };
    await tab.send({ channel, seq: 1, chunk: JSON.stringify(hostile) });
    await tab.send({ channel, seq: 2, done: true });
    const message = await ended();
    expect(message).toMatchObject({ status: "done", content: "text" });
    expect(JSON.stringify(message)).not.toMatch(/planted|execute|gpt-4/);
  });

  it("fails with the page's own words, keeping the text", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk("Half") });
    const error = { reason: "broken", status: null, message: "It broke off." } as const;
    await tab.send({ channel, seq: 2, error });
    expect(await ended()).toMatchObject({
      status: "error",
      content: "Half",
      metadata: { parley: { error: { message: "It broke off.", status: 502 } } },
    });
  });

  it.each<[string, () => unknown, string]>([
    [
      "the page can't ask its endpoint",
      () => ({ ok: false, error: { reason: "unknown", status: null, message: "It is gone." } }),
      "It is gone.",
    ],
    ["the page answers with something else", () => ({ status: true }), "does not answer"],
  ])("fails when %s", async (_, answer, said) => {
    await begin();
    const tab = await page("ada", answer);
    await ask(tab.id);
    const { metadata } = await ended();
    expect(metadata.parley).toMatchObject({ error: { message: expect.stringContaining(said) } });
  });

  it("fails when the page doesn't acknowledge in time", async () => {
    await begin({ ackMs: 50 });
    const tab = await page("ada", null);
    await ask(tab.id);
    expect(await ended()).toMatchObject({ status: "error" });
  });

  it("says of somebody else's page what it says of none, and asks neither", async () => {
    await begin();
    const theirs = await page("bob");
    const own = await page("ada");
    await ask(theirs.id, "c");
    await ask("nobody", "d");
    const errorOf = async (chatId: string) =>
      parleyMetadataOf((await ended(chatId)).metadata).error;
    const error = await errorOf("c");
    expect(error).toMatchObject({ code: "upstream_unavailable" });
    expect(await errorOf("d")).toEqual(error);
    expect(theirs.requests).toEqual([]);
    expect(own.requests).toEqual([]);
  });

  it("S-14: takes no frame of another person, and none after its end", async () => {
    await begin();
    const [tab, stranger] = [await page("ada"), await page("bob")];
    await ask(tab.id);
    const { channel } = await tab.asked();
    expect(await stranger.send({ channel, seq: 1, chunk: chunk("evil") })).toEqual({
      ok: true,
      open: false,
      received: 0,
    });
    await tab.send({ channel, seq: 1, chunk: chunk("mine") });
    await tab.send({ channel, seq: 2, done: true });
    expect(await ended()).toMatchObject({ content: "mine" });
    expect(await tab.send({ channel, seq: 3, chunk: chunk("late") })).toMatchObject({
      open: false,
    });
    expect((await ended()).content).toBe("mine");
    expect(Object.fromEntries(world.channels.dropped())).toEqual({ foreign: 1, late: 1 });
  });

  it("S-14: takes no frame out of order, and each number once", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk("a") });
    await tab.send({ channel, seq: 3, chunk: chunk("c") });
    await tab.send({ channel, seq: 1, chunk: chunk("a") });
    await tab.send({ channel, seq: 2, chunk: chunk("b") });
    await tab.send({ channel, seq: 3, done: true });
    expect((await ended()).content).toBe("ab");
    expect(Object.fromEntries(world.channels.dropped())).toEqual({ gap: 1, duplicate: 1 });
  });

  it("S-14: is finished by another socket of the same person after a reconnect", async () => {
    await begin();
    const before = await page("ada");
    await ask(before.id);
    const { channel } = await before.asked();
    await before.send({ channel, seq: 1, chunk: chunk("before, ") });
    before.socket.disconnect();
    const after = await page("ada");
    await after.send({ channel, seq: 2, chunk: chunk("after") });
    await after.send({ channel, seq: 3, done: true });
    expect(await ended()).toMatchObject({ status: "done", content: "before, after" });
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a chunk that is no text", { channel: "c", seq: 1, chunk: { choices: [] } }],
    ["bytes", { channel: "c", seq: 1, chunk: Buffer.from("{}") }],
    ["an event", { channel: "c", seq: 1, event: { type: "execute" } }],
  ])("refuses a frame of %s", async (_, frame) => {
    await begin();
    const tab = await page("ada");
    expect(await tab.raw(frame)).toMatchObject({ ok: false, error: { code: "invalid_request" } });
  });

  it("S-17: ends beyond a limit, keeping the text, and tells the page to stop", async () => {
    await begin({ frameBytes: 100 });
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk("small") });
    const receipt = await tab.send({ channel, seq: 2, chunk: chunk("x".repeat(200)) });
    expect(receipt.received).toBe(1);
    expect(await ended()).toMatchObject({ status: "error", content: "small" });
    await vi.waitFor(() => expect(tab.aborted).toEqual([{ channel }]));
    expect(Object.fromEntries(world.channels.dropped())).toEqual({ "frame-size": 1 });
  });

  it("S-17: ends when the page falls silent, keeping the text", async () => {
    await begin({ idleMs: 60 });
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk("then nothing") });
    expect(await ended()).toMatchObject({
      status: "error",
      content: "then nothing",
      metadata: { parley: { error: { code: "upstream_timeout" } } },
    });
    await vi.waitFor(() => expect(tab.aborted).toEqual([{ channel }]));
  });

  it("S-17: refuses more answers at once than one person may have", async () => {
    await begin({ streamsPerUser: 1 });
    const tab = await page("ada");
    await ask(tab.id, "c");
    await tab.asked();
    await ask(tab.id, "d");
    expect((await ended("d")).metadata.parley).toMatchObject({ error: { code: "rate_limited" } });
    expect(tab.requests).toHaveLength(1);
  });

  it("ends soon after the person's last page is closed, keeping the text", async () => {
    await begin({ absentMs: 80 });
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk("Half") });
    tab.socket.disconnect();
    expect(await ended()).toMatchObject({
      status: "error",
      content: "Half",
      metadata: { parley: { error: { message: expect.stringContaining("was closed") } } },
    });
  });

  it("stops when a person stops it: the page is told, and what it still sends is dropped", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk("So far") });
    await world.services.turns.stop(ada, { chatId: "c", messageId: "a-c" });
    expect(await ended()).toMatchObject({ status: "stopped", content: "So far" });
    await vi.waitFor(() => expect(tab.aborted).toEqual([{ channel }]));
    expect(await tab.send({ channel, seq: 2, chunk: chunk("late") })).toMatchObject({
      open: false,
    });
  });

  it("stops before the first word, too", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    await world.services.turns.stop(ada, { chatId: "c", messageId: "a-c" });
    expect(await ended()).toMatchObject({ status: "stopped", content: "" });
    await vi.waitFor(() => expect(tab.aborted).toEqual([{ channel }]));
  });

  it("can be made once more and gone on with, if the same model is named", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const first = await tab.asked();
    await tab.send({ channel: first.channel, seq: 1, chunk: chunk("Half") });
    await world.services.turns.stop(ada, { chatId: "c", messageId: "a-c" });
    tab.requests.length = 0;
    const other = { ...choiceOf(tab.id), connectionId: "work" };
    const input = { chatId: "c", messageId: "a-c" };
    await expect(world.services.turns.resume(ada, { ...input, direct: other })).rejects.toThrow(
      "another one",
    );
    await expect(world.services.turns.resume(ada, input)).rejects.toMatchObject({
      code: "model_not_found",
    });
    await world.services.turns.resume(ada, { ...input, direct: choiceOf(tab.id) });
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk(" and half") });
    await tab.send({ channel, seq: 2, done: true });
    expect(await ended()).toMatchObject({ status: "done", content: "Half and half" });
  });

  it("is refused when an admin has switched direct connections off", async () => {
    await begin();
    const tab = await page("ada");
    await world.services.settings.write({ directConnections: false });
    await expect(ask(tab.id)).rejects.toMatchObject({ code: "forbidden", status: 403 });
    expect(tab.requests).toEqual([]);
  });
});
