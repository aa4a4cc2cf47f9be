import { afterEach, describe, expect, it, vi } from "vitest";
import { chunk, directWorld } from "../../testing/direct-world.ts";

const { begin, finish, current, page, ask, ended } = directWorld();
afterEach(finish);

describe("frames over real sockets", () => {
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
    expect(Object.fromEntries(current().channels.dropped())).toEqual({ foreign: 1, late: 1 });
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
    expect(Object.fromEntries(current().channels.dropped())).toEqual({ gap: 1, duplicate: 1 });
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
    expect(Object.fromEntries(current().channels.dropped())).toEqual({ "frame-size": 1 });
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
});
