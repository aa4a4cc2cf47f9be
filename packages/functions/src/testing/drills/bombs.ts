import { defaultLimits } from "../../host/limits.ts";
import { familyOf, residentBytes } from "../../host/memory.ts";
import { type Drill, inlet, openFilter, withHost } from "./drill.ts";

/** Ways to take all memory. */
const bombs: Record<string, string> = {
  heap: "const all = []; for (;;) all.push({ a: Array.from({ length: 100 }, Math.random) })",
  strings:
    "let text = 'x'; const all = []; for (;;) { text += text.slice(0, 1e6); all.push(text + all.length) }",
  "array buffers": "const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1))",
  "shared buffers":
    "const all = []; for (;;) all.push(new Uint8Array(new SharedArrayBuffer(1e7)).fill(1))",
  WebAssembly:
    "const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 }); for (;;) { memory.grow(160); new Uint8Array(memory.buffer).fill(1) }",
  blobs: "const all = []; for (;;) all.push(new Blob([new Uint8Array(1e7).fill(1)]))",
  workers: "for (;;) new Worker('data:text/javascript,for(;;){}', { type: 'module' })",
  timers: "for (;;) setTimeout(() => {}, 1e6, new Uint8Array(1e5).fill(1))",
  promises: "const all = []; for (;;) all.push(new Promise(() => {}).then(() => {}))",
  "response bodies":
    "const all = []; for (;;) all.push(await new Response(new Uint8Array(1e7).fill(1)).arrayBuffer())",
  "a huge answer": "return { text: 'x'.repeat(5e7) }",
  "a huge array": "return new Array(1e9).fill(1)",
};

const mega = 1024 ** 2;

export const bombsDrill: Drill = {
  id: "X-06",
  sentence: "whatever takes memory takes its budget's at most, and none of Parley's",
  run: (quick) =>
    withHost(
      { limits: { crashes: 1_000, restartMs: [0], inletMs: quick ? 2_000 : 5_000 } },
      async (host) => {
        const problems: string[] = [];
        const figures: Record<string, number | string> = {};
        const before = process.memoryUsage().rss;
        let peak = 0;
        const timer = setInterval(() => {
          const pids = familyOf(process.pid).filter((pid) => pid !== process.pid);
          peak = Math.max(peak, ...pids.map((pid) => residentBytes([pid]) ?? 0));
        }, 10);
        for (const [name, code] of Object.entries(bombs)) {
          const session = await openFilter(host, "bomb", `async inlet() { ${code} }`);
          peak = 0;
          const found = await inlet(session);
          session.close();
          host.retire("bomb", null);
          figures[name] = Math.round(peak / mega);
          if (peak > defaultLimits.dataBytes + 64 * mega) {
            problems.push(`${name}: ${Math.round(peak / mega)} MB were taken (${found.error})`);
          }
          if (found.error === undefined) problems.push(`${name}: it came through`);
        }
        clearInterval(timer);
        const grown = Math.round((process.memoryUsage().rss - before) / mega);
        figures.hostGrewMb = grown;
        if (grown > 64) problems.push(`Parley's own process grew by ${grown} MB`);
        return { problems, figures };
      },
    ),
};
