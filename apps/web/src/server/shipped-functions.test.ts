import {
  demonstrationIds,
  FunctionRegistry,
  Functions,
  type Principal,
  type Settings,
} from "@parley/core";
import { MemoryHost, memoryFunctions, memorySettings, silentLog } from "@parley/core/testing";
import { readShipped, type Shipped } from "@parley/functions";
import { describe, expect, it } from "vitest";
import { createDemonstrations } from "./demonstrations.ts";
import { offerShipped } from "./shipped-functions.ts";

const admin: Principal = {
  userId: "ada",
  name: "Ada",
  email: "ada@example.com",
  role: "admin",
  via: "session",
};

/** A server with nothing in it, where any of these sources is a function. */
function openServer(...sources: string[]) {
  const host = new MemoryHost();
  for (const source of sources) host.define(source, {});
  const { functions: stored } = memoryFunctions();
  const settings = memorySettings();
  const registry = new FunctionRegistry({
    ...{ functions: stored, host, log: silentLog },
    onChange: () => undefined,
  });
  const functions = new Functions({ functions: stored, registry, host });
  const offerAll = (shipped: Shipped[]) =>
    offerShipped({
      ...{ shipped, functions, stored, settings, log: silentLog },
      signal: new AbortController().signal,
    });
  const offer = (...shipped: [id: string, source: string][]) =>
    offerAll(shipped.map(([id, source]) => ({ id, source, demonstration: null })));
  return { host, functions, stored, settings, registry, offer, offerAll };
}

describe("functions that come with Parley", () => {
  it("are there from the first start, switched off", async () => {
    const { stored, offer } = openServer("one", "two");
    await offer(["a", "one"], ["b", "two"]);
    const all = await stored.list();
    expect(all.map(({ id, enabled, shipped }) => [id, enabled, shipped])).toEqual([
      ["a", false, "a"],
      ["b", false, "b"],
    ]);
  });

  it("stay away once they were removed", async () => {
    const { functions, stored, offer } = openServer("one");
    await offer(["a", "one"]);
    await functions.remove(admin, "a");
    await offer(["a", "one"]);
    expect(await stored.list()).toEqual([]);
  });

  it("follow the Parley that runs, with what was decided about them", async () => {
    const { functions, stored, offer } = openServer("one", "newer");
    await offer(["a", "one"]);
    await functions.update(admin, "a", { enabled: true });
    await offer(["a", "newer"]);
    expect(await stored.find("a")).toMatchObject({ source: "newer", version: 2, enabled: true });
  });

  it("are left alone when somebody has changed them", async () => {
    const { functions, stored, offer } = openServer("one", "mine", "newer");
    await offer(["a", "one"]);
    await functions.save(admin, { id: "a", source: "mine" });
    await offer(["a", "newer"]);
    expect((await stored.find("a"))?.source).toBe("mine");
  });

  it("never take the place of somebody's own function with that name", async () => {
    const { functions, stored, offer } = openServer("one", "mine");
    await functions.create(admin, { id: "a", source: "mine" });
    await offer(["a", "one"]);
    expect(await stored.find("a")).toMatchObject({ source: "mine", shipped: null });
  });

  it("don't keep the others away when one is no function", async () => {
    const { stored, offer } = openServer("one");
    await offer(["b", "something else"], ["a", "one"]);
    expect((await stored.list()).map(({ id }) => id)).toEqual(["a"]);
  });

  it("are offered once functions can run, when they could not before", async () => {
    const { host, stored, offer } = openServer("one");
    host.unavailable = "There is no runtime here.";
    await offer(["a", "one"]);
    expect(await stored.list()).toEqual([]);
    host.unavailable = null;
    await offer(["a", "one"]);
    expect(await stored.list()).toHaveLength(1);
  });
});

describe("the demonstration models", async () => {
  const all = await readShipped();
  const demos = all.filter(({ demonstration }) => demonstration !== null);

  /** A server where nothing can run: what demonstrations are is known all the same. */
  async function startDemos(change: Partial<Settings> = {}) {
    const server = openServer();
    server.host.unavailable = "There is no runtime here.";
    await server.settings.write(change);
    await server.offerAll(demos);
    const switchOfAll = createDemonstrations({ ...server, shipped: all });
    const states = async () =>
      (await server.stored.list()).map(({ id, enabled }) => `${id} ${enabled ? "on" : "off"}`);
    return { ...server, switchOfAll, states };
  }
  const on = ["demo-conversation on", "demo-echo on", "demo-markdown on"];
  const off = on.map((state) => state.replace(" on", " off"));

  it("are those that chats, presets and arenas name", () => {
    expect(demos.map(({ id }) => id)).toEqual(demonstrationIds);
  });

  it("are on from the first start, and models at once", async () => {
    const { states, switchOfAll, registry } = await startDemos();
    expect(await states()).toEqual(on);
    expect(switchOfAll.areOn()).toBe(true);
    expect(
      registry
        .ofKind("pipe")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(demonstrationIds.toSorted());
  });

  it("stay off where an admin had switched them off before they were functions", async () => {
    const { states, switchOfAll } = await startDemos({ demoModels: false });
    expect(await states()).toEqual(off);
    expect(switchOfAll.areOn()).toBe(false);
  });

  it("go off and on together, and keep to it at the next start", async () => {
    const { states, switchOfAll, offerAll } = await startDemos();
    await switchOfAll.switchAll(false);
    await offerAll(demos);
    expect(await states()).toEqual(off);
    expect(switchOfAll.areOn()).toBe(false);
    await switchOfAll.switchAll(true);
    expect(await states()).toEqual(on);
  });

  it("count as on while one of them is", async () => {
    const { functions, switchOfAll } = await startDemos();
    for (const id of ["demo-echo", "demo-markdown"]) {
      await functions.update(admin, id, { enabled: false });
      expect(switchOfAll.areOn()).toBe(true);
    }
    await functions.update(admin, "demo-conversation", { enabled: false });
    expect(switchOfAll.areOn()).toBe(false);
  });

  it("stay away once they were removed, until they are switched on", async () => {
    const { functions, switchOfAll, offerAll, states } = await startDemos();
    for (const { id } of demos) await functions.remove(admin, id);
    await offerAll(demos);
    await switchOfAll.switchAll(false);
    expect(await states()).toEqual([]);
    await switchOfAll.switchAll(true);
    expect(await states()).toEqual(on);
  });

  it("follow the Parley that runs, without running anything", async () => {
    const { offerAll, stored } = await startDemos();
    await offerAll(demos.map((demo) => ({ ...demo, source: `${demo.source}// newer` })));
    expect(await stored.find("demo-echo")).toMatchObject({ version: 2, enabled: true });
  });
});
