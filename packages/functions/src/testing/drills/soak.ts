import { familyOf, residentBytes } from "../../host/memory.ts";
import { never } from "../host-world.ts";
import { type Findings, milliseconds, openFilter, withHost } from "./drill.ts";

const mega = 1024 ** 2;

/**
 * Calls a filter for hours, with sessions that come and go. What its process and this one hold must not
 * grow once they have warmed up.
 */
export async function soak(hours: number, print: (line: string) => void): Promise<Findings> {
  return withHost({}, async (host) => {
    const until = performance.now() + hours * 3_600_000;
    const samples: { child: number; own: number }[] = [];
    let events = 0;
    let nextLook = performance.now();
    const handlers =
      "inlet({ body, state }) { state.n = 0; return body }, stream({ event, state }) { state.n += 1; return { ...event, n: state.n } }";
    while (performance.now() < until) {
      const session = await openFilter(host, "soak", handlers);
      await session.call("inlet", { body: { text: "x".repeat(10_000) } }, never);
      for (let round = 0; round < 1_000; round += 1) {
        events += (await session.stream([{ a: 1 }, { a: 2 }, { a: 3 }], never)).length;
      }
      session.close();
      if (performance.now() < nextLook) continue;
      nextLook += 60_000;
      await milliseconds(10);
      const pids = familyOf(process.pid).filter((pid) => pid !== process.pid);
      const look = { child: residentBytes(pids) ?? 0, own: process.memoryUsage().rss };
      samples.push(look);
      print(
        `${events} events; function ${Math.round(look.child / mega)} MB, host ${Math.round(look.own / mega)} MB`,
      );
    }
    const settled = samples.slice(Math.floor(samples.length / 4));
    const grown = (of: "child" | "own") =>
      Math.round(((settled.at(-1)?.[of] ?? 0) - (settled[0]?.[of] ?? 0)) / mega);
    const figures = { events, childGrewMb: grown("child"), hostGrewMb: grown("own") };
    const problems = Object.entries(figures)
      .filter(([name, mb]) => name.endsWith("Mb") && mb > 50)
      .map(([name, mb]) => `${name}: ${mb} MB in ${hours} hours`);
    return { problems, figures };
  });
}
