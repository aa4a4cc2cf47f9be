"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "#lib/trpc.ts";

/** Where Ollama listens unless it is told otherwise. */
export const ollamaAddress = "http://127.0.0.1:11434";
/** Names worth reading here; the rest is on the Connections page. */
const namesShown = 8;

export type OllamaSearch =
  | { state: "looking" }
  | { state: "found"; count: number; models: string[] }
  /** Parley found it before anyone asked, or this step was done already. */
  | { state: "connected"; count: number }
  | { state: "missing" }
  | { state: "failed"; error: unknown };

/** Looks whether Ollama runs beside Parley, once. */
export function useOllamaSearch(): OllamaSearch {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const list = useQuery(trpc.connections.list.queryOptions());
  const known = list.data?.find(({ kind, enabled }) => kind === "ollama" && enabled);
  const check = useQuery({
    queryKey: ["welcome", "ollama"],
    queryFn: () => client.connections.check.mutate({ kind: "ollama", baseUrl: ollamaAddress }),
    enabled: list.data !== undefined && known === undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });

  const error = list.error ?? check.error;
  if (error) return { state: "failed", error };
  if (known) return { state: "connected", count: known.status.modelCount };
  if (check.data === undefined) return { state: "looking" };
  if (!check.data.ok) return { state: "missing" };
  const { models } = check.data;
  return { state: "found", count: models.length, models: models.slice(0, namesShown) };
}
