import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { Script, Step } from "./codes.ts";
import { type AnswerContext, type Protocol, wholeOf } from "./protocol.ts";
import type { RecordedRequest, State } from "./state.ts";

export type Performance = {
  script: Script;
  protocol: Protocol;
  context: AnswerContext;
  streamed: boolean;
  record: RecordedRequest;
  state: State;
  response: ServerResponse;
  /** Aborted when the client leaves. */
  signal: AbortSignal;
};

/** Sends an answer. Rejects with an AbortError when the client leaves in the middle. */
export async function play(performance: Performance): Promise<void> {
  const { script, protocol, context, streamed, response } = performance;
  if (!streamed) {
    if (!(await walk(performance, () => Promise.resolve()))) return;
    response.writeHead(200, { "content-type": "application/json" });
    response.end(protocol.whole(context, wholeOf(script.steps)));
    return;
  }
  response.writeHead(200, { "content-type": protocol.streamType, "cache-control": "no-cache" });
  response.flushHeaders();
  if (script.writing === "crlf" && protocol.done !== "") response.write("\uFEFF: hello\r\n\r\n");
  await write(performance, protocol.opening(context));
  if (!(await walk(performance, (text) => write(performance, text)))) return;
  if (script.ending !== "none") {
    const called = script.steps.some((step) => step.do === "tool");
    await write(performance, protocol.closing(context, called) + protocol.done);
    if (script.ending === "double") await write(performance, protocol.done);
  }
  response.end();
}

/** @returns false when the script has ended the answer by itself */
async function walk(
  performance: Performance,
  send: (text: string) => Promise<void>,
): Promise<boolean> {
  const { script, protocol, context, record, state, response, signal } = performance;
  for (const step of script.steps) {
    signal.throwIfAborted();
    switch (step.do) {
      case "wait":
        await delay(step.milliseconds, undefined, { signal });
        break;
      case "gate":
        await state.gate.pass(record.id);
        break;
      case "hang":
        await once(signal, "abort");
        return false;
      case "reset":
        record.outcome = "cut";
        response.socket?.resetAndDestroy();
        return false;
      case "error":
        await fail(performance, step.message);
        return false;
      default:
        await send(spoken(step, protocol, context));
        record.sent += 1;
        state.changed();
    }
  }
  return true;
}

function spoken(
  step: Extract<Step, { do: "text" | "think" | "tool" }>,
  protocol: Protocol,
  context: AnswerContext,
): string {
  switch (step.do) {
    case "text":
      return protocol.text(context, step.text);
    case "think":
      return protocol.think(context, step.text);
    case "tool":
      return protocol.tool(context, step);
  }
}

async function fail(performance: Performance, message: string): Promise<void> {
  const { protocol, streamed, response } = performance;
  if (streamed) {
    await write(performance, protocol.failure(message));
  } else {
    response.writeHead(500, { "content-type": "application/json" });
    response.write(protocol.refusal(500, message));
  }
  response.end();
}

async function write(performance: Performance, text: string): Promise<void> {
  if (text === "") return;
  const { script, response, signal } = performance;
  const bytes = Buffer.from(script.writing === "crlf" ? withCrlf(performance, text) : text);
  const pieces =
    script.writing === "byte-by-byte" ? [...bytes].map((byte) => Buffer.from([byte])) : [bytes];
  for (const piece of pieces) {
    if (!response.write(piece)) await once(response, "drain", { signal });
    // A turn of the event loop, so that the pieces leave as packets of their own.
    else if (pieces.length > 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** Only event streams have comments. */
function withCrlf({ protocol }: Performance, text: string): string {
  const lines = text.replaceAll("\n", "\r\n");
  return protocol.done === "" ? lines : `: comment\r\n\r\n${lines}`;
}
