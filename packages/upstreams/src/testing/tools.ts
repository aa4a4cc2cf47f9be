import { readFile } from "node:fs/promises";
import type { CompletionChunk, Connection, ConnectionKind } from "@parley/core";

/** A connection as a test needs it. */
export function connectionTo(
  kind: ConnectionKind,
  baseUrl: string,
  apiKey: string | null = null,
): Connection {
  return {
    id: "test",
    kind,
    name: "Test",
    baseUrl,
    apiKey,
    enabled: true,
    prefix: null,
    weight: 1,
    whenFilterFails: "closed",
    seed: null,
    createdAt: 0,
  };
}

export function never(): AbortSignal {
  return new AbortController().signal;
}

export function textOfChunks(chunks: CompletionChunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta?.content ?? "").join("");
}

export function reasoningOfChunks(chunks: CompletionChunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta?.reasoning_content ?? "").join("");
}

/** Bytes, cut at the given places (in any order, beyond the end allowed). */
export async function* splitAt(bytes: Uint8Array, places: number[]): AsyncGenerator<Uint8Array> {
  const cuts = [...new Set([0, ...places.map((place) => place % bytes.length), bytes.length])];
  cuts.sort((a, b) => a - b);
  for (const [index, cut] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end !== undefined) yield bytes.subarray(cut, end);
  }
}

export async function textOfBytes(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(bytes)).toString("utf8");
}

/** A recorded answer; `name` is relative to the test: `new URL("./__fixtures__/x", import.meta.url)`. */
export function recording(name: URL): Promise<Buffer> {
  return readFile(name);
}
