import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json.ts";
import type { DirectLine } from "../ports/direct-line.ts";
import type { PipelineCall, Upstream } from "../ports/upstream.ts";
import { manualClock } from "../testing/clock.ts";
import { engineWorld } from "../testing/engine-world.ts";
import { ScriptedUpstream, scriptedConnection } from "../testing/scripted-upstream.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";
import type { DirectChoice } from "./protocol.ts";
import { directRoute } from "./route.ts";

const direct: DirectChoice = {
  sessionId: "s",
  connectionId: "home",
  model: { id: "m", name: "Mine" },
};
const model = "direct:home/m";

function lineTo(upstream: Upstream) {
  const asked: [string, DirectChoice][] = [];
  const directLine: DirectLine = {
    upstream(principal, choice) {
      asked.push([principal.userId, choice]);
      return upstream;
    },
  };
  return { directLine, asked };
}

describe("a turn whose answer comes from a browser", () => {
  it("asks the browser, never the server's model of the same name", async () => {
    const browser = new ScriptedUpstream([]);
    const { directLine, asked } = lineTo(browser);
    const world = await turnsWorld(["m"], { directLine });
    await world.turns.send(ada, { ...question, model, direct });
    const call = await browser.called();
    expect(call.request).toMatchObject({ model: "m" });
    await call.say("Hello");
    await call.finish();
    expect(await world.answer()).toMatchObject({ status: "done", content: "Hello", model });
    expect(asked).toEqual([["ada", direct]]);
    expect(world.upstream.calls).toBe(0);
  });

  it("S-16: can't be led to a server's model, nor a server's model to it", async () => {
    const { directLine } = lineTo(new ScriptedUpstream([]));
    const world = await turnsWorld(["m"], { directLine });
    await expect(world.turns.send(ada, { ...question, model: "m", direct })).rejects.toMatchObject({
      code: "invalid_request",
    });
    await expect(world.turns.send(ada, { ...question, model })).rejects.toMatchObject({
      code: "model_not_found",
    });
  });

  it("lets the same browser name the chat, unless an admin has chosen a model for that", async () => {
    const browser = new ScriptedUpstream([]);
    const world = await turnsWorld(["m"], lineTo(browser));
    await world.turns.send(ada, { ...question, model, direct });
    const call = await browser.called();
    await call.say("Hello");
    await call.finish();
    const naming = await browser.called();
    expect(JSON.stringify(naming.request.messages)).toContain("Write a title");
    await naming.say("A greeting");
    await naming.finish();
    expect(await world.chats.find("ada", "c")).toMatchObject({ title: "A greeting" });
  });

  it("lets filters for all models see request and caller, and nothing of the browser's", async () => {
    const seen: JsonObject[] = [];
    const see = (_id: string, { body }: PipelineCall) => {
      seen.push(body);
      return Promise.resolve({ ...body, temperature: 0 });
    };
    const refuse = () => Promise.reject(new Error("not part of this test"));
    const server: Upstream = {
      listModels: () =>
        Promise.resolve([
          {
            ...{ id: "f", name: "Filter" },
            pipeline: { type: "filter", valves: false, targets: ["*"], priority: 0 },
          },
        ]),
      complete: refuse,
      close: () => Promise.resolve(),
      pipelines: { inlet: see, outlet: see, valves: refuse, valvesSpec: refuse, setValves: refuse },
    };
    const clock = manualClock();
    const world = engineWorld({
      clock,
      connections: [scriptedConnection],
      createUpstream: () => server,
    });
    await world.upstreams.reload();
    await clock.advance(0);
    const browser = new ScriptedUpstream([]);
    const parts = { line: lineTo(browser).directLine, allowed: () => Promise.resolve(true) };
    const route = await directRoute(parts, ada, { modelId: model, choice: direct });
    const { outlet } = await world.pipeline.open({
      principal: ada,
      request: { model, messages: [{ role: "user", content: "Hi" }], stream: true },
      signal: new AbortController().signal,
      route,
    });
    expect(seen).toMatchObject([{ model, metadata: { user_id: "ada" } }]);
    expect(JSON.stringify(seen)).not.toMatch(/"s"|authorization/);
    expect((await browser.called()).request).toMatchObject({ model: "m", temperature: 0 });
    expect(outlet).not.toBeNull();
  });
});
