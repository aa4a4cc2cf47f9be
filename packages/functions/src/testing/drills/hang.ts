import type { FunctionSession } from "@parley/core";
import { never } from "../host-world.ts";
import { attempts, type Drill, milliseconds, openFilter, withHost } from "./drill.ts";

/** Ways to never come back. */
const hangs: Record<string, string> = {
  loop: "for (;;) {}",
  "regular expression": "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  sort: "for (;;) Array.from({ length: 1e5 }, (_, n) => n).sort(() => Math.random() - 0.5)",
  microtasks: "const again = () => Promise.resolve().then(again); await again()",
  "never settles": "await new Promise(() => {})",
  "Atomics.wait": "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "console flood": "for (;;) console.log('x'.repeat(1000))",
  "asking for ever": "for (;;) await emit({ type: 'message', data: { content: 'x' } })",
};

/** Calls a small stream handler every few milliseconds until told to stop; gives how long each took. */
function neighbour(session: FunctionSession, everyMs = 5) {
  const times: number[] = [];
  let going = true;
  const event = { choices: [{ index: 0, delta: { content: "word " } }] };
  const done = (async () => {
    while (going) {
      const started = performance.now();
      await session.stream([event], never);
      times.push(performance.now() - started);
      await milliseconds(everyMs);
    }
  })();
  return {
    async stop(): Promise<number[]> {
      going = false;
      await done;
      return times;
    },
  };
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const hangDrill: Drill = {
  id: "X-05",
  sentence: "whatever never comes back is ended at its deadline, and others don't notice",
  run: (quick) =>
    withHost(
      { limits: { inletMs: 500, crashes: 1_000, restartMs: [0], wholeCallMs: 1_000 } },
      async (host) => {
        const problems: string[] = [];
        const figures: Record<string, number> = {};
        const good = await openFilter(host, "good", "stream({ event }) { return event }");
        await good.stream([{}], never);
        const calm = neighbour(good);
        await milliseconds(500);
        const before = percentile(await calm.stop(), 0.99);
        const disturbed = neighbour(good);
        for (const [name, code] of Object.entries(hangs)) {
          const session = await openFilter(host, "hang", {
            handlers: `async inlet({ emit }) { ${code} }, outlet() {}`,
            more: attempts,
          });
          // The process is there before the time counts.
          await session.call("outlet", {}, never);
          const started = performance.now();
          const outcome = await session.call("inlet", { body: {} }, never).then(
            () => "it came back",
            (error: unknown) => (error instanceof Error ? error.message : String(error)),
          );
          const ms = Math.round(performance.now() - started);
          figures[name] = ms;
          session.close();
          host.retire("hang", null);
          if (!/failed: /.test(outcome)) problems.push(`${name}: ${outcome}`);
          // Waiting for Parley does not count, so this one has as long as a whole call.
          const limit = (name === "asking for ever" ? 1_000 : 500) + (quick ? 400 : 50);
          if (ms > limit) problems.push(`${name}: ended after ${ms} ms (${outcome})`);
        }
        const times = await disturbed.stop();
        good.close();
        const p99 = percentile(times, 0.99);
        figures.neighbourP99BeforeMs = round(before);
        figures.neighbourP99Ms = round(p99);
        if (p99 > (quick ? 250 : 40)) problems.push(`a neighbour's p99 was ${round(p99)} ms`);
        return { problems, figures };
      },
    ),
};

export const round = (value: number) => Number(value.toPrecision(3));
