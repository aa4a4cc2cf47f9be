import {
  completion,
  completionChunk,
  emptyFold,
  type Folded,
  foldChunk,
  jsonObject,
  parseJson,
  toolCallsOf,
} from "@parley/core";
import { z } from "zod";
import { firstPiece } from "./wire.ts";

/** A text as a row names it. */
export function named(text: string, whole: string): string {
  if (text === whole) return "whole";
  if (text === firstPiece) return "part";
  if (text === "") return "none";
  return text.length > 60 ? `other text, ${text.length} characters` : JSON.stringify(text);
}

const storedCall = z.object({ name: z.string(), arguments: z.string() });

/** What a row says of tool calls: nothing when there are none. */
export function calls(all: unknown): string {
  const known = z.array(storedCall).safeParse(all);
  return (known.data ?? []).map((one) => ` · calls ${one.name} ${one.arguments}`).join("");
}

const refusal = z.looseObject({ error: z.looseObject({ code: z.string() }) });

/** A response that was refused: its status, code and `Retry-After`. */
export function refused(status: number, text: string, retryAfter: string | null): string {
  const code = parseJson(refusal, text)?.error.code ?? "no code";
  return `${status} ${code}${retryAfter === null ? "" : ` retry-after ${retryAfter}`}`;
}

/** A streamed response, as every client reads it. */
export function streamed(status: number, text: string, whole: string): string {
  const folded: Folded = emptyFold();
  let end = "open end";
  for (const line of text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/)) {
    if (!line.startsWith("data:")) continue;
    const data = line.slice(5).trim();
    if (data === "[DONE]") {
      end = "done";
      continue;
    }
    const failure = parseJson(refusal, data);
    if (failure !== null) end = `error ${failure.error.code}`;
    const chunk = parseJson(completionChunk, data);
    if (chunk !== null) foldChunk(folded, chunk);
  }
  return `${status} · ${named(folded.content, whole)} · ${end}${calls(toolCallsOf(folded))}`;
}

/** A response that was not streamed. */
export function document(status: number, text: string, whole: string): string {
  const answer = parseJson(completion, text.replace(/^\uFEFF/, ""));
  if (answer === null) {
    return `${status} · ${parseJson(jsonObject, text) === null ? "not JSON" : "no completion"}`;
  }
  const message = answer.choices[0]?.message;
  const called = (message?.tool_calls ?? []).map((one) => one.function ?? {});
  return `${status} · ${named(message?.content ?? "", whole)}${calls(called)}`;
}
