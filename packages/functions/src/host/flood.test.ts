import { afterAll, describe, expect, it } from "vitest";
import { forging, withForgery } from "../testing/drills/forging.ts";
import { facts, filterSource, loaded, never, newHost, noTools } from "../testing/host-world.ts";
import type { ReadyFunctionHost } from "./host.ts";

const host = newHost();
afterAll(() => host.close());

async function inlet(source: string, bodies: { [key: string]: string }[], on = host) {
  const fn = await loaded(on, source);
  const ends: string[] = [];
  for (const body of bodies) {
    const session = on.open(fn, facts, noTools);
    ends.push(
      await session.call("inlet", { body }, never).then(
        ({ outcome }) => outcome,
        (error: Error) => error.message,
      ),
    );
    session.close();
  }
  return ends;
}

const wide = "é".repeat(4_500_000);

describe("what is too long for a line", () => {
  it("fails the call that would be given it, and no other", async () => {
    const source = filterSource("inlet({ body }) { return {} }");
    expect(await inlet(source, [{ wide }, {}])).toEqual([
      expect.stringContaining("what it would be given is too long"),
      "value",
    ]);
  });

  it("fails the call that gives it, and no other, however often", async () => {
    const source = filterSource(
      "async inlet({ body }) { return body.big ? { text: 'é'.repeat(4500000) } : {} }",
    );
    const fn = await loaded(host, source);
    const slowSource = filterSource(
      "async inlet({ body }) { await new Promise((ok) => setTimeout(ok, 300)); return body.big ? { text: 'x'.repeat(9e6) } : {} }",
    );
    const slow = await loaded(host, slowSource, { id: "slow" });
    const [a, b] = [host.open(slow, facts, noTools), host.open(slow, facts, noTools)];
    const innocent = a.call("inlet", { body: {} }, never);
    await expect(b.call("inlet", { body: { big: true } }, never)).rejects.toThrow("too long");
    expect(await innocent).toMatchObject({ outcome: "value" });
    a.close();
    b.close();
    const ends = await inlet(fn.source, [...Array(6).fill({ big: "1" }), {}]);
    expect(ends.slice(0, 6).every((end) => end.includes("What it gives is too long"))).toBe(true);
    expect(ends[6]).toBe("value");
    expect(host.figures("fn").state).toBe("running");
  });

  it("is refused where it is asked for", async () => {
    const source = filterSource(
      "async inlet({ emit }) { return { m: await emit({ type: 'citation', data: { source: { name: 'x' }, document: ['x'.repeat(2e6)] } }).catch((e) => { throw new TypeError(e.message) }) } }",
    );
    expect(await inlet(source, [{}])).toEqual([expect.stringContaining("This is too long")]);
  });

  it("is no reason to rest: calls that take too long take the function from nobody", async () => {
    const own = newHost({ limits: { inletMs: 200 } });
    const source = filterSource("async inlet({ body }) { if (body.bad) for (;;); return {} }");
    const ends = await inlet(source, [...Array(6).fill({ bad: "1" }), {}], own);
    await own.close();
    expect(ends[0]).toMatch("took longer");
    expect(ends.at(-1)).toBe("value");
  });
});

describe("a property `__proto__`", () => {
  it("fails the call that gives it", async () => {
    const source = filterSource(`inlet() { return JSON.parse('{"__proto__":{"a":1}}') }`);
    expect(await inlet(source, [{}])).toEqual([expect.stringContaining("`__proto__`")]);
  });

  it("may be written about", async () => {
    const source = filterSource("inlet({ body }) { return body }");
    expect(await inlet(source, [{ text: 'x["__proto__"]: {"__proto__":1}' }])).toEqual(["value"]);
  });
});

const changes = {
  join: `const join = Array.prototype.join; Array.prototype.join = function (by) { return line ?? join.call(this, by) };`,
  push: `const push = Array.prototype.push; Array.prototype.push = function (...all) { return push.apply(this, line === null ? all : [line]) };`,
  toJSON: `Object.defineProperty(Object.prototype, "toJSON", { get: () => line === null ? undefined : () => JSON.parse(line) });`,
  subarray: `const own = Uint8Array.prototype.subarray; Uint8Array.prototype.subarray = function (...all) { return line === null ? own.apply(this, all) : new TextEncoder().encode(line + "\\n") };`,
};

it.each(Object.entries(changes))(
  "a function that changes %s has no say in what the runner writes",
  async (_, change) => {
    const source = filterSource(
      `inlet() { line = '{"t":"log","l":"info","x":"FORGED"}'; console.log("mine"); setTimeout(() => { line = null }, 50); return {} }`,
      `let line = null; ${change}`,
    );
    await inlet(source, [{}]);
    const lines = host.logs("fn").map(({ text }) => text);
    expect(lines).not.toContain("FORGED");
  },
);

describe("what nobody asked for", () => {
  const floods = {
    "second ready": `write('{"t":"ready"}\\n'.repeat(5000))`,
    "empty events": `write('{"t":"events","b":[]}\\n'.repeat(3000))`,
    "errors beside frames": "beside('x'.repeat(60000) + '\\n')",
    "long log lines": `write('{"t":"log","l":"info","x":"' + 'x'.repeat(7e6) + '"}\\n')`,
    "bytes of events": `write('{"t":"ask","s":1,"r":' + (n += 1) + ',"k":"emit","a":{"type":"files","data":"' + 'x'.repeat(7e6) + '"}}\\n')`,
  };

  async function flood(on: ReadyFunctionHost, code: string) {
    const source = filterSource(
      `inlet() { setTimeout(() => { for (;;) ${code} }, 20); return {} }`,
      `${forging}; let n = 0;`,
    );
    await inlet(source, [{}], on);
    const until = Date.now() + 5_000;
    while (on.figures("fn").state === "running" && Date.now() < until) {
      await new Promise((done) => setTimeout(done, 20));
    }
    return on.figures("fn").reason;
  }

  it.each(Object.entries(floods))("ends its process: %s", async (_, code) => {
    const reason = await withForgery({}, (on) => flood(on, code));
    expect(reason).toBe("it wrote too much that nobody asked for");
  });
});
