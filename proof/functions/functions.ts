import { addConnection, type Client, createApiKey, signUp, trpc } from "@parley/e2e/harness";
import type { Context, Programme, Verdict } from "../lib/programme.ts";
import { median, percentile, rounded } from "../lib/statistics.ts";
import { owner, startServer, temporaryFolder } from "../lib/world.ts";
import { measure, type Sample, startServerChild, type Target } from "../overhead/bench.ts";
import { models } from "../overhead/scripts.ts";
import { markingFilter, replaceWhileStreaming } from "./replaced.ts";
import { inletFilter, streamFilters } from "./sources.ts";

/** Milliseconds that functions may add: to a request at p50, to a chunk's way at p99. */
const limits = { request: 0.5, chunk: 5 };

type Scale = {
  repeats: number;
  warmUpSeconds: number;
  seconds: number;
  chats: number;
  rounds: number;
};
const scales: Record<"full" | "quick", Scale> = {
  full: { repeats: 5, warmUpSeconds: 2, seconds: 5, chats: 200, rounds: 3 },
  quick: { repeats: 1, warmUpSeconds: 1, seconds: 3, chats: 100, rounds: 1 },
};

export const functionsProgramme: Programme = {
  name: "functions",
  sentence:
    "a no-op inlet filter adds at most 0.5 ms to a request, three stream filters less than 5 ms to the way of a token of 200 chats",
  run,
};

async function run(context: Context): Promise<Verdict> {
  const scale = scales[context.quick ? "quick" : "full"];
  const { target, client, plain, filtered } = await openBench(context);
  const rows = { request: new Map<string, number[]>(), chunk: new Map<string, number[]>() };
  let failures = 0;
  const note = (unit: "request" | "chunk", name: string, { measured }: Sample) => {
    failures += measured.failures;
    const values = unit === "request" ? measured.latencies : measured.ages;
    rows[unit].set(name, [...(rows[unit].get(name) ?? []), ...values]);
    const shown = `p50 ${rounded(median(values))} ms, p99 ${rounded(percentile(values, 0.99))} ms`;
    context.print(`${unit.padEnd(7)} ${name.padEnd(8)} ${shown}, ${values.length} of them`);
  };
  for (let repeat = 1; repeat <= scale.repeats; repeat += 1) {
    // Who goes first changes, so that a machine that warms up or slows down favours neither.
    const order = repeat % 2 === 0 ? [plain, filtered] : [filtered, plain];
    for (const { name, request, chunk, warmUp } of order) {
      const whole = {
        kind: "whole",
        workers: 1,
        seconds: scale.seconds,
        rounds: 0,
        processor: null,
      } as const;
      note(
        "request",
        name,
        await measure(target, { ...whole, model: request }, scale.warmUpSeconds),
      );
      const { chats: workers, rounds } = scale;
      const stream = { kind: "stamped", workers, seconds: 0, rounds, processor: null } as const;
      note(
        "chunk",
        name,
        await measure(
          target,
          { ...stream, model: chunk, warmUpModel: warmUp },
          scale.warmUpSeconds,
        ),
      );
    }
  }
  const added = (unit: "request" | "chunk", share: number) =>
    percentile(rows[unit].get("filtered") ?? [], share) -
    percentile(rows[unit].get("plain") ?? [], share);
  const request = added("request", 0.5);
  const chunk = added("chunk", 0.99);
  const problems: string[] = [];
  // Written so that a difference that is not a number fails.
  if (!(request <= limits.request)) {
    problems.push(
      `A no-op inlet filter adds ${rounded(request)} ms at p50; ${limits.request} are allowed.`,
    );
  }
  if (!(chunk < limits.chunk)) {
    problems.push(
      `${Object.keys(streamFilters).length} stream filters add ${rounded(chunk)} ms at p99; less than ${limits.chunk} is allowed.`,
    );
  }
  if (failures > 0) problems.push(`${failures} answers failed.`);
  const replaced = await replaceWhileStreaming(client, target, {
    id: "marks",
    model: "with-marks",
  });
  const { answers, mixed, cut, late } = replaced;
  if (mixed > 0) problems.push(`${mixed} of ${answers} answers mix two versions of a filter.`);
  if (cut > 0)
    problems.push(`${cut} of ${answers} answers lost something when a filter was replaced.`);
  if (late > 0) problems.push(`${late} answers begun after a filter was replaced had the old one.`);
  const ratio =
    median(rows.request.get("filtered") ?? []) / median(rows.request.get("plain") ?? []);
  return {
    problems,
    decisive: `inlet + ${rounded(request)} ms a request at p50 (${rounded(ratio)} ×), ${Object.keys(streamFilters).length} stream filters + ${rounded(chunk)} ms a token at p99 with ${scale.chats} chats; replaced while ${answers} answers streamed: ${mixed} mixed, ${cut} cut`,
    figures: {
      request: { addedMsP50: rounded(request), ratio: rounded(ratio) },
      chunk: {
        chats: scale.chats,
        addedMsP99: rounded(chunk),
        addedMsP50: rounded(added("chunk", 0.5)),
        plainMsP99: rounded(percentile(rows.chunk.get("plain") ?? [], 0.99)),
      },
      replaced,
    },
  };
}

/** Models to ask for; `warmUp` takes the way of `chunk`, so that what it passes is running when it is measured. */
type Named = { name: string; request: string; chunk: string; warmUp: string };

/** A Parley with the same models twice: as they are, and as presets with filters. */
async function openBench(
  context: Context,
): Promise<{ target: Target; client: Client; plain: Named; filtered: Named }> {
  const upstream = await startServerChild("upstream", {
    args: [],
    processor: null,
    resources: context.resources,
  });
  const parley = await startServer(context, await temporaryFolder(context, "functions"));
  const session = await signUp(parley.url, owner);
  await addConnection(parley.url, session, {
    kind: "openai",
    name: "Bench",
    baseUrl: `${upstream.url}/v1`,
    apiKey: "sk-bench",
  });
  const client = trpc(parley.url, session);
  await install(client, "noop", inletFilter);
  for (const [id, source] of Object.entries(streamFilters)) await install(client, id, source);
  const preset = (id: string, baseModelId: string, filterIds: string[]) =>
    client.models.create.mutate({
      ...{ kind: "preset", id, name: id, baseModelId, meta: { filterIds } },
    });
  await preset("with-inlet", models.whole, ["noop"]);
  await preset("with-stream", models.stamped, Object.keys(streamFilters));
  await preset("with-stream-first", models.warmUp, Object.keys(streamFilters));
  await install(client, "marks", markingFilter("one"));
  await preset("with-marks", models.stream, ["marks"]);
  const key = await createApiKey(parley.url, session, "bench");
  return {
    target: { name: "parley", url: parley.url, pid: parley.pid, key },
    client,
    plain: { name: "plain", request: models.whole, chunk: models.stamped, warmUp: models.warmUp },
    filtered: {
      name: "filtered",
      request: "with-inlet",
      chunk: "with-stream",
      warmUp: "with-stream-first",
    },
  };
}

async function install(client: Client, id: string, source: string): Promise<void> {
  await client.functions.create.mutate({ id, source });
  await client.functions.update.mutate({ id, enabled: true });
}
