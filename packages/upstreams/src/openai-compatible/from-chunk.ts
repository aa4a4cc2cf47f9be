import {
  type CompletionChunk,
  chunkOf,
  completion,
  completionChunk,
  type Json,
  type JsonObject,
  jsonObject,
  parseJson,
} from "@parley/core";
import { z } from "zod";
import { type ErrorReport, reportOfBody, reportOfValue } from "../shared/error-report.ts";
import type { Vendor } from "./vendors/vendor.ts";

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
export function fromEvent(
  event: { event?: string | undefined; data: string },
  vendor: Vendor,
): WireAnswer {
  const { data } = event;
  if (data === "[DONE]") return { kind: "done" };
  if (data.trim() === "") return { kind: "empty" };
  const chunk = parsedAs(tolerantChunk, data, vendor);
  if (chunk !== null && chunk.error !== undefined && chunk.error !== null) {
    return { kind: "error", report: reportOfValue(chunk.error) };
  }
  if (event.event === "error") return { kind: "error", report: reportOfBody(data) };
  return chunk === null ? { kind: "unreadable" } : { kind: "chunk", chunk };
}

const errorDocument = z.looseObject({ error: z.unknown() });

/** Reads an answer that came as one JSON document. */
export function fromDocument(text: string, vendor: Vendor): WireAnswer {
  const answer = parsedAs(completion, text, vendor);
  if (answer !== null) return { kind: "chunk", chunk: chunkOf(answer) };
  const failed = parsedAs(errorDocument, text, vendor);
  if (failed?.error !== undefined && failed.error !== null) {
    return { kind: "error", report: reportOfValue(failed.error) };
  }
  return { kind: "unreadable" };
}

/** Text as JSON of a shape, after the vendor's changes; servers without any are read once. */
function parsedAs<T>(schema: z.ZodType<T>, text: string, vendor: Vendor): T | null {
  if (vendor.chunk === undefined && vendor.delta === undefined) return parseJson(schema, text);
  const value = parseJson(jsonObject, text);
  const parsed = schema.safeParse(value === null ? null : inOpenAisTerms(value, vendor));
  return parsed.success ? parsed.data : null;
}

/** A chunk or a whole answer after the vendor's changes; the same object when there were none. */
export function inOpenAisTerms(value: JsonObject, { chunk, delta }: Vendor): JsonObject {
  const changed = chunk?.(value) ?? value;
  const { choices } = changed;
  if (delta === undefined || !Array.isArray(choices)) return changed;
  const read = choices.map((choice) => withDelta(choice, delta));
  return read.every((choice, index) => choice === choices[index])
    ? changed
    : { ...changed, choices: read };
}

function withDelta(choice: Json, change: NonNullable<Vendor["delta"]>): Json {
  const known = jsonObject.safeParse(choice);
  if (!known.success) return choice;
  for (const key of ["delta", "message"]) {
    const before = jsonObject.safeParse(known.data[key]);
    if (!before.success) continue;
    const after = change(before.data);
    return after === before.data ? choice : { ...known.data, [key]: after };
  }
  return choice;
}
