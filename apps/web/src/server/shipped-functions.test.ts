import { FunctionRegistry, Functions, type Principal } from "@parley/core";
import { MemoryHost, memoryFunctions, memorySettings, silentLog } from "@parley/core/testing";
import { describe, expect, it } from "vitest";
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
  const offer = (...shipped: [id: string, source: string][]) =>
    offerShipped({
      shipped: shipped.map(([id, source]) => ({ id, source })),
      ...{ functions, stored, settings, log: silentLog },
      signal: new AbortController().signal,
    });
  return { host, functions, stored, offer };
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
