import { filter, type Plugin, withLastText } from "@parley/e2e/pipelines-server";
import { describe, expect, it } from "vitest";
import { ada, pipelinesWorld } from "../testing/pipelines-world.ts";

const signing = (id: string, priority = 0) =>
  filter(id, {
    priority,
    outlet: (body) => withLastText(body, "assistant", (text) => `${text} – ${id}`),
  });

describe("the filters of an answer", () => {
  it("see all of the branch once it is complete", async () => {
    const world = await pipelinesWorld([filter("watch")]);
    await world.exchange("one");
    await world.exchange("two", { number: 2 });
    const outlets = world.server.calls.filter(({ hook }) => hook === "outlet");
    expect(outlets.at(-1)?.body).toMatchObject({
      model: "small",
      chat_id: "c",
      id: "a2",
      messages: [
        { id: "q1", role: "user", content: "one", timestamp: expect.any(Number) },
        { id: "a1", role: "assistant", content: "I heard: one" },
        { id: "q2", role: "user", content: "two" },
        { id: "a2", role: "assistant", content: "I heard: two" },
      ],
    });
  });

  it("come after the model's own, by priority as for the request", async () => {
    const poet: Plugin = {
      ...{ type: "pipe", id: "poet", name: "Poet", pipe: () => "verse" },
      outlet: (body) => withLastText(body, "assistant", (text) => `${text} – poet`),
    };
    const world = await pipelinesWorld([signing("late", 5), signing("early", -5), poet]);
    const answer = await world.exchange("hi", { model: "poet" });
    expect(answer.content).toBe("verse – poet – early – late");
  });

  it("change what is stored and shown; what the model said is kept", async () => {
    const world = await pipelinesWorld([signing("me")]);
    const answer = await world.exchange("hi");
    expect(answer).toMatchObject({
      status: "done",
      content: "I heard: hi – me",
      metadata: { originalContent: "I heard: hi" },
    });
    const types = world.events.map(({ type }) => type);
    expect(types.indexOf("messages-changed")).toBeGreaterThan(types.indexOf("turn-end"));
    const opened = await world.chats.open(ada, "c", 10);
    expect(opened.messages.at(-1)?.content).toBe("I heard: hi – me");
  });

  it("that change nothing leave no trace in the message", async () => {
    const world = await pipelinesWorld([filter("watch")]);
    const answer = await world.exchange("hi");
    expect(answer.metadata).not.toHaveProperty("originalContent");
    expect(world.events.map(({ type }) => type)).not.toContain("messages-changed");
  });

  it("may change earlier messages, whose first text is kept, and pages are told", async () => {
    const stars = filter("stars", {
      outlet: (body) => withLastText(body, "user", (text) => `${text}*`),
    });
    const world = await pipelinesWorld([stars]);
    await world.exchange("hi");
    expect(await world.message("q1")).toMatchObject({
      content: "hi*",
      metadata: { originalContent: "hi" },
    });
    expect(world.events.map(({ type }) => type)).toContain("messages-changed");
    await world.turns.regenerate(ada, {
      ...{ chatId: "c", questionId: "q1", model: "small", answerId: "a2" },
    });
    await world.turns.drain(5_000);
    expect(await world.message("q1")).toMatchObject({
      content: "hi**",
      metadata: { originalContent: "hi" },
    });
  });

  it("keep pictures where they are when they change the text beside them", async () => {
    const stars = filter("stars", {
      outlet: (body) => withLastText(body, "user", (text) => `${text}*`),
    });
    const world = await pipelinesWorld([stars]);
    const picture = { type: "image_url", image_url: { url: "data:image/png;base64,AA==" } };
    const parts = [picture, { type: "text", text: "What is it?" }];
    await world.turns.send(ada, {
      ...{ chatId: "c", questionId: "q1", parentId: null, model: "small", answerId: "a1" },
      content: parts,
    });
    await world.turns.drain(5_000);
    expect(await world.message("q1")).toMatchObject({
      content: [{ type: "text", text: "What is it?*" }, picture],
      metadata: { originalContent: parts },
    });
  });

  it("may write their messages anew, without ids", async () => {
    const anew = filter("anew", {
      outlet: (body) => ({ ...body, messages: [{ role: "assistant", content: "Anew." }] }),
    });
    const world = await pipelinesWorld([anew]);
    expect((await world.exchange("hi")).content).toBe("Anew.");
  });

  it("that refuse an answer make it an error in their words; its text is kept", async () => {
    const refusing = filter("picky", {
      outlet: () => {
        throw new Error("Not in this house.");
      },
    });
    const world = await pipelinesWorld([refusing]);
    expect(await world.exchange("hi")).toMatchObject({
      status: "error",
      content: "I heard: hi",
      metadata: { parley: { error: { code: "filter_refused", message: "Not in this house." } } },
    });
  });

  it("are left when a person stops the answer meanwhile", async () => {
    const world = await pipelinesWorld([signing("me")]);
    world.server.fault("me", "outlet", { do: "hang" });
    const over = world.exchange("hi");
    await expect.poll(() => world.server.calls.length).toBe(2);
    await world.turns.stop(ada, { chatId: "c", messageId: "a1" });
    expect(await over).toMatchObject({ status: "stopped", content: "I heard: hi" });
    await world.server.clientLeft();
  });
});
