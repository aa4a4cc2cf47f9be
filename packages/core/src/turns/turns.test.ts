import { beforeEach, describe, expect, it } from "vitest";
import { textOf } from "../chat/content.ts";
import { parleyMetadataOf } from "../chat/message.ts";
import { ParleyError } from "../errors.ts";
import { ada, bob, question, turnsWorld } from "../testing/turns-world.ts";

describe("Turns", () => {
  let world: Awaited<ReturnType<typeof turnsWorld>>;
  beforeEach(async () => {
    world = await turnsWorld();
    await world.settings.write({ titleGeneration: false });
  });

  it("stores the question and the answer's row before it acknowledges", async () => {
    const sent = await world.turns.send(ada, { ...question, metadata: { mood: { deep: [1] } } });
    expect(sent).toMatchObject({ chatCreated: true, answer: { status: "streaming" } });
    expect(await world.chats.message("ada", "c", "q1")).toMatchObject({
      content: "What is a lease?",
      metadata: { mood: { deep: [1] } },
    });
  });

  it("publishes the first words at once, later ones together, numbered and without a gap", async () => {
    const { turns, upstream, clock, ofType } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    await call.say("A", " lease", " is");
    await clock.advance(30);
    await call.say(" a", " lock");
    await clock.advance(30);
    await call.finish();
    const deltas = ofType("turn-delta");
    expect(deltas.map(({ seq, at, content }) => ({ seq, at, content }))).toEqual([
      { seq: 1, at: 0, content: "A" },
      { seq: 2, at: 1, content: " lease is" },
      { seq: 3, at: 10, content: " a lock" },
    ]);
    expect(ofType("turn-end")).toMatchObject([{ status: "done", length: 17, reasoningLength: 0 }]);
  });

  it("does not send at the end what was sent before", async () => {
    const { turns, upstream, ofType, answer } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    await call.think("A lease, then.");
    await call.finish();
    expect(parleyMetadataOf((await answer()).metadata).reasoning).toBe("A lease, then.");
    expect(ofType("turn-end")).toMatchObject([{ length: 0, reasoningLength: 14 }]);
    expect(JSON.stringify(ofType("turn-end"))).not.toContain("A lease");
  });

  it("ends once, with the whole text, what it cost and how long it took", async () => {
    const { turns, upstream, clock, answer } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    await clock.advance(120);
    await call.say("Yes.");
    await clock.advance(80);
    await call.finish({ usage: { completion_tokens: 1 } });
    const message = await answer();
    expect(message).toMatchObject({ status: "done", content: "Yes.", model: "m" });
    expect(parleyMetadataOf(message.metadata)).toMatchObject({
      finishReason: "stop",
      usage: { completion_tokens: 1 },
      timing: { firstTokenMs: 120, totalMs: 200 },
    });
  });

  it("keeps the partial text when a person stops, and ends the upstream's call", async () => {
    const { turns, upstream, answer, ofType } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    await call.say("Half an ");
    expect(await turns.stop(ada, { chatId: "c", messageId: "a1" })).toBe(true);
    expect(call.aborted()).toBe(true);
    expect(await answer()).toMatchObject({ status: "stopped", content: "Half an " });
    expect(ofType("turn-end")).toHaveLength(1);
    expect(await turns.stop(ada, { chatId: "c", messageId: "a1" })).toBe(false);
  });

  it("lets nobody else stop or watch it", async () => {
    const { turns, upstream } = world;
    await turns.send(ada, question);
    await (await upstream.called()).say("Mine");
    expect(await turns.stop(bob, { chatId: "c", messageId: "a1" })).toBe(false);
    expect(turns.watch(bob, "c", [])).toEqual({ ok: true, running: [] });
  });

  it("gives a page that comes back exactly what it lacks", async () => {
    const { turns, upstream, clock } = world;
    const { turnId } = await turns.send(ada, question);
    const call = await upstream.called();
    await call.say("Hello ", "there");
    await clock.advance(30);
    expect(turns.watch(ada, "c", []).running).toMatchObject([
      { turnId, seq: 2, at: 0, content: "Hello there" },
    ]);
    const have = [{ turnId, content: 6, reasoning: 0 }];
    expect(turns.watch(ada, "c", have).running).toMatchObject([
      { seq: 2, at: 6, content: "there" },
    ]);
  });

  it("keeps what arrived and says why when the upstream fails", async () => {
    const { turns, upstream, answer } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    await call.say("Half");
    await call.fail(new ParleyError("upstream_error", "It broke off.", { status: 502 }));
    const message = await answer();
    expect(message).toMatchObject({ status: "error", content: "Half" });
    expect(parleyMetadataOf(message.metadata).error).toEqual({
      code: "upstream_error",
      message: "It broke off.",
      status: 502,
    });
  });

  it("stores nothing when the model is not there", async () => {
    const { turns, chats } = world;
    await expect(turns.send(ada, { ...question, model: "ghost" })).rejects.toMatchObject({
      code: "model_not_found",
    });
    expect(await chats.find("ada", "c")).toBeNull();
  });

  it("answers a repeated request without asking the upstream again", async () => {
    const { turns, upstream, chats } = world;
    await turns.send(ada, question);
    await turns.send(ada, question);
    await upstream.called();
    expect(upstream.calls).toBe(1);
    expect(await chats.messages("ada", "c")).toHaveLength(2);
  });

  it("writes running text behind, each piece once", async () => {
    const { turns, upstream, clock, chats } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    await call.say("one ");
    await clock.advance(400);
    await call.say("two ");
    await clock.advance(400);
    // As after a crash: what the drafts hold becomes the message.
    expect(await chats.interruptAll()).toBe(1);
    expect(await chats.message("ada", "c", "a1")).toMatchObject({
      status: "interrupted",
      content: "one two ",
    });
  });

  it("writes a draft again whose write was not confirmed, without doubling its text", async () => {
    const { turns, upstream, clock, chats } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    const append = chats.appendDrafts.bind(chats);
    let unconfirmed = 1;
    chats.appendDrafts = async (drafts) => {
      await append(drafts);
      if (unconfirmed-- > 0) throw new Error("the connection broke after the commit");
    };
    await call.say("one ");
    await clock.advance(400);
    await call.say("two \ud83d");
    await clock.advance(400);
    await call.say("\ude00");
    await clock.advance(400);
    await chats.interruptAll();
    expect(await chats.message("ada", "c", "a1")).toMatchObject({ content: "one two 😀" });
  });

  it("goes on with an interrupted answer after the text that is there", async () => {
    const { turns, upstream, answer } = world;
    await turns.send(ada, question);
    await (await upstream.called()).say("Half ");
    await turns.stop(ada, { chatId: "c", messageId: "a1" });
    await turns.resume(ada, { chatId: "c", messageId: "a1" });
    const call = await upstream.called();
    expect(call.request.messages.slice(0, 2)).toEqual([
      { role: "user", content: "What is a lease?" },
      { role: "assistant", content: "Half " },
    ]);
    await call.say("and the rest");
    await call.finish();
    expect(await answer()).toMatchObject({ status: "done", content: "Half and the rest" });
  });

  it("answers once more beside the old answer, from the same question", async () => {
    const { turns, upstream, answer } = world;
    await turns.send(ada, question);
    const first = await upstream.called();
    await first.say("One");
    await first.finish();
    const again = await turns.regenerate(ada, {
      chatId: "c",
      questionId: "q1",
      model: "m",
      answerId: "a2",
    });
    expect(again.answer.siblingIds).toEqual(["a1", "a2"]);
    const second = await upstream.called();
    expect(second.request.messages).toEqual([{ role: "user", content: "What is a lease?" }]);
    await second.finish();
    expect(textOf((await answer("a1")).content)).toBe("One");
  });

  it("sends no answer without words back to the upstream", async () => {
    const { turns, upstream } = world;
    await turns.send(ada, question);
    await (await upstream.called()).fail(new ParleyError("upstream_error", "No."));
    await turns.send(ada, {
      ...question,
      questionId: "q2",
      parentId: "a1",
      content: "Again?",
      answerId: "a2",
    });
    expect((await upstream.called()).request.messages.map(({ content }) => content)).toEqual([
      "What is a lease?",
      "Again?",
    ]);
  });

  it("ends the turn of a message that is removed, without bringing it back", async () => {
    const { turns, upstream, service, chats, ofType } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    await call.say("Half");
    await service.remove(ada, "c");
    expect(call.aborted()).toBe(true);
    expect(await chats.find("ada", "c")).toBeNull();
    expect(ofType("turn-end")).toEqual([]);
  });

  it("drains: refuses new turns, lets running ones end, saves the rest as interrupted", async () => {
    const { turns, upstream, clock, answer } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    await call.say("Half");
    const drained = turns.drain(1_000);
    await expect(turns.send(ada, { ...question, chatId: "d" })).rejects.toMatchObject({
      code: "draining",
    });
    await clock.advance(1_000);
    await drained;
    expect(await answer()).toMatchObject({ status: "interrupted", content: "Half" });
  });

  it("tries again to store an end that the database refused", async () => {
    const { turns, upstream, clock, chats, answer } = world;
    await turns.send(ada, question);
    const call = await upstream.called();
    const endTurn = chats.endTurn.bind(chats);
    let refusals = 2;
    chats.endTurn = (end) =>
      refusals-- > 0 ? Promise.reject(new Error("disk full")) : endTurn(end);
    await call.say("Safe");
    await call.finish();
    await clock.advance(100);
    await clock.advance(200);
    expect(await answer()).toMatchObject({ status: "done", content: "Safe" });
  });
});
