/** A process of its own: asks as many at once as it is told, warms up first, and counts. */
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { tell } from "./child.ts";
import { agesIn, models } from "./scripts.ts";

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "" },
    key: { type: "string", default: "" },
    kind: { type: "string", default: "whole" },
    /** What to ask for; empty: the script of that kind. */
    model: { type: "string", default: "" },
    /** What to ask for before it is measured; empty: what the script of that kind has for it. */
    warmUpModel: { type: "string", default: "" },
    /** How many ask at once, each one after the other. */
    workers: { type: "string", default: "1" },
    warmUpSeconds: { type: "string", default: "1" },
    /** Whole answers: how long to go on. Streams: how many each worker reads. */
    seconds: { type: "string", default: "1" },
    rounds: { type: "string", default: "1" },
  },
});
const isStamped = values.kind === "stamped";
const streamed = isStamped || values.kind === "stream";
const workers = Number(values.workers);
const agent = new Agent({ keepAlive: true, maxSockets: workers });
const prompt = "Tell me what a benchmark can't. ".repeat(7);

let requests = 0;
let events = 0;
let failures = 0;
let latencies: number[] = [];
let ages: number[] = [];

function bodyFor(model: string): Buffer {
  const messages = [
    { role: "system", content: "You are a helpful assistant." },
    { role: "user", content: prompt },
  ];
  return Buffer.from(JSON.stringify({ model, stream: streamed, messages }));
}

const script = isStamped ? models.stamped : streamed ? models.stream : models.whole;
const measuredBody = bodyFor(values.model || script);
const warmUpBody = streamed ? bodyFor(values.warmUpModel || models.warmUp) : measuredBody;

function ask(body: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const failed = () => {
      failures += 1;
      resolve();
    };
    const started = performance.now();
    const headers = {
      "content-type": "application/json",
      "content-length": body.length,
      authorization: `Bearer ${values.key}`,
    };
    const url = `${values.url}/v1/chat/completions`;
    httpRequest(url, { method: "POST", agent, headers }, (response) => {
      response.on("error", failed);
      read(response, started, (complete) => (complete ? resolve() : failed()));
    })
      .on("error", failed)
      .end(body);
  });
}

/** Reads an answer; an event ends with an empty line, a stream with [DONE]. */
function read(response: IncomingMessage, started: number, end: (complete: boolean) => void): void {
  let bytes = 0;
  let tail: Buffer = Buffer.alloc(0);
  response.on("data", (piece: Buffer) => {
    if (bytes === 0 && streamed) latencies.push(performance.now() - started);
    bytes += piece.length;
    if (!streamed) return;
    // A chunk that comes in two pieces is not looked at: it would only be a few of many.
    if (isStamped) ages.push(...agesIn(piece.toString()));
    for (let at = piece.indexOf("\n\n"); at !== -1; at = piece.indexOf("\n\n", at + 2)) events += 1;
    tail = piece.length >= 14 ? piece : Buffer.concat([tail, piece]);
  });
  response.on("end", () => {
    requests += 1;
    if (!streamed) latencies.push(performance.now() - started);
    const whole = streamed ? tail.includes("[DONE]") : bytes > 400;
    end(response.statusCode === 200 && whole);
  });
}

/** The workers start spread over `rampMs`, so that not all streams beat at the same moment. */
async function work(body: Buffer, more: (round: number) => boolean, rampMs = 0): Promise<void> {
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      await delay((rampMs * worker) / workers);
      for (let round = 0; more(round); round += 1) await ask(body);
    }),
  );
}

const warmUntil = performance.now() + Number(values.warmUpSeconds) * 1000;
await work(warmUpBody, () => performance.now() < warmUntil);
requests = 0;
events = 0;
failures = 0;
latencies = [];
ages = [];
tell({ type: "measuring" });
const started = performance.now();
const until = started + Number(values.seconds) * 1000;
if (streamed) await work(measuredBody, (round) => round < Number(values.rounds), 4000);
else await work(measuredBody, () => performance.now() < until);
const seconds = (performance.now() - started) / 1000;
tell({ type: "measured", seconds, requests, events, failures, latencies, ages });
agent.destroy();
// It stays until the parent, which has the figures then, ends it.
