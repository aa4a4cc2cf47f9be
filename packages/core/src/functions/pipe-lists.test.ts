import { describe, expect, it } from "vitest";
import { silentLog } from "../testing/log.ts";
import { ada, question, turnsWorld } from "../testing/turns-world.ts";
import { createPipeUpstream } from "./pipe-upstream.ts";

async function begin() {
  const world = await turnsWorld();
  await world.install("many", { async *pipe() {}, pipes: async () => [] });
  const asked: { give: (ids: string[]) => void; fail: (error: Error) => void }[] = [];
  const host = {
    pipes: (_: unknown, signal: AbortSignal) =>
      new Promise<{ id: string; name: string }[]>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        asked.push({ give: (ids) => resolve(ids.map((id) => ({ id, name: id }))), fail: reject });
      }),
    status: () => world.host.status(),
  };
  const pipes = createPipeUpstream({
    ...{ registry: world.registry, sessions: world.sessions, clock: world.clock },
    ...{ newId: world.newId, log: silentLog },
    host,
  });
  return { pipes, asked };
}

describe("the models that a function tells when it is asked", () => {
  it("are there for one who waits, though another who asked first has left", async () => {
    const { pipes, asked } = await begin();
    const [first, second] = [new AbortController(), new AbortController()];
    const one = pipes.listModels({ signal: first.signal });
    const two = pipes.listModels({ signal: second.signal });
    first.abort(new Error("gone"));
    await expect(one).rejects.toThrow("gone");
    asked[0]?.give(["a"]);
    expect(await two).toMatchObject([{ id: "many.a" }]);
    expect(asked).toHaveLength(1);
  });

  it("are asked for anew after a failure, which fails nobody's list", async () => {
    const { pipes, asked } = await begin();
    const { signal } = new AbortController();
    const lists = [pipes.listModels({ signal }), pipes.listModels({ signal })];
    asked[0]?.fail(new Error("no luck"));
    expect(await Promise.all(lists)).toEqual([[], []]);
    const again = pipes.listModels({ signal });
    asked[1]?.give(["a"]);
    expect(await again).toMatchObject([{ id: "many.a" }]);
  });
});

describe("pipes where functions can't run", () => {
  it("are listed, unavailable and with the reason, and say it when they are asked", async () => {
    const world = await turnsWorld();
    await world.install("poet", { async *pipe() {} });
    world.host.unavailable = "There is no Deno here.";
    await world.clock.advance(60_000);
    const reason = "poet is unavailable: There is no Deno here.";
    expect(world.models.list(ada)).toMatchObject([
      { id: "m", available: true },
      { id: "poet", available: false, reason },
    ]);
    await expect(world.turns.send(ada, { ...question, model: "poet" })).rejects.toMatchObject({
      ...{ code: "upstream_unavailable", message: reason },
    });
    world.host.unavailable = null;
    await world.clock.advance(60_000);
    expect(world.models.list(ada)[1]).toMatchObject({ available: true, reason: null });
  });

  it("count as available while it is being found out", async () => {
    const world = await turnsWorld();
    await world.install("poet", { async *pipe() {} });
    const status = () => ({ available: false, reason: "Wait.", pending: true }) as const;
    const { registry, sessions, clock, newId } = world;
    const host = { pipes: () => Promise.resolve([]), status };
    const pipes = createPipeUpstream({ registry, sessions, clock, newId, log: silentLog, host });
    expect(await pipes.listModels(new AbortController())).toEqual([{ id: "poet", name: "poet" }]);
  });
});

describe("a pipe with the id of a model that a connection offers", () => {
  it("does not answer for that model; the connection does", async () => {
    const world = await turnsWorld();
    await world.settings.write({ titleGeneration: false });
    await world.install("m", {
      async *pipe() {
        yield "Me instead";
      },
    });
    await world.clock.advance(0);
    const entry = world.models.entries.get("m");
    const offers = entry?.kind === "upstream" ? entry.offers : [];
    expect(offers.map(({ connection }) => connection.kind)).toEqual(["openai"]);
    await world.turns.send(ada, question);
    const call = await world.upstream.called();
    await call.say("Me");
    await call.finish();
    await world.clock.advance(100);
    expect((await world.answer()).content).toBe("Me");
  });
});
