import type { Chunk, CompletionBody } from "./messages.ts";
import { textOf } from "./text.ts";

/** A piece of an answer that a pipe makes up itself, and the milliseconds before it; or how it fails there. */
export type Beat =
  | { kind: "content" | "reasoning"; text: string; pause: number }
  | { kind: "fail"; message: string };

export type BeatOptions = {
  /** Milliseconds before a piece, on average. Default 28. */
  pace?: number;
  kind?: "content" | "reasoning";
};

const firstPause = 250;
const added = " I go on as if nothing had happened, and here I end.";

/** Splits text into pieces of about a word, with the small unevenness of a model. */
export function beatsOf(text: string, { pace = 28, kind = "content" }: BeatOptions = {}): Beat[] {
  const pieces = text.match(/\s*\S{1,12}|\s+/gu) ?? [];
  return pieces.map((piece, index) => ({
    kind,
    text: piece,
    pause: Math.round(pace * (0.6 + ((index * 7) % 9) / 10)),
  }));
}

/** Says an answer as a model would: in its time, with its usage, and going on where one was broken off. */
export async function* speak(
  beats: readonly Beat[],
  { body, signal }: { body: CompletionBody; signal: AbortSignal },
): AsyncGenerator<Chunk> {
  const due = goOn(body, beats);
  await pause(firstPause, signal);
  for (const beat of due) {
    if (beat.kind === "fail") {
      yield { error: { message: beat.message } };
      return;
    }
    // Without a stream nobody sees the words come, so nobody is made to wait for them.
    if (body.stream === true) await pause(beat.pause, signal);
    yield chunk(
      beat.kind === "content" ? { content: beat.text } : { reasoning_content: beat.text },
    );
  }
  const prompt = beatsOf(body.messages.map(textOf).join("\n\n")).length;
  // Pieces stand in for tokens.
  const usage = {
    prompt_tokens: prompt,
    completion_tokens: due.length,
    total_tokens: prompt + due.length,
  };
  if (wantsUsageApart(body)) {
    yield chunk({}, "stop");
    yield { choices: [], usage };
  } else yield { ...chunk({}, "stop"), usage };
}

/**
 * A performance without what was said before: a request that ends with an unfinished answer is gone on
 * with, not begun anew. A failure in the middle doesn't happen twice.
 */
function goOn({ messages }: CompletionBody, beats: readonly Beat[]): readonly Beat[] {
  const last = messages.at(-1);
  let behind = last?.role === "assistant" ? textOf(last) : "";
  if (behind === "") return beats;
  const rest: Beat[] = [];
  for (const beat of beats) {
    if (beat.kind !== "content") continue;
    if (behind === "") rest.push(beat);
    else if (behind.startsWith(beat.text)) behind = behind.slice(beat.text.length);
    else if (beat.text.startsWith(behind)) {
      rest.push({ ...beat, text: beat.text.slice(behind.length) });
      behind = "";
    } else return beatsOf(added);
  }
  return rest.length === 0 ? beatsOf(added) : rest;
}

/** Waits; rejects with the signal's reason as soon as it is aborted. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const leave = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", leave);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", leave, { once: true });
  });
}

function chunk(
  delta: { content?: string; reasoning_content?: string },
  finish: string | null = null,
): Chunk {
  return { choices: [{ index: 0, delta, finish_reason: finish }] };
}

/** Whether a streamed answer's usage is to come in a chunk of its own, as OpenAI sends it when asked. */
function wantsUsageApart({ stream, stream_options: options }: CompletionBody): boolean {
  const asked = typeof options === "object" && options !== null && !Array.isArray(options);
  return stream === true && asked && options.include_usage === true;
}
