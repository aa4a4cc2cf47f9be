import { getPriority } from "node:os";
import { describe, expect, it } from "vitest";
import { facts, filterSource, loaded, never, newHost, noTools } from "../testing/host-world.ts";
import { familyOf } from "./memory.ts";

const milliseconds = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

describe("a process without calls", () => {
  it("is ended when it keeps a processor busy all the same", async () => {
    const host = newHost({ limits: { spinMs: 500 } });
    const source = filterSource("inlet() { setTimeout(() => { for (;;); }, 20); return {} }");
    const session = host.open(await loaded(host, source), facts, noTools);
    await session.call("inlet", { body: {} }, never);
    const until = Date.now() + 8_000;
    while (host.figures("fn").state === "running" && Date.now() < until) await milliseconds(20);
    session.close();
    expect(host.figures("fn").reason).toBe("it kept a processor busy without a call");
    await host.close();
  });

  it("lets others go first from its start", async () => {
    const host = newHost();
    const session = host.open(await loaded(host, filterSource("inlet() {}")), facts, noTools);
    await session.call("inlet", { body: {} }, never);
    const own = familyOf(process.pid).filter((pid) => pid !== process.pid);
    expect(own.length).toBeGreaterThan(0);
    for (const pid of own) expect(getPriority(pid)).toBeGreaterThan(getPriority());
    session.close();
    await host.close();
  });
});

describe("a host that is closed", () => {
  it.each([0, 20, 60])("waits for what is starting: after %d ms", async (ms) => {
    const host = newHost();
    const fn = await loaded(host, filterSource("inlet() {}"));
    const session = host.open(fn, facts, noTools);
    let settled = 0;
    const end = () => {
      settled += 1;
    };
    session.call("inlet", { body: {} }, never).then(end, end);
    host.inspect(filterSource("outlet() {}"), never).then(end, end);
    await milliseconds(ms);
    await host.close();
    await milliseconds(1);
    expect(settled).toBe(2);
    session.close();
  });

  it("ends a process that was drained while it started", async () => {
    const host = newHost();
    const more = "await new Promise((done) => setTimeout(done, globalThis.late ? 60000 : 0));";
    const fn = await loaded(host, filterSource("inlet() {}", more));
    const late = { ...fn, source: fn.source.replace("? 60000 : 0", "? 0 : 60000") };
    const session = host.open(late, facts, noTools);
    const call = session.call("inlet", { body: {} }, never).catch((error: Error) => error);
    await milliseconds(1_000);
    host.retire("fn", null);
    session.close();
    expect(await Promise.race([call, milliseconds(1_000)])).toBeInstanceOf(Error);
    await host.close();
  });
});
