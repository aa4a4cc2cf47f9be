import { parleyMetadataOf } from "@parley/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ada, choiceOf, chunk, directWorld, modelId } from "../../testing/direct-world.ts";

const { begin, finish, current, page, ask, ended } = directWorld();
afterEach(finish);

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

  it("stops when a person stops it: the page is told, and what it still sends is dropped", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk("So far") });
    await current().services.turns.stop(ada, { chatId: "c", messageId: "a-c" });
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
    await current().services.turns.stop(ada, { chatId: "c", messageId: "a-c" });
    expect(await ended()).toMatchObject({ status: "stopped", content: "" });
    await vi.waitFor(() => expect(tab.aborted).toEqual([{ channel }]));
  });

  it("can be made once more and gone on with, if the same model is named", async () => {
    await begin();
    const tab = await page("ada");
    await ask(tab.id);
    const first = await tab.asked();
    await tab.send({ channel: first.channel, seq: 1, chunk: chunk("Half") });
    await current().services.turns.stop(ada, { chatId: "c", messageId: "a-c" });
    tab.requests.length = 0;
    const other = { ...choiceOf(tab.id), connectionId: "work" };
    const input = { chatId: "c", messageId: "a-c" };
    await expect(current().services.turns.resume(ada, { ...input, direct: other })).rejects.toThrow(
      "another one",
    );
    await expect(current().services.turns.resume(ada, input)).rejects.toMatchObject({
      code: "model_not_found",
    });
    await current().services.turns.resume(ada, { ...input, direct: choiceOf(tab.id) });
    const { channel } = await tab.asked();
    await tab.send({ channel, seq: 1, chunk: chunk(" and half") });
    await tab.send({ channel, seq: 2, done: true });
    expect(await ended()).toMatchObject({ status: "done", content: "Half and half" });
  });

  it("is refused when an admin has switched direct connections off", async () => {
    await begin();
    const tab = await page("ada");
    await current().services.settings.write({ directConnections: false });
    await expect(ask(tab.id)).rejects.toMatchObject({ code: "forbidden", status: 403 });
    expect(tab.requests).toEqual([]);
  });
});
