import { type CompletionChunk, completionChunk, type DirectFrame, directFrame } from "@parley/core";
import { describe, expect, it, vi } from "vitest";
import { FrameSender, type FrameSocket } from "./frames.ts";

/** A server's end of a channel that gives receipts when it is told to. */
function fakeServer() {
  let state: "connected" | "disconnected" = "connected";
  const listeners = new Set<() => void>();
  const frames: DirectFrame[] = [];
  const underway: { seq: number; lose: () => void; receive: () => void }[] = [];
  let received = 0;
  let open = true;
  const socket: FrameSocket = {
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ask(_name, payload, reply) {
      const frame = directFrame.parse(payload);
      return new Promise((resolve, reject) => {
        underway.push({
          seq: frame.seq,
          lose: () => reject(new Error("lost")),
          receive() {
            if (frame.seq === received + 1) {
              received = frame.seq;
              frames.push(frame);
              if (!("chunk" in frame)) open = false;
            }
            resolve(reply.parse({ ok: true, open, received }));
          },
        });
      });
    },
  };
  return {
    socket,
    frames,
    underway: () => underway.map(({ seq }) => seq),
    receive() {
      for (const frame of underway.splice(0)) frame.receive();
    },
    disconnect() {
      state = "disconnected";
      for (const frame of underway.splice(0)) frame.lose();
    },
    connect() {
      state = "connected";
      for (const listener of [...listeners]) listener();
    },
    closeChannel() {
      open = false;
    },
    text: () =>
      frames
        .flatMap((frame) =>
          "chunk" in frame ? [completionChunk.parse(JSON.parse(frame.chunk))] : [],
        )
        .map(({ choices }) => choices[0]?.delta?.content ?? "")
        .join(""),
  };
}

const say = (content: string): CompletionChunk => ({
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
});

function senderTo(server: ReturnType<typeof fakeServer>, window = 4) {
  const onClosed = vi.fn();
  const sender = new FrameSender({
    socket: server.socket,
    channel: "c",
    onClosed,
    window,
    retryMs: 1,
  });
  return { sender, onClosed };
}

describe("frames of an answer", () => {
  it("are numbered, and the end comes last", async () => {
    const server = fakeServer();
    const { sender } = senderTo(server);
    for (const word of ["a", "b", "c"]) await sender.add(say(word));
    const ended = sender.end({ done: true });
    await vi.waitFor(() => expect(server.underway()).toEqual([1, 2, 3, 4]));
    server.receive();
    await ended;
    expect(server.frames.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(server.frames.at(-1)).toEqual({ channel: "c", seq: 4, done: true });
    expect(server.text()).toBe("abc");
  });

  it("wait for receipts: what comes meanwhile is joined", async () => {
    const server = fakeServer();
    const { sender } = senderTo(server, 2);
    for (const word of ["a", "b", "c", "d", "e"]) await sender.add(say(word));
    expect(server.underway()).toEqual([1, 2]);
    const ended = sender.end({ done: true });
    await vi.waitFor(() => {
      server.receive();
      expect(server.frames.at(-1)).toMatchObject({ done: true });
    });
    await ended;
    expect(server.text()).toBe("abcde");
    expect(server.frames).toHaveLength(4);
  });

  it("hold the reader back once enough is waiting", async () => {
    const server = fakeServer();
    const { sender } = senderTo(server, 1);
    await sender.add(say("a"));
    await sender.add(say("x".repeat(7_000)));
    let passed = false;
    const third = sender.add(say("y".repeat(7_000))).then(() => {
      passed = true;
    });
    await Promise.resolve();
    expect(passed).toBe(false);
    server.receive();
    await third;
  });

  it("without a receipt are sent again after a lost connection, none twice", async () => {
    const server = fakeServer();
    const { sender } = senderTo(server);
    await sender.add(say("a"));
    await vi.waitFor(() => expect(server.underway()).toEqual([1]));
    server.receive();
    await sender.add(say("b"));
    await sender.add(say("c"));
    await vi.waitFor(() => expect(server.underway()).toEqual([2, 3]));
    server.disconnect();
    await sender.add(say("d"));
    const ended = sender.end({ done: true });
    server.connect();
    await vi.waitFor(() => {
      server.receive();
      expect(server.frames.at(-1)).toMatchObject({ done: true });
    });
    await ended;
    expect(server.text()).toBe("abcd");
  });

  it("stop when nobody listens", async () => {
    const server = fakeServer();
    const { sender, onClosed } = senderTo(server, 1);
    await sender.add(say("a"));
    await vi.waitFor(() => expect(server.underway()).toEqual([1]));
    server.closeChannel();
    server.receive();
    await vi.waitFor(() => expect(onClosed).toHaveBeenCalledOnce());
    await sender.add(say("b"));
    await sender.end({ done: true });
    expect(server.underway()).toEqual([]);
  });
});
