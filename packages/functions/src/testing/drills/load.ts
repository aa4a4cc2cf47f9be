import { monitorEventLoopDelay } from "node:perf_hooks";
import type { FunctionSession, JsonObject } from "@parley/core";
import type { ReadyFunctionHost } from "../../host/host.ts";
import { facts, filterSource, loaded, never, noTools } from "../host-world.ts";
import { type Drill, milliseconds, withHost } from "./drill.ts";
import { percentile, round } from "./hang.ts";

const changing =
  "stream({ event }) { event.choices[0].delta.content = event.choices[0].delta.content.toUpperCase(); return event }";

type Way = { sessions: FunctionSession[] };

/** Opens one way through these filters for each chat. */
async function ways(host: ReadyFunctionHost, chats: number, filters: string[]): Promise<Way[]> {
  const loadedFilters = await Promise.all(
    filters.map((handlers, at) => loaded(host, filterSource(handlers), { id: `stream${at}` })),
  );
  return Array.from({ length: chats }, () => ({
    sessions: loadedFilters.map((fn) => host.open(fn, facts, noTools)),
  }));
}

/** Lets tokens come at a steady pace, each chat at its own moment; gives how long each token took. */
async function tokens(
  all: Way[],
  { perSecond, seconds, warmUp }: { perSecond: number; seconds: number; warmUp: number },
): Promise<number[]> {
  const times: number[] = [];
  const gap = 1_000 / perSecond;
  const started = performance.now();
  const countFrom = started + warmUp * 1_000;
  const until = countFrom + seconds * 1_000;
  await Promise.all(
    all.map(async ({ sessions }, chat) => {
      let due = started + (gap * chat) / all.length;
      let waiting: number[] = [];
      while (due < until) {
        const now = performance.now();
        if (due > now) await milliseconds(due - now);
        // What came while the batch before was on its way goes together, as in an answer.
        const late = performance.now();
        for (; due <= late && due < until; due += gap) waiting.push(performance.now());
        const came = waiting;
        waiting = [];
        let events: JsonObject[] = came.map((_, at) => ({
          id: "chatcmpl-1",
          object: "chat.completion.chunk",
          created: 1,
          model: "m",
          choices: [{ index: 0, delta: { content: `token ${at} ` }, finish_reason: null }],
        }));
        for (const session of sessions) {
          const given = await session.stream(events, never);
          events = given.filter((event) => event !== null);
        }
        const done = performance.now();
        for (const at of came) if (at >= countFrom) times.push(done - at);
      }
    }),
  );
  return times;
}

function close(all: Way[]): void {
  for (const { sessions } of all) for (const session of sessions) session.close();
}

export const loadDrill: Drill = {
  id: "X-12",
  sentence: "200 chats at 50 tokens a second through 3 filters: each token is there in time",
  run: (quick) =>
    withHost({}, async (host) => {
      const chats = quick ? 40 : 200;
      const all = await ways(host, chats, [changing, "stream({ event }) {}", changing]);
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const times = await tokens(all, { perSecond: 50, seconds: quick ? 3 : 15, warmUp: 2 });
      delay.disable();
      close(all);
      const p99 = percentile(times, 0.99);
      const most = quick ? 250 : 5;
      return {
        problems: p99 <= most ? [] : [`p99 is ${round(p99)} ms; ${most} are allowed`],
        figures: {
          chats,
          tokens: times.length,
          p50Ms: round(percentile(times, 0.5)),
          p99Ms: round(p99),
          hostLoopP99Ms: round(delay.percentile(99) / 1e6),
        },
      };
    }),
};

/** The worst that one function can do at once. */
const worst = `async inlet({ emit }) {
  const all = [];
  setInterval(() => { try { all.push(new Uint8Array(1e7).fill(1)) } catch { all.length = 0 } }, 1);
  const end = Date.now() + 300;
  while (Date.now() < end) { console.log("x".repeat(2000)); emit({ type: "execute", data: {} }).then(null, String); }
  for (;;) {}
}`;

export const neighboursDrill: Drill = {
  id: "X-05b",
  sentence: "50 chats go on as before while a malicious function does its worst",
  run: (quick) =>
    withHost({ limits: { crashes: 1_000_000, restartMs: [0], inletMs: 1_000 } }, async (host) => {
      const all = await ways(host, 50, [changing]);
      // As in a deployment: what does harm was saved before.
      const bad = await loaded(host, filterSource(worst), { id: "malice" });
      const pace = { perSecond: 20, seconds: quick ? 4 : 12, warmUp: 1 };
      const before = await tokens(all, pace);
      let going = true;
      let rounds = 0;
      const malice = (async () => {
        while (going) {
          const session = host.open(bad, facts, noTools);
          await session.call("inlet", { body: {} }, never).catch(String);
          session.close();
          rounds += 1;
        }
      })();
      const during = await tokens(all, pace);
      going = false;
      await malice;
      close(all);
      const [p99, disturbed] = [percentile(before, 0.99), percentile(during, 0.99)];
      const ratio = disturbed / p99;
      // A short run on a busy machine says little about a hundredth of the tokens.
      const problems = quick || ratio < 1.2 ? [] : [`their p99 is ${round(ratio)} times as long`];
      return {
        problems,
        figures: {
          rounds,
          p50Ms: round(percentile(before, 0.5)),
          p50DuringMs: round(percentile(during, 0.5)),
          p99Ms: round(p99),
          p99DuringMs: round(disturbed),
          ratio: round(ratio),
        },
      };
    }),
};
