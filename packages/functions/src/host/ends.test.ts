import { readFileSync } from "node:fs";
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
});

describe("a process that takes the place of one that had to be ended", () => {
  it("lets others go first, and the more so the oftener it happens", async () => {
    const host = newHost({ limits: { inletMs: 100, restartMs: [0] } });
    const source = filterSource("inlet({ body }) { while (body.hangs); }");
    const session = host.open(await loaded(host, source), facts, noTools);
    const call = (hangs: boolean) => session.call("inlet", { body: { hangs } }, never);
    const places = () =>
      familyOf(process.pid)
        .filter((pid) => pid !== process.pid)
        .map((pid) => ({ own: getPriority(pid) - getPriority(), group: groupOf(pid) }));
    const hasGroups = groupOf(process.pid) !== null;
    const seen = [];
    for (let round = 0; round < 3; round += 1) {
      await call(false);
      seen.push(places());
      await expect(call(true)).rejects.toThrow("took longer");
    }
    expect(seen).toEqual([0, 10, 19].map((own) => [{ own, group: hasGroups ? own : null }]));
    session.close();
    await host.close();
  });
});

/** The niceness of the group in which Linux counts a process; null: it has no such groups. */
function groupOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/autogroup`, "utf8");
    return Number(/nice (-?\d+)/.exec(text)?.[1]);
  } catch {
    return null;
  }
}

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
