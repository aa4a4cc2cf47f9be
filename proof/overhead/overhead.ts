import { addConnection, createApiKey, signUp } from "@parley/e2e/harness";
import { canPin, pin } from "../lib/processes.ts";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { median, percentile, rounded } from "../lib/statistics.ts";
import { owner, startServer, temporaryFolder } from "../lib/world.ts";
import {
  type Load,
  measure,
  processors,
  type Sample,
  startServerChild,
  type Target,
} from "./bench.ts";

/** How many times the bare proxy's CPU time Parley may take. */
const limits = { request: 3, chunk: 2 };

type Scale = { repeats: number; warmUpSeconds: number; whole: Load; stream: Load };

const scales: Record<"full" | "quick", Scale> = {
  full: {
    repeats: 5,
    warmUpSeconds: 2,
    whole: { kind: "whole", workers: 16, seconds: 5, rounds: 0 },
    stream: { kind: "stream", workers: 200, seconds: 0, rounds: 2 },
  },
  quick: {
    repeats: 1,
    warmUpSeconds: 2,
    whole: { kind: "whole", workers: 16, seconds: 3, rounds: 0 },
    stream: { kind: "stream", workers: 50, seconds: 0, rounds: 2 },
  },
};

export const overheadProgramme: Programme = {
  name: "overhead",
  sentence:
    "a completion over HTTP takes at most 3 times a bare proxy's CPU time a request, 2 times a chunk",
  run,
};

/** One target's figures, a value per repeat. */
type Row = { perUnitUs: number[]; latencyMs: number[]; failures: number };

async function run(context: Context): Promise<Verdict> {
  const scale = scales[context.quick ? "quick" : "full"];
  const { parley, proxy } = await startTargets(context);
  if (!canPin()) context.print("Processes can't be bound to processors here: expect noise.");
  const problems: string[] = [];
  const figures: Verdict["figures"] = {};
  const decisive: string[] = [];
  const samples = new Map<string, Sample[]>();
  for (let repeat = 1; repeat <= scale.repeats; repeat += 1) {
    for (const load of [scale.whole, scale.stream]) {
      // Who goes first changes, so that a machine that warms up or slows down favours neither.
      const order = repeat % 2 === 0 ? [parley, proxy] : [proxy, parley];
      for (const target of order) {
        const sample = await measure(target, load, scale.warmUpSeconds);
        const key = `${load.kind} ${target.name}`;
        samples.set(key, [...(samples.get(key) ?? []), sample]);
        context.print(`${repeat}/${scale.repeats} ${lineOf(load, target, sample)}`);
      }
    }
  }
  for (const load of [scale.whole, scale.stream]) {
    const own = rowOf(load, samples.get(`${load.kind} parley`) ?? []);
    const bare = rowOf(load, samples.get(`${load.kind} proxy`) ?? []);
    const unit = load.kind === "whole" ? "request" : "chunk";
    const ratio = median(
      own.perUnitUs.map((us, index) => us / (bare.perUnitUs[index] ?? Number.NaN)),
    );
    // Written so that a ratio that is not a number fails.
    if (!(ratio <= limits[unit])) {
      problems.push(
        `${rounded(ratio)} times the bare proxy's CPU time a ${unit}; ${limits[unit]} are allowed.`,
      );
    }
    if (own.failures + bare.failures > 0) {
      problems.push(`${own.failures} answers of Parley and ${bare.failures} of the proxy failed.`);
    }
    decisive.push(`${rounded(ratio)} × a ${unit}`);
    figures[unit] = {
      ratio: rounded(ratio),
      atOnce: load.workers,
      parley: summaryOf(own),
      proxy: summaryOf(bare),
    };
  }
  return { problems, decisive: `${decisive.join(", ")} (CPU time, against a bare proxy)`, figures };
}

async function startTargets(context: Context): Promise<{ parley: Target; proxy: Target }> {
  const { resources } = context;
  const load = { processor: processors.load, resources };
  const upstream = await startServerChild("upstream", { ...load, args: [] });
  const proxy = await startServerChild("proxy", {
    args: [`--upstream=${upstream.url}`],
    processor: processors.server,
    resources,
  });
  const parley = await startServer(context, await temporaryFolder(context, "overhead"));
  const session = await signUp(parley.url, owner);
  await addConnection(parley.url, session, {
    kind: "openai",
    name: "Bench",
    baseUrl: `${upstream.url}/v1`,
    apiKey: "sk-bench",
  });
  const key = await createApiKey(parley.url, session, "bench");
  if (canPin()) pin(parley.pid, processors.server);
  return {
    parley: { name: "parley", url: parley.url, pid: parley.pid, key },
    proxy: { name: "proxy", url: proxy.url, pid: proxy.pid, key: "sk-bench" },
  };
}

function perUnitUs({ kind }: Load, { cpuMs, measured }: Sample): number {
  return (cpuMs * 1000) / (kind === "whole" ? measured.requests : measured.events);
}

function rowOf(load: Load, samples: Sample[]): Row {
  return {
    perUnitUs: samples.map((sample) => perUnitUs(load, sample)),
    latencyMs: samples.flatMap(({ measured }) => measured.latencies),
    failures: samples.reduce((sum, { measured }) => sum + measured.failures, 0),
  };
}

function summaryOf({ perUnitUs, latencyMs }: Row) {
  return {
    cpuUs: rounded(median(perUnitUs)),
    ofEachRepeat: perUnitUs.map(rounded),
    latencyMs: { p50: rounded(median(latencyMs)), p99: rounded(percentile(latencyMs, 0.99)) },
  };
}

function lineOf(load: Load, target: Target, sample: Sample): string {
  const { measured } = sample;
  const unit = load.kind === "whole" ? "request" : "chunk";
  const rate = Math.round(
    (load.kind === "whole" ? measured.requests : measured.events) / measured.seconds,
  );
  return `${load.kind.padEnd(6)} ${target.name.padEnd(6)} ${rounded(perUnitUs(load, sample))} µs CPU a ${unit}, ${rate} ${unit}s/s, latency p50 ${rounded(median(measured.latencies))} ms`;
}
