import { facts, filterSource, loaded, noTools } from "../host-world.ts";
import { attempts, type Drill, inlet, milliseconds, openFilter, withHost } from "./drill.ts";
import { forging, withForgery } from "./forging.ts";

/** Lines that a process may write itself; numbers of calls and sessions are guessed. */
const lines = [
  "",
  "not json",
  "{",
  "null",
  "[]",
  "42",
  '"text"',
  "{}",
  '{"t":"unknown"}',
  '{"t":"value"}',
  '{"t":"value","c":-1,"v":1}',
  '{"t":"value","c":1.5,"v":1}',
  '{"t":"value","c":"1","v":1}',
  '{"t":"value","c":99999,"v":1}',
  '{"t":"nothing","c":99999}',
  '{"t":"blocked","c":99999,"m":1}',
  '{"t":"failed","c":99999}',
  '{"t":"events","b":[[99999,[0]]]}',
  '{"t":"events","b":[[1,[0,0,0]]]}',
  '{"t":"events","b":"x"}',
  '{"t":"events","b":[[1,[1]]]}',
  '{"t":"pieces","c":1,"v":["x"]}',
  '{"t":"pieces","c":99999,"v":[1]}',
  '{"t":"end","c":99999}',
  '{"t":"loaded"}',
  '{"t":"described","d":{}}',
  '{"t":"broken","m":"x"}',
  '{"t":"pong","n":77}',
  '{"t":"drop","r":88}',
  '{"t":"want","r":88,"n":1e9}',
  '{"t":"ask","s":99999,"r":1,"k":"emit","a":{}}',
  '{"t":"ask","s":99999,"r":1,"k":"storage","a":{"do":"get","key":"secret"}}',
  '{"t":"ask","s":1,"r":1,"k":"execute","a":{}}',
  '{"t":"ask","s":1,"r":"x","k":"emit","a":{}}',
  '{"__proto__":{"polluted":1},"t":"unknown"}',
  '{"t":"ask","s":1,"r":991,"k":"emit","a":{"__proto__":{"polluted":1}}}',
  '{"t":"log","l":"fatal","x":"x"}',
  '{"t":"log","l":"info","x":{}}',
  "\\u0000\\u0001",
  "x".repeat(100_000),
];

export const forgeryDrill: Drill = {
  id: "X-07",
  sentence: "frames that a function forges are dropped and counted; too many end its process",
  run: () =>
    withForgery({ limits: { crashes: 1_000, restartMs: [0] } }, async (host) => {
      const problems: string[] = [];
      const other = await openFilter(
        host,
        "bystander",
        "inlet({ body }) { return { ok: body.n } }",
      );
      const check = async (what: string) => {
        const found = await inlet(other, { n: 1 });
        if (found.ok !== 1) problems.push(`after ${what} a bystander got ${JSON.stringify(found)}`);
        if ("polluted" in {}) problems.push(`${what} reached the prototype of objects`);
      };
      // Under this limit one after the other is dropped, and the call still gets its own answer.
      const code = "inlet({ body }) { write(body.line); return { done: true } }";
      const session = await openFilter(host, "forger", { handlers: code, more: forging });
      // What is attacked is reached: a forged line can end its own call.
      const reached = await openFilter(host, "reaching", {
        handlers: `inlet() { for (let c = 1; c < 99; c += 1) write('{"t":"value","c":' + c + ',"v":{"forged":true}}\\n'); return {} }`,
        more: forging,
      });
      const forged = await inlet(reached);
      reached.close();
      if (forged.forged !== true) problems.push(`nothing was forged: ${JSON.stringify(forged)}`);
      for (const line of lines) {
        const found = await inlet(session, { line: `${line}\n` });
        if (found.done !== true) problems.push(`${line.slice(0, 60)}: ${JSON.stringify(found)}`);
      }
      session.close();
      await check("single lines");
      const floods: Record<string, string> = {
        "a million frames": `for (let n = 0; n < 1e6; n += 1) write('{"t":"value","c":99999,"v":1}\\n'.repeat(100))`,
        "a million log lines": `for (let n = 0; n < 1e6; n += 1) write('{"t":"log","l":"info","x":"x"}\\n'.repeat(100))`,
        "a million requests": `for (let n = 0; n < 1e6; n += 1) write(JSON.stringify({ t: "ask", s: 1, r: n, k: "emit", a: {} }) + "\\n")`,
        "a line without end": "for (;;) write('x'.repeat(1e6))",
        "a million ready": `for (;;) write('{"t":"ready"}\\n'.repeat(5000))`,
        "a million empty lists": `for (;;) write('{"t":"events","b":[]}\\n'.repeat(3000))`,
        "errors beside frames": "for (;;) beside('x'.repeat(60000) + '\\n')",
        "log lines that are too long": `for (;;) write('{"t":"log","l":"info","x":"' + 'x'.repeat(7e6) + '"}\\n')`,
        "half a line": `write('{"t":"value","c":1,'); await new Promise(() => {})`,
      };
      const sentences: Record<string, string> = {};
      for (const [name, code] of Object.entries(floods)) {
        const session = await openFilter(host, "flood", {
          handlers: `async inlet() { ${code} }`,
          more: forging,
        });
        const found = await inlet(session);
        session.close();
        host.retire("flood", null);
        sentences[name] = String(found.error);
        if (!/wrote too much|too long|took longer/.test(String(found.error))) {
          problems.push(`${name}: ${JSON.stringify(found)}`);
        }
        await check(name);
      }
      other.close();
      return { problems, figures: { lines: lines.length, ...sentences } };
    }),
};

export const spoofDrill: Drill = {
  id: "X-10",
  sentence: "with everything a thief of an admin's account could write, nothing is had",
  run: () =>
    withHost({}, async (host) => {
      const problems: string[] = [];
      const told: unknown[] = [];
      const tools = { ...noTools, emit: async (event: unknown) => void told.push(event) };
      const source = filterSource(
        `permissions: { fetch: ["*"] }, async inlet({ emit, fetch, storage, complete }) {
          const tries = {
            execute: () => emit({ type: "execute", data: { code: "alert(1)" } }),
            python: () => emit({ type: "execute:python", data: { code: "1" } }),
            title: () => emit({ type: "chat:title", data: "gotcha" }),
            completion: () => emit({ type: "chat:completion", data: { done: true } }),
            elsewhere: () => emit({ type: "notification", chat_id: "other", user_id: "admin", data: { type: "info", content: "x", chat_id: "other" } }).then(() => { throw new Error("told") }),
            script: () => emit({ type: "citation", data: { source: { name: "x", url: "javascript:alert(1)" } } }),
            file: () => emit({ type: "files", data: { files: [{ type: "image", name: "x", url: "https://evil.example/x.png" }] } }),
            local: () => fetch("http://127.0.0.1:5432/"),
            metadata: () => fetch("http://169.254.169.254/latest/meta-data/"),
            kept: () => storage.get("secret"),
            model: () => complete({ model: "expensive", messages: [] }),
            passwd: async () => (await load("node:fs")).readFileSync("/etc/passwd"),
            database: async () => new (await load("node:net")).Socket({ fd: 3 }).read(),
          };
          const found = {};
          for (const [name, attempt] of Object.entries(tries)) found[name] = await settled(attempt, 1000);
          return found;
        }`,
        attempts,
      );
      const session = host.open(await loaded(host, source, { id: "thief" }), facts, tools);
      const found = await inlet(session);
      session.close();
      for (const [name, outcome] of Object.entries(found)) {
        if (
          name === "error" ||
          !/^(?:Error|TypeError|ReferenceError|NotCapable|NOTHING)/.test(String(outcome))
        ) {
          problems.push(`${name}: ${outcome}`);
        }
      }
      // What it may tell is made anew: ids of other chats and people are not in it.
      const expected = [{ type: "notification", data: { type: "info", content: "x" } }];
      if (JSON.stringify(told) !== JSON.stringify(expected)) {
        problems.push(`the page was told ${JSON.stringify(told)}`);
      }
      await milliseconds(50);
      return { problems, figures: { attempts: Object.keys(found).length } };
    }),
};

export const shareDrill: Drill = {
  id: "X-09",
  sentence: "what one function leaves behind, no other sees",
  run: () =>
    withHost({}, async (host) => {
      const leave = `permissions: { storage: true }, async inlet({ storage }) {
        globalThis.left = 1; Array.prototype.left = 1; Object.prototype.left = 1;
        const found = {};
        found.localStorage = await settled(() => localStorage.setItem("left", "1"));
        found.caches = await settled(() => caches.open("left"));
        found.file = await settled(async () => (await load("node:fs")).writeFileSync("/tmp/parley-left", "1"));
        found.cwd = await settled(async () => (await load("node:fs")).writeFileSync("left", "1"));
        await storage.set("left", 1);
        return found;
      }`;
      const look = `permissions: { storage: true }, async inlet({ storage }) {
        return { seen: [globalThis.left, [].left, ({}).left, await storage.get("left"), await storage.keys()].map((one) => JSON.stringify(one) ?? "nothing") };
      }`;
      const a = await openFilter(host, "leaver", { handlers: leave, more: attempts });
      const left = await inlet(a);
      const b = await openFilter(host, "looker", { handlers: look, more: attempts });
      const seen = await inlet(b);
      a.close();
      b.close();
      const expected = ["nothing", "nothing", "nothing", "nothing", "[]"];
      const problems = [
        ...(JSON.stringify(seen.seen) === JSON.stringify(expected) ? [] : [JSON.stringify(seen)]),
        ...Object.entries(left)
          .filter(([, outcome]) => String(outcome).startsWith("GOT"))
          .map(([name, outcome]) => `${name}: ${outcome}`),
      ];
      return { problems, figures: {} };
    }),
};
