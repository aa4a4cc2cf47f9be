import { describe, expect, it } from "vitest";
import { ada, bob, question, turnsWorld } from "../testing/turns-world.ts";
import { tagsFromReply } from "./tag-chat.ts";

describe("tagsFromReply", () => {
  it.each([
    [
      "an array, in small letters",
      '["Locks", "Distributed Systems"]',
      ["locks", "distributed systems"],
    ],
    ["an array among words", 'Sure:\n```json\n["locks"]\n```', ["locks"]],
    ["the original's object", '{"tags": ["locks"]}', ["locks"]],
    ["thinking first", '<think>["no"]</think>["locks"]', ["locks"]],
    ["the first three, each once", '["a","b","A ","c","d"]', ["a", "b", "c"]],
    ["hash signs", '["#locks", "c#", "#"]', ["locks", "c#"]],
    ["nothing empty or long", JSON.stringify(["", "x".repeat(41), " a\n b "]), ["a b"]],
    ["forty letters", JSON.stringify(["x".repeat(40)]), ["x".repeat(40)]],
    ["no array", "locks, leases", []],
    ["something else in the array", "[1, 2]", []],
    ["another object", '{"topics": ["locks"]}', ["locks"]],
  ])("reads %s", (_, reply, found) => {
    expect(tagsFromReply(reply)).toEqual(found);
  });
});

describe("a chat's tags", () => {
  type World = Awaited<ReturnType<typeof turnsWorld>>;
  const world = async () => {
    const made = await turnsWorld();
    await made.settings.write({ titleGeneration: false, tags: true });
    return made;
  };
  const answer = async ({ upstream }: World) => {
    const call = await upstream.called();
    await call.say("A lock that ends.");
    await call.finish();
  };
  const reply = async ({ upstream }: World, text: string) => {
    const asked = await upstream.called();
    await asked.say(text);
    await asked.finish();
  };

  it("are asked for after the first exchange, and told with the chat", async () => {
    const { turns, ...rest } = await world();
    const sent = await turns.send(ada, question);
    expect(sent.chat.tags).toEqual([]);
    await answer({ turns, ...rest });
    await reply({ turns, ...rest }, '["Locks"]');
    expect(await rest.chats.find("ada", "c")).toMatchObject({
      ...{ tags: ["locks"], tagsSource: "model" },
    });
    expect(rest.ofType("chat-changed").at(-1)).toMatchObject({
      ...{ chat: { id: "c", tags: ["locks"] }, running: false },
    });
    expect((await rest.service.list(ada, { limit: 1 })).chats).toMatchObject([{ tags: ["locks"] }]);
  });

  it("are told together with a model's title, however long the chat takes to read", async () => {
    const made = await world();
    await made.settings.write({ titleGeneration: true });
    await made.turns.send(ada, question);
    await answer(made);
    const asked = [await made.upstream.called(), await made.upstream.called()];
    const find = made.chats.find.bind(made.chats);
    const reads: (() => void)[] = [];
    made.chats.find = async (...target) => {
      const chat = await find(...target);
      await new Promise<void>((resolve) => reads.push(resolve));
      return chat;
    };
    for (const call of asked) {
      await call.say('["Locks"]');
      await call.finish();
    }
    // The read that began last is through first.
    for (const read of reads.toReversed()) {
      read();
      await made.clock.advance(0);
    }
    expect(made.ofType("chat-changed").at(-1)).toMatchObject({
      chat: { title: '["Locks"]', tags: ["locks"] },
    });
  });

  it("are not asked for after a later exchange", async () => {
    const made = await world();
    await made.turns.send(ada, question);
    await answer(made);
    await reply(made, "I do not know.");
    await made.turns.send(ada, { ...question, questionId: "q2", parentId: "a1", answerId: "a2" });
    await answer(made);
    await expect(made.upstream.called()).rejects.toThrow("the upstream was not called");
  });

  it("are not asked for when that is off", async () => {
    const made = await world();
    await made.settings.write({ tags: false });
    await made.turns.send(ada, question);
    await answer(made);
    await expect(made.upstream.called()).rejects.toThrow("the upstream was not called");
  });

  it("are not asked for again once a person took them away", async () => {
    const made = await world();
    await made.turns.send(ada, question);
    await answer(made);
    await reply(made, '["locks"]');
    expect(await made.service.removeTag(ada, "c", "locks")).toMatchObject({ tags: [] });
    expect(made.ofType("chat-changed").at(-1)).toMatchObject({ chat: { tags: [] } });
    await made.turns.regenerate(ada, { ...question, answerId: "a2" });
    await answer(made);
    await expect(made.upstream.called()).rejects.toThrow("the upstream was not called");
    expect(await made.chats.find("ada", "c")).toMatchObject({ tags: [], tagsSource: "person" });
  });

  it("are nobody else's to take away", async () => {
    const made = await world();
    await made.turns.send(ada, question);
    await answer(made);
    await reply(made, '["locks"]');
    await expect(made.service.removeTag(bob, "c", "locks")).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await made.chats.find("ada", "c")).toMatchObject({ tags: ["locks"] });
  });
});
