import { expect, it } from "vitest";
import type { Json } from "../json.ts";
import type { FunctionTools } from "../ports/functions.ts";
import { ada, turnsWorld } from "../testing/turns-world.ts";
import { FunctionSessions } from "./sessions.ts";

it("takes no more events from a function about one message than a message should carry", async () => {
  const { registry, host, install } = await turnsWorld();
  await install("talker", { inlet: () => undefined });
  const fn = registry.find("talker");
  if (fn === null) throw new Error("no function");
  const taken: Json[] = [];
  let tools: FunctionTools | null = null;
  const sessions = new FunctionSessions({
    registry,
    mostTold: 100,
    host: {
      open(given, facts, own) {
        tools = own;
        return host.open(given, facts, own);
      },
    },
    events: { emit: async (_, event) => void taken.push(event), ask: async () => null },
    complete: () => Promise.reject(new Error("nobody asks")),
  });
  const session = await sessions.open(fn, {
    ...{ principal: ada, model: { id: "m", name: "m" }, metadata: {}, caller: "chat" },
    ...{ place: { chatId: "c", messageId: "a" }, isTask: false, startedAt: 0, chain: [] },
  });
  const given = (): FunctionTools | null => tools;
  const say = (content: string) => given()?.emit({ type: "message", data: { content } });
  await say("x".repeat(50));
  await expect(say("y".repeat(50))).rejects.toMatchObject({ code: "function_failed" });
  expect(taken).toHaveLength(1);
  session.close();
});
