import { setTimeout as delay } from "node:timers/promises";
import type { AppRouter } from "@parley/api";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import type { Session } from "./account.ts";

/** What a page can ask of the server, typed. */
export type Client = ReturnType<typeof createTRPCClient<AppRouter>>;

/** A client that calls as this person, or as a stranger without a session. */
export function trpc(url: string, session: Session | null = null): Client {
  const headers = { origin: url, ...(session === null ? {} : { cookie: session.cookie }) };
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/api/trpc`, headers })],
  });
}

export type NewConnection = {
  kind: "openai" | "ollama";
  name: string;
  baseUrl: string;
  apiKey?: string;
  prefix?: string;
};

/**
 * Adds a connection as an admin and resolves with its id once its models can be used. Rejects after
 * `timeoutMs` (10,000) with what Parley says about it.
 */
export async function addConnection(
  url: string,
  session: Session,
  connection: NewConnection & { timeoutMs?: number },
): Promise<string> {
  const { timeoutMs = 10_000, ...input } = connection;
  const client = trpc(url, session);
  const { id } = await client.connections.create.mutate(input);
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const { models, problems } = await client.models.list.query();
    if (models.some((model) => model.connectionId === id && model.available)) return id;
    if (Date.now() > deadline) {
      const reason = problems.find((problem) => problem.connectionId === id)?.reason;
      throw new Error(`The models of ${input.name} did not appear: ${reason ?? "no reason given"}`);
    }
    await delay(50);
  }
}
