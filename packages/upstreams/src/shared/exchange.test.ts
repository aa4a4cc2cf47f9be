import { describe, expect, it } from "vitest";
import { Exchange } from "./exchange.ts";

/** Stands for undici's side: it notes what it is told. */
function socket() {
  let paused = false;
  let aborted: Error | null = null;
  return {
    get paused() {
      return paused;
    },
    get aborted() {
      return aborted !== null;
    },
    get reason() {
      return aborted;
    },
    abort(reason: Error) {
      aborted = reason;
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
    },
  };
}

function begin() {
  const stop = new AbortController();
  const translate = (cause: Error, begun: boolean) => new Error(`${begun}: ${cause.message}`);
  const exchange = new Exchange({ signal: stop.signal, translate });
  const controller = socket();
  exchange.onRequestStart(controller);
  const start = () => exchange.onResponseStart(controller, 200, { "content-type": "text/plain" });
  const feed = (length: number) => exchange.onResponseData(controller, new Uint8Array(length));
  return { stop, exchange, controller, start, feed };
}

describe("Exchange", () => {
  it("pauses the socket while too much is unread, and lets it go on when it is read", async () => {
    const { exchange, controller, start, feed } = begin();
    start();
    for (let fed = 0; fed < 3; fed += 1) feed(100 * 1024);
    expect(controller.paused).toBe(true);
    await exchange.next();
    expect(controller.paused).toBe(false);
  });

  it("shows the beginning of a body and leaves it to its reader", async () => {
    const { exchange, start, feed } = begin();
    start();
    feed(3);
    const looking = exchange.peek(5);
    feed(4);
    expect((await looking).byteLength).toBe(5);
    expect((await exchange.next()).value?.byteLength).toBe(3);
    expect((await exchange.next()).value?.byteLength).toBe(4);
  });

  it("shows less of a body when there is no more", async () => {
    const { exchange, start, feed } = begin();
    start();
    feed(3);
    const looking = exchange.peek(5);
    exchange.onResponseEnd();
    expect((await looking).byteLength).toBe(3);
    expect((await exchange.next()).value?.byteLength).toBe(3);
    expect((await exchange.next()).done).toBe(true);
  });

  it.each([
    [
      "breaks",
      (parts: ReturnType<typeof begin>) => parts.exchange.onResponseError(null, new Error("reset")),
      "true: reset",
    ],
    [
      "is aborted",
      (parts: ReturnType<typeof begin>) => parts.stop.abort(new Error("stop")),
      "stop",
    ],
  ])("rejects a look at a body that %s before its beginning is there", async (_, end, message) => {
    const parts = begin();
    parts.start();
    parts.feed(3);
    const looking = parts.exchange.peek(5);
    end(parts);
    await expect(looking).rejects.toThrow(message);
  });

  it("pauses at many small pieces too", () => {
    const { controller, start, feed } = begin();
    start();
    for (let fed = 0; fed < 2_000; fed += 1) feed(1);
    expect(controller.paused).toBe(true);
  });

  it("hands on what had arrived before the connection broke, then rejects once, then is done", async () => {
    const { exchange, start, feed } = begin();
    start();
    feed(5);
    exchange.onResponseError(null, new Error("reset"));
    expect((await exchange.next()).value?.byteLength).toBe(5);
    await expect(exchange.next()).rejects.toThrow("true: reset");
    expect(await exchange.next()).toEqual({ done: true, value: undefined });
  });

  it("rejects its start when the connection fails before the status", async () => {
    const { exchange } = begin();
    exchange.onResponseError(null, new Error("refused"));
    await expect(exchange.started).rejects.toThrow("false: refused");
  });

  it("passes over early statuses", async () => {
    const { exchange, controller, start } = begin();
    exchange.onResponseStart(controller, 103, {});
    start();
    expect((await exchange.started).status).toBe(200);
  });

  it("aborts the socket with the signal, and drops what is unread", async () => {
    const { exchange, controller, start, feed, stop } = begin();
    start();
    feed(5);
    stop.abort(new Error("stop"));
    expect(controller.aborted).toBe(true);
    await expect(exchange.next()).rejects.toThrow("stop");
  });

  it("ends a request that was aborted before it reached a socket", async () => {
    const stop = new AbortController();
    const exchange = new Exchange({ signal: stop.signal, translate: (cause) => cause });
    stop.abort(new Error("stop"));
    await expect(exchange.started).rejects.toThrow("stop");
    const controller = socket();
    exchange.onRequestStart(controller);
    expect(controller.aborted).toBe(true);
  });

  it("closes the socket when its reader leaves, and gives a waiting reader its end", async () => {
    const { exchange, controller, start } = begin();
    start();
    const waiting = exchange.next();
    await exchange.return();
    expect(controller.aborted).toBe(true);
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it("keeps the socket when its reader has all it needs", async () => {
    const { exchange, controller, start, feed } = begin();
    start();
    exchange.finish();
    await exchange.return();
    feed(5);
    exchange.onResponseEnd();
    expect(controller.aborted).toBe(false);
    expect(await exchange.next()).toEqual({ done: true, value: undefined });
  });

  it("stays deaf to the signal once it is over", async () => {
    const { exchange, controller, start, stop } = begin();
    start();
    exchange.onResponseEnd();
    stop.abort(new Error("stop"));
    expect(controller.aborted).toBe(false);
    expect(await exchange.next()).toEqual({ done: true, value: undefined });
  });
});
