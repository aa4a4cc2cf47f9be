import { type CompletionRequest, type Connection, isParleyError } from "@parley/core";
import { createUpstream } from "@parley/upstreams";
import { named } from "./seen.ts";
import type { FaultServer } from "./server.ts";
import { answer, type Protocol } from "./wire.ts";

/** What a running Parley waits for minutes, its adapters are made to wait for this long, in this process. */
const limits = { headersTimeout: 300, bodyTimeout: 300 };

export type TimeoutRow = {
  protocol: Protocol;
  fault: string;
  stream: boolean;
  expected: string;
  seen: string;
};

const hangs = [
  { fault: "hangs before headers, until the caller leaves", text: "none" },
  { fault: "hangs in the middle, until the caller leaves", text: "part" },
];

/** Both adapters against servers that fall silent, streaming and not. */
export async function timeouts(server: FaultServer): Promise<TimeoutRow[]> {
  const rows = hangs.flatMap(({ fault, text }) =>
    (["openai", "ollama"] as const).flatMap((protocol) =>
      [true, false].map(async (stream): Promise<TimeoutRow> => {
        const had = stream ? text : "none";
        const seen = await ask(server.address(protocol, fault), protocol, stream);
        const expected = `${had} · 504 upstream_timeout`;
        return {
          protocol,
          fault: fault.replace("caller leaves", "timeout"),
          stream,
          expected,
          seen,
        };
      }),
    ),
  );
  return await Promise.all(rows);
}

async function ask(baseUrl: string, kind: Protocol, stream: boolean): Promise<string> {
  const connection: Connection = {
    id: "faults",
    kind,
    name: "Faults",
    baseUrl,
    apiKey: null,
    enabled: true,
    prefix: null,
    weight: 1,
    whenFilterFails: "closed",
    seed: null,
    createdAt: 0,
  };
  const upstream = createUpstream(connection, { http: limits });
  const request: CompletionRequest = {
    model: "m",
    stream,
    messages: [{ role: "user", content: "hi" }],
  };
  let text = "";
  try {
    const given = await upstream.complete(request, { signal: new AbortController().signal });
    for await (const chunk of given.chunks()) text += chunk.choices[0]?.delta?.content ?? "";
    return `${named(text, answer)} · an end`;
  } catch (error) {
    if (!isParleyError(error)) throw error;
    return `${named(text, answer)} · ${error.status} ${error.code}`;
  } finally {
    await upstream.close();
  }
}
