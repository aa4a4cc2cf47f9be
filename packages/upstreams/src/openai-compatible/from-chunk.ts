import { type CompletionChunk, completion, completionChunk, parseJson } from "@parley/core";
import { z } from "zod";
import { chunkOf } from "../shared/completion.ts";
import { type ErrorReport, reportOfBody, reportOfValue } from "../shared/error-report.ts";

/** What one event of a stream, or one whole document, turns out to be. */
export type WireAnswer =
  | { kind: "chunk"; chunk: CompletionChunk }
  | { kind: "error"; report: ErrorReport }
  | { kind: "done" }
  | { kind: "empty" }
  | { kind: "unreadable" };

/** Some servers send `null` where a chunk has no choices. */
const tolerantChunk = z.preprocess(
  (value) =>
    typeof value === "object" && value !== null && "choices" in value && value.choices === null
      ? { ...value, choices: [] }
      : value,
  completionChunk,
);

/** Reads one server-sent event. */
export function fromEvent(event: { event?: string | undefined; data: string }): WireAnswer {
  const { data } = event;
  if (data === "[DONE]") return { kind: "done" };
  if (data.trim() === "") return { kind: "empty" };
  const chunk = parseJson(tolerantChunk, data);
  if (chunk !== null && chunk.error !== undefined && chunk.error !== null) {
    return { kind: "error", report: reportOfValue(chunk.error) };
  }
  if (event.event === "error") return { kind: "error", report: reportOfBody(data) };
  return chunk === null ? { kind: "unreadable" } : { kind: "chunk", chunk };
}

const errorDocument = z.looseObject({ error: z.unknown() });

/** Reads an answer that came as one JSON document. */
export function fromDocument(text: string): WireAnswer {
  const answer = parseJson(completion, text);
  if (answer !== null) return { kind: "chunk", chunk: chunkOf(answer) };
  const failed = parseJson(errorDocument, text);
  if (failed?.error !== undefined && failed.error !== null) {
    return { kind: "error", report: reportOfValue(failed.error) };
  }
  return { kind: "unreadable" };
}
