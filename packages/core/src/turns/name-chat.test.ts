import { beforeEach, describe, expect, it } from "vitest";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

let world: Awaited<ReturnType<typeof turnsWorld>>;
beforeEach(async () => {
  world = await turnsWorld();
  await world.settings.write({ titleGeneration: false });
});

describe("a chat's title", () => {
  const exchange = async (reply: string) => {
    await world.settings.write({ titleGeneration: true });
    await world.turns.send(ada, question);
    const call = await world.upstream.called();
    await call.say("A lock that ends.");
    await call.finish();
    const naming = await world.upstream.called();
    await naming.say(reply);
    await naming.finish();
    return world.chats.find("ada", "c");
  };

  it("is the question's beginning at first, and a model's after the first exchange", async () => {
    const sent = await world.turns.send(ada, question);
    expect(sent.chat.title).toBe("What is a lease?");
    await world.upstream.called();
    await world.service.remove(ada, "c");
    expect(await exchange('"Leases Explained"')).toMatchObject({
      title: "Leases Explained",
      titleSource: "model",
    });
    expect(world.ofType("chat-changed").at(-1)).toMatchObject({
      chat: { title: "Leases Explained" },
      running: false,
    });
  });

  it("stays the rule's when the model says nothing", async () => {
    expect(await exchange(" ")).toMatchObject({ title: "What is a lease?", titleSource: "rule" });
  });

  it("stays a person's, whatever a model says", async () => {
    await world.turns.send(ada, question);
    await world.service.rename(ada, "c", "Mine");
    await (await world.upstream.called()).finish();
    await world.settings.write({ titleGeneration: true });
    expect(await world.chats.nameByModel("ada", "c", "Theirs")).toBeNull();
    expect(await world.chats.find("ada", "c")).toMatchObject({ title: "Mine" });
  });
});
