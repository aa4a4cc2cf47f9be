import { expect, it } from "vitest";
import { jsonObject } from "../json.ts";
import { blocked } from "../testing/memory-host.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";

it("keeps nothing of an answer that a filter wants nobody to see", async () => {
  const world = await turnsWorld();
  await world.settings.write({ titleGeneration: false });
  await world.install("early", {
    outlet: ({ body }) => {
      const messages = Array.isArray(body.messages) ? body.messages : [];
      const last = jsonObject.parse(messages.at(-1));
      return { ...body, messages: [...messages.slice(0, -1), { ...last, content: "SECRET two" }] };
    },
  });
  await world.install("strict", { outlet: () => blocked("No.") });
  await world.turns.send(ada, question);
  const call = await world.upstream.called();
  await call.think("SECRET thought");
  await call.say("SECRET");
  const named = { name: "SECRET", arguments: "{}" };
  const tool_calls = [{ index: 0, id: "1", type: "function", function: named }];
  await call.finish({
    choices: [{ index: 0, delta: { tool_calls }, finish_reason: "tool_calls" }],
  });
  await world.clock.advance(100);
  const answer = await world.answer();
  expect(answer).toMatchObject({ status: "error", content: "" });
  expect(JSON.stringify(answer)).not.toContain("SECRET");
  const [end] = world.ofType("turn-end");
  expect(end).toMatchObject({ length: 0, reasoningLength: 0 });
  expect(JSON.stringify(end)).not.toContain("SECRET");
  expect(JSON.stringify(world.ended)).not.toContain("SECRET");
  expect(world.ofType("messages-changed")).toHaveLength(1);
});
