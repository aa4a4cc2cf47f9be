import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { CompletionChunk, DirectFrame, Log } from "@parley/core";
import { manualClock, silentLog } from "@parley/core/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { type DirectLimits, defaultDirectLimits } from "./limits.ts";
import type { MemoryChannel } from "./memory-channel.ts";
import { MemoryChannels } from "./memory-channels.ts";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** Bytes that something still holds: when what nobody holds is collected is the machine's affair. */
function held(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

let clock: ReturnType<typeof manualClock>;
let warnings: (Record<string, unknown> | undefined)[];

beforeEach(() => {
  clock = manualClock();
  warnings = [];
});

function channelsWith(limits: Partial<DirectLimits> = {}) {
  const log: Log = { ...silentLog, warn: (_message, fields) => warnings.push(fields) };
  return new MemoryChannels({ clock, log, limits });
}

/** Reads everything a channel gives, at once. */
function reading(channel: MemoryChannel) {
  const texts: string[] = [];
  const end = (async () => {
    for await (const chunk of channel.read()) texts.push(textOf(chunk));
  })();
  // The test looks at it later; until then it must not count as unhandled.
  void Promise.allSettled([end]);
  return { texts, end };
}

const textOf = (chunk: CompletionChunk) => chunk.choices[0]?.delta?.content ?? "";
const chunk = (content: string) => JSON.stringify({ choices: [{ delta: { content } }] });

async function opened(limits: Partial<DirectLimits> = {}) {
  const channels = channelsWith(limits);
  const channel = await channels.open("ada");
  const send = (seq: number, content = `${seq} `, userId = "ada") =>
    channels.deliver(userId, { channel: channel.id, seq, chunk: chunk(content) });
  const last = (seq: number, frame: { done: true } | { error: object } = { done: true }) =>
    channels.deliver("ada", { channel: channel.id, seq, ...frame } as DirectFrame);
  return { channels, channel, send, last };
}

describe("S-14: a channel", () => {
  it("has a name of more than 128 random bits, and a new one each time", async () => {
    const channels = channelsWith({ streamsPerUser: 100 });
    const ids = await Promise.all(Array.from({ length: 100 }, () => channels.open("ada")));
    expect(new Set(ids.map(({ id }) => id)).size).toBe(100);
    for (const { id } of ids) expect(Buffer.from(id, "base64url").length * 8).toBeGreaterThan(128);
  });

  it("gives the chunks in order, and ends with the page's own word", async () => {
    const { channel, send, last } = await opened();
    const { texts, end } = reading(channel);
    for (const seq of [1, 2, 3]) await send(seq);
    expect(await last(4)).toEqual({ ok: true, open: false, received: 4 });
    await end;
    expect(texts).toEqual(["1 ", "2 ", "3 "]);
    expect(await channel.ended).toBe("by-page");
  });

  it("fails with the page's error, after what had arrived", async () => {
    const { channel, send, last } = await opened();
    const { texts, end } = reading(channel);
    await send(1);
    await last(2, { error: { reason: "refused", status: 429, message: "Too many." } });
    await expect(end).rejects.toMatchObject({ status: 429, message: "Too many." });
    expect(texts).toEqual(["1 "]);
  });

  it("tells somebody else nothing, and takes nothing from them", async () => {
    const { channels, channel, send } = await opened();
    const { texts } = reading(channel);
    const foreign = await send(1, "evil", "bob");
    const unknown = await channels.deliver("bob", { channel: "none", seq: 1, done: true });
    expect(foreign).toEqual(unknown);
    await send(1, "mine");
    await clock.advance(0);
    expect(texts).toEqual(["mine"]);
    expect(channels.dropped().get("foreign")).toBe(1);
  });

  it.each<[string, "by-page" | "otherwise", (parts: Awaited<ReturnType<typeof opened>>) => void]>([
    ["done", "by-page", ({ last }) => void last(1)],
    ["stop", "otherwise", ({ channel }) => channel.end(new Error("stopped"))],
    ["a time limit", "otherwise", () => void clock.advance(defaultDirectLimits.totalMs)],
  ])("takes nothing after %s", async (_, ending, finish) => {
    const parts = await opened();
    const { texts, end } = reading(parts.channel);
    finish(parts);
    expect(await parts.channel.ended).toBe(ending);
    const late = await parts.send(2, "late");
    expect(late.open).toBe(false);
    await Promise.allSettled([end]);
    expect(texts).toEqual([]);
    expect(parts.channels.dropped().get("late")).toBe(1);
  });

  it("drops what is out of order, and says what it has", async () => {
    const { channels, channel, send } = await opened();
    const { texts } = reading(channel);
    await send(1);
    expect(await send(3)).toEqual({ ok: true, open: true, received: 1 });
    await send(2);
    await clock.advance(0);
    expect(texts).toEqual(["1 ", "2 "]);
    expect(channels.dropped().get("gap")).toBe(1);
  });

  it("takes a frame that is sent twice once, as after a lost connection", async () => {
    const { channels, channel, send } = await opened();
    const { texts } = reading(channel);
    await send(1);
    expect(await send(1)).toEqual({ ok: true, open: true, received: 1 });
    await send(2);
    await clock.advance(0);
    expect(texts).toEqual(["1 ", "2 "]);
    expect(channels.dropped().get("duplicate")).toBe(1);
  });

  it("logs once what it drops, however much that is", async () => {
    const { channels, channel, send } = await opened();
    reading(channel);
    for (let seq = 5; seq < 50; seq += 1) await send(seq);
    expect(channels.dropped().get("gap")).toBe(45);
    expect(warnings).toEqual([{ userId: "ada", why: "gap" }]);
    for (let seq = 1; seq < 50; seq += 1) {
      await channels.deliver("bob", { channel: "none", seq, done: true });
    }
    expect(warnings).toHaveLength(1);
  });

  it("is forgotten some time after its end", async () => {
    const { channels, channel, last } = await opened({ endedChannels: 1 });
    await last(1);
    const second = await channels.open("ada");
    await channels.deliver("ada", { channel: second.id, seq: 1, done: true });
    await channels.deliver("ada", { channel: channel.id, seq: 1, done: true });
    expect(channels.dropped().get("unknown")).toBe(1);
  });
});

describe("S-17: limits", () => {
  it.each<[string, Partial<DirectLimits>, string[]]>([
    ["a frame of more than frameBytes", { frameBytes: 64 }, ["x".repeat(65)]],
    ["more than streamBytes in all", { streamBytes: 200 }, ["a", "b", "c", "d", "e", "f"]],
    ["more frames than one answer may have", { frames: 3 }, ["a", "b", "c", "d"]],
  ])("end the answer at %s, keeping the text", async (_, limits, contents) => {
    const { channel, send, channels } = await opened(limits);
    const { texts, end } = reading(channel);
    let open = true;
    for (const [index, content] of contents.entries()) {
      if (open) ({ open } = await send(index + 1, content));
    }
    await expect(end).rejects.toMatchObject({ code: "too_large" });
    expect(texts).toEqual(contents.slice(0, texts.length));
    expect(texts.length).toBeLessThan(contents.length);
    expect([...channels.dropped().values()]).toEqual([1]);
  });

  it("counts bytes, not characters", async () => {
    const { channel, send } = await opened({ frameBytes: 100 });
    const { end } = reading(channel);
    await send(1, "界".repeat(30));
    await expect(end).rejects.toMatchObject({ code: "too_large" });
  });

  it("let the first word take its time, and every later one less", async () => {
    const { channel, send } = await opened({ firstMs: 300_000, idleMs: 60_000 });
    const { end } = reading(channel);
    await clock.advance(299_000);
    await send(1);
    await clock.advance(59_000);
    await send(2);
    await clock.advance(59_000);
    expect(channel.isClosed).toBe(false);
    await clock.advance(1_000);
    await expect(end).rejects.toMatchObject({ code: "upstream_timeout" });
  });

  it("end an answer that never begins", async () => {
    const { channel } = await opened({ firstMs: 5_000 });
    const { end } = reading(channel);
    await clock.advance(5_000);
    await expect(end).rejects.toMatchObject({ code: "upstream_timeout" });
  });

  it("end an answer that goes on for ever", async () => {
    const { channel, send } = await opened({ totalMs: 100_000, idleMs: 60_000 });
    const { end } = reading(channel);
    for (let seq = 1; seq <= 4; seq += 1) {
      await send(seq);
      await clock.advance(25_000);
    }
    await expect(end).rejects.toMatchObject({ message: expect.stringContaining("100 s") });
  });

  it("hold for each person by themselves", async () => {
    const channels = channelsWith({ streamsPerUser: 2 });
    const first = await channels.open("ada");
    await channels.open("ada");
    await expect(channels.open("ada")).rejects.toMatchObject({ code: "rate_limited" });
    await channels.open("bob");
    first.end(new Error("stopped"));
    await channels.open("ada");
  });

  it("a reader that is slow holds the page back: no receipt before the frame is read", async () => {
    const { channel, send } = await opened();
    const receipts: number[] = [];
    for (let seq = 1; seq <= 10; seq += 1) void send(seq).then(() => receipts.push(seq));
    await clock.advance(0);
    expect(receipts).toEqual([]);
    const chunks = channel.read();
    await chunks.next();
    await chunks.next();
    await clock.advance(0);
    expect(receipts).toEqual([1, 2]);
    expect(channel.waiting).toBe(8);
  });

  it("frames of full size that nobody reads leave nothing behind but what waits", async () => {
    const { channel, send, channels } = await opened();
    const before = held();
    const frame = "x".repeat(60 * 1024);
    // 240 MB in all, each a text of its own, as frames of a socket are.
    for (let seq = 1; seq <= 4_000; seq += 1) void send(seq, `${seq} ${frame}`);
    expect(channel.waiting).toBe(32);
    expect(channels.dropped().get("late")).toBe(4_000 - 33);
    expect(held() - before).toBeLessThan(10 * 1024 * 1024);
  });

  it("a page that doesn't wait for receipts fills no memory", async () => {
    const { channels, channel, send } = await opened({ waitingFrames: 32 });
    const receipts = Array.from({ length: 10_000 }, (_, index) => send(index + 1));
    expect(channel.waiting).toBe(32);
    expect(channels.dropped().get("waiting")).toBe(1);
    expect(channels.dropped().get("late")).toBe(10_000 - 33);
    const { texts, end } = reading(channel);
    await expect(end).rejects.toMatchObject({ code: "too_large" });
    expect(texts).toHaveLength(32);
    await Promise.all(receipts);
  });

  it("a frame sent again and again waits once", async () => {
    const { channel, send } = await opened();
    const again = Array.from({ length: 1_000 }, () => send(1));
    expect(channel.waiting).toBe(1);
    const { texts } = reading(channel);
    await Promise.all(again);
    expect(texts).toEqual(["1 "]);
  });

  it("silence of the page doesn't count while the server is the slow one", async () => {
    const { channel, send } = await opened({ idleMs: 1_000 });
    void send(1);
    await clock.advance(10_000);
    expect(channel.isClosed).toBe(false);
    const { end } = reading(channel);
    await clock.advance(10_000);
    await expect(end).rejects.toMatchObject({ code: "upstream_timeout" });
  });
});
