import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JsonObject } from "@parley/core";
import { familyOf } from "../../host/memory.ts";
import { facts, filterSource, loaded, never, newHost, noTools } from "../host-world.ts";
import { type Drill, inlet, milliseconds, openFilter, withHost } from "./drill.ts";

const ends: Record<string, { handlers: string; more?: string; call?: "stream" }> = {
  "throws while it is loaded": { handlers: "inlet() {}", more: "throw new Error('at the top')" },
  "ends in its inlet": { handlers: "inlet() { quit() }" },
  "ends after a while": {
    handlers: "async inlet() { setTimeout(quit, 20); await new Promise(() => {}) }",
  },
  "rejects unheard": {
    handlers: "async inlet() { Promise.reject(new Error('unheard')); await new Promise(() => {}) }",
  },
  "throws in a timer": {
    handlers:
      "async inlet() { setTimeout(() => { throw new Error('late') }, 10); await new Promise(() => {}) }",
  },
  "ends in its stream": { handlers: "stream() { quit() }", call: "stream" },
};

/** Something that ends the process at once: the part of Node needs what was taken away. */
const quit = "const quit = () => { queueMicrotask(() => { throw new Error('quit') }) };";

export const endsDrill: Drill = {
  id: "X-08",
  sentence: "a process that ends, stands still or breaks again and again harms its own calls only",
  run: () =>
    withHost({ limits: { inletMs: 500, pauseMs: 500, restartMs: [0] } }, async (host) => {
      const problems: string[] = [];
      const sentences: Record<string, string> = {};
      for (const [name, { handlers, more = "", call }] of Object.entries(ends)) {
        const fn = await inspectLoosely(host, name, filterSource(handlers, `${quit}\n`));
        const session = host.open(
          { ...fn, source: filterSource(handlers, `${quit}\n${more}`) },
          facts,
          noTools,
        );
        const attempt =
          call === "stream"
            ? session.stream([{}], never)
            : session.call("inlet", { body: {} }, never);
        const outcome = await attempt.then(
          () => "it came back",
          (error: unknown) => (error instanceof Error ? error.message : String(error)),
        );
        session.close();
        sentences[name] = outcome;
        if (!/^The filter "Test" \(\S+\) failed: /.test(outcome))
          problems.push(`${name}: ${outcome}`);
      }
      const stopped = await openFilter(host, "stopped", "inlet({ body }) { return body }");
      await inlet(stopped);
      const own = familyOf(process.pid).filter((pid) => pid !== process.pid);
      const started = performance.now();
      const call = inlet(stopped);
      for (const pid of own) process.kill(pid, "SIGSTOP");
      const still = await call;
      stopped.close();
      const ms = Math.round(performance.now() - started);
      if (!/took longer/.test(String(still.error)) || ms > 1_000) {
        problems.push(`a process that stands still: ${still.error} after ${ms} ms`);
      }

      const storm = await openFilter(host, "storm", {
        handlers: "inlet({ body }) { if (body.bad) quit(); else return { ok: 1 } }",
        more: quit,
      });
      const errors: string[] = [];
      for (let n = 0; n < 7; n += 1) errors.push(String((await inlet(storm, { bad: true })).error));
      const { state, reason } = host.figures("storm");
      if (!/rests for 1 s/.test(errors.at(-1) ?? ""))
        problems.push(`a storm went on: ${errors.at(-1)}`);
      if (state !== "broken" || reason === null) problems.push(`its state is ${state} (${reason})`);
      await milliseconds(600);
      const healed = await inlet(storm);
      if (healed.ok !== 1) problems.push(`it did not come back: ${JSON.stringify(healed)}`);
      if (host.figures("storm").state !== "running") problems.push("its state did not come back");
      storm.close();
      return { problems, figures: sentences };
    }),
};

async function inspectLoosely(host: ReturnType<typeof newHost>, name: string, source: string) {
  return loaded(host, source, { id: name.replaceAll(" ", "-") });
}

export const replaceDrill: Drill = {
  id: "X-13",
  sentence: "no answer mixes two versions when a function is replaced while answers stream",
  run: (quick) =>
    withHost({}, async (host) => {
      const problems: string[] = [];
      const answers = quick ? 30 : 100;
      const source = (version: number) =>
        filterSource(`stream({ event }) { return { ...event, version: ${version} } }`);
      let current = await loaded(host, source(1), { id: "replaced", version: 1 });
      let lost = 0;
      let mixed = 0;
      const used = new Map<unknown, number>();
      const answer = async () => {
        const session = host.open(current, facts, noTools);
        const seen = new Set<unknown>();
        for (let at = 0; at < 40; at += 1) {
          const events: JsonObject[] = [{ at }];
          const [given] = await session.stream(events, never);
          if (given?.at !== at) lost += 1;
          seen.add(given?.version);
          await milliseconds(5);
        }
        session.close();
        if (seen.size !== 1) mixed += 1;
        for (const version of seen) used.set(version, (used.get(version) ?? 0) + 1);
      };
      const running: Promise<void>[] = [];
      for (let n = 0; n < answers; n += 1) {
        if (n === Math.floor(answers / 2)) {
          current = await loaded(host, source(2), { id: "replaced", version: 2 });
          host.retire("replaced", 2);
        }
        running.push(answer());
      }
      await Promise.all(running);
      if (lost > 0) problems.push(`${lost} events were lost`);
      if (mixed > 0) problems.push(`${mixed} answers mixed versions`);
      if (used.size !== 2) problems.push(`versions used: ${[...used.keys()].join(", ")}`);
      await milliseconds(200);
      const left = familyOf(process.pid).length - 1;
      if (left !== 1) problems.push(`${left} processes are left`);
      return { problems, figures: { answers, lost, mixed } };
    }),
};

export const missingDrill: Drill = {
  id: "X-14",
  sentence: "where functions can't run it is said why, and nothing else breaks",
  run: async () => {
    const problems: string[] = [];
    const figures: Record<string, string> = {};
    const folder = await mkdtemp(path.join(tmpdir(), "parley-missing-"));
    const fake = path.join(folder, "deno");
    await writeFile(fake, "#!/bin/sh\necho something else\n");
    await chmod(fake, 0o755);
    const plain = path.join(folder, "plain");
    await writeFile(plain, "not executable");
    const deaf = path.join(folder, "deaf");
    await writeFile(
      deaf,
      '#!/bin/sh\n[ "$1" = --version ] && echo "deno 2.9.6" && exit 0\nexit 1\n',
    );
    await chmod(deaf, 0o755);
    const cases = {
      "no such file": { binary: path.join(folder, "nothing") },
      "another programme": { binary: fake },
      "not executable": { binary: plain },
      "starts, but not the runner": { binary: deaf },
      "no folder for its files": { tmpDir: path.join(folder, "nowhere") },
    };
    for (const [name, options] of Object.entries(cases)) {
      const host = newHost(options);
      const status = await host.ready;
      figures[name] = status.available ? "available" : status.reason;
      if (status.available) problems.push(`${name}: it is said to be available`);
      const source = filterSource("inlet() {}");
      const inspected = await host.inspect(source, never).then(() => null, codeOf);
      if (inspected !== "function_unavailable") problems.push(`${name}: inspect gave ${inspected}`);
      const fn = { id: "x", version: 1, source, valves: {}, manifest: emptyManifest };
      const session = host.open(fn, facts, noTools);
      const called = await session.call("inlet", { body: {} }, never).then(() => null, codeOf);
      session.close();
      if (called !== "function_unavailable") problems.push(`${name}: a call gave ${called}`);
      await host.close();
    }
    await rm(folder, { recursive: true, force: true });
    return { problems, figures };
  },
};

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

const emptyManifest = {
  kind: "filter" as const,
  ...{ name: "X", version: null, description: null, icon: null, author: null },
  permissions: { fetch: [], models: [], storage: false },
  ...{ valves: null, userValves: null, options: [], hooks: { inlet: [] }, priority: 0 },
  ...{ toggle: false, whenItFails: "closed" as const, tasks: false, actions: [], pipes: null },
};
