import { describe, expect, it } from "vitest";
import { ParleyError } from "../errors.ts";
import type { Connection } from "../ports/connections.ts";
import type { Upstream, UpstreamModel } from "../ports/upstream.ts";
import { manualClock } from "../testing/clock.ts";
import { silentLog } from "../testing/log.ts";
import { UpstreamModels } from "./upstream-models.ts";

function connection(id: string, patch: Partial<Connection> = {}): Connection {
  return {
    id,
    kind: "openai",
    name: `Connection ${id}`,
    baseUrl: `http://${id}.test/v1`,
    apiKey: null,
    enabled: true,
    prefix: null,
    weight: 1,
    whenFilterFails: "closed",
    seed: null,
    createdAt: 0,
    ...patch,
  };
}

/** An upstream whose list a test decides, call by call. */
function scripted() {
  let answer: () => Promise<UpstreamModel[]> = () => Promise.resolve([]);
  const state = { lists: 0, closed: 0 };
  const upstream: Upstream = {
    listModels() {
      state.lists += 1;
      return answer();
    },
    complete: () => Promise.reject(new Error("not asked here")),
    close() {
      state.closed += 1;
      return Promise.resolve();
    },
  };
  return {
    upstream,
    state,
    serve: (...ids: string[]) => {
      answer = () => Promise.resolve(ids.map((id) => ({ id, name: id })));
    },
    serveModels: (models: UpstreamModel[]) => {
      answer = () => Promise.resolve(models);
    },
    fail: (message: string) => {
      answer = () => Promise.reject(new ParleyError("upstream_unavailable", message));
    },
    hang: () => {
      answer = () => new Promise(() => undefined);
    },
  };
}

function setUp(connections: Connection[]) {
  const clock = manualClock();
  const upstreams = new Map(connections.map(({ id }) => [id, scripted()]));
  const stored = { connections };
  const seen = { changes: 0 };
  const registry = new UpstreamModels({
    connections: () => Promise.resolve(stored.connections),
    createUpstream: ({ id }) => {
      const found = upstreams.get(id) ?? scripted();
      upstreams.set(id, found);
      return found.upstream;
    },
    clock,
    log: silentLog,
    onChange: () => {
      seen.changes += 1;
    },
    refreshMs: 60_000,
    retryMs: 1_000,
  });
  const upstream = (id: string) => {
    const found = upstreams.get(id);
    if (!found) throw new Error(`no upstream ${id}`);
    return found;
  };
  return { clock, registry, upstream, stored, seen };
}

describe("UpstreamModels", () => {
  it("lists the models of all connections, each under its connection's prefix", async () => {
    const { registry, upstream, clock } = setUp([
      connection("a"),
      connection("b", { prefix: "b" }),
    ]);
    upstream("a").serve("m");
    upstream("b").serve("m", "n");
    await registry.reload();
    await clock.advance(0);
    expect(registry.list().map((model) => model.id)).toEqual(["m", "b.m", "b.n"]);
    expect(registry.find("b.m")?.offers[0].model.id).toBe("m");
  });

  it("does not wait for an upstream that hangs", async () => {
    const { registry, upstream, clock } = setUp([connection("slow"), connection("b")]);
    upstream("slow").hang();
    upstream("b").serve("n");
    await registry.reload();
    await clock.advance(0);
    expect(registry.list().map((model) => model.id)).toEqual(["n"]);
    expect(registry.status("slow")).toMatchObject({ state: "checking" });
  });

  it("keeps the models of a connection that died, unavailable and with the reason, until it is back", async () => {
    const { registry, upstream, clock, seen } = setUp([connection("a")]);
    upstream("a").serve("m");
    await registry.reload();
    await clock.advance(0);
    upstream("a").fail("a.test refused the connection.");
    await clock.advance(60_000);
    const refused = { available: false, reason: "a.test refused the connection." };
    expect(registry.list()).toMatchObject([{ id: "m", offers: [refused] }]);
    expect(registry.problems()).toMatchObject([{ reason: "a.test refused the connection." }]);
    const before = seen.changes;
    upstream("a").serve("m");
    await clock.advance(1_000);
    const back = { available: true, reason: null };
    expect(registry.list()).toMatchObject([{ id: "m", offers: [back] }]);
    expect(seen.changes).toBe(before + 1);
  });

  it("asks a dead connection ever more rarely, and a living one every minute", async () => {
    const { registry, upstream, clock } = setUp([connection("a")]);
    upstream("a").fail("down");
    await registry.reload();
    await clock.advance(0);
    const at = async (ms: number) => {
      await clock.advance(ms);
      return upstream("a").state.lists;
    };
    expect(await at(0)).toBe(1);
    expect(await at(1_000)).toBe(2);
    expect(await at(1_000)).toBe(2);
    expect(await at(1_000)).toBe(3);
    expect(await at(3_999)).toBe(3);
    expect(await at(1)).toBe(4);
  });

  it("offers an id that several connections serve once, with all of them", async () => {
    const { registry, upstream, clock } = setUp([connection("a"), connection("b")]);
    upstream("a").serve("m");
    upstream("b").serve("m");
    await registry.reload();
    await clock.advance(0);
    expect(registry.list()).toMatchObject([
      { id: "m", offers: [{ connection: { id: "a" } }, { connection: { id: "b" } }] },
    ]);
    expect(registry.problems()).toEqual([]);
  });

  it("keeps the filters of a pipelines server apart from its models", async () => {
    const { registry, upstream, clock } = setUp([connection("a")]);
    const role = { valves: true, targets: ["*"], priority: 0 };
    upstream("a").serveModels([
      { id: "redact", name: "Redact", pipeline: { type: "filter", ...role } },
      { id: "wiki", name: "Wiki", pipeline: { type: "pipe", ...role, targets: [] } },
    ]);
    await registry.reload();
    await clock.advance(0);
    expect(registry.list().map(({ id }) => id)).toEqual(["wiki"]);
    expect(registry.filters().map(({ model }) => model.id)).toEqual(["redact"]);
  });

  it("closes a connection that was removed or switched off, and one whose address changed", async () => {
    const { registry, upstream, clock, stored } = setUp([connection("a"), connection("b")]);
    upstream("a").serve("m");
    await registry.reload();
    await clock.advance(0);
    stored.connections = [
      connection("a", { baseUrl: "http://moved.test/v1" }),
      connection("b", { enabled: false }),
    ];
    await registry.reload();
    expect(upstream("a").state.closed).toBe(1);
    expect(upstream("b").state.closed).toBe(1);
    expect(registry.status("b")).toMatchObject({ state: "off" });
  });
});
