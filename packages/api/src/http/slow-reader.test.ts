import http from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serveWorld } from "../testing/serve-world.ts";

const mebibyte = 1024 * 1024;
/** What the sockets of both ends may hold, and as much again. */
const held = 24 * mebibyte;

describe("S-17: a caller that reads slowly", () => {
  let world: Awaited<ReturnType<typeof serveWorld>>;
  /** Bytes that the upstream was asked for. */
  let sent: number;

  beforeEach(async () => {
    world = await serveWorld();
    sent = 0;
    const piece = Buffer.alloc(mebibyte / 4, "data: {}\n\n");
    world.upstream.complete = () =>
      Promise.resolve({
        async *chunks() {},
        async *bytes() {
          while (sent < 1024 * mebibyte) {
            sent += piece.length;
            yield piece;
            // A real upstream's pieces come from a socket, one turn of the loop each.
            await new Promise((resolve) => setImmediate(resolve));
          }
        },
      });
  });
  afterEach(() => world.stop());

  /** Asks, and takes the head of the answer only. */
  function ask(): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request = http.request(`${world.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: "Bearer ada", "content-type": "application/json" },
      });
      request.on("response", (response) => resolve(response.pause()));
      request.on("error", reject);
      request.end(
        JSON.stringify({ model: "m", stream: true, messages: [{ role: "user", content: "hi" }] }),
      );
    });
  }

  /** Resolves once nothing more is taken from the upstream. */
  async function stalled(): Promise<void> {
    let before = -1;
    const isStill = () => {
      const still = before === sent;
      before = sent;
      return still;
    };
    await expect.poll(isStill, { interval: 100 }).toBe(true);
  }

  it("holds the upstream back, and the server's memory stays as it is", async () => {
    const before = process.memoryUsage.rss();
    const response = await ask();
    await stalled();
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(held);
    expect(process.memoryUsage.rss() - before).toBeLessThan(held + 64 * mebibyte);
    response.destroy();
  });

  it("gets the rest when it goes on", async () => {
    const response = await ask();
    await stalled();
    const before = sent;
    response.resume();
    await expect.poll(() => sent).toBeGreaterThan(before + held);
    response.destroy();
  });
});
