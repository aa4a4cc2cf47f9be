"use client";

import { useMutation } from "@tanstack/react-query";
import type { DirectModel } from "#lib/direct/connection.ts";
import { EndpointError, type EndpointProblem } from "#lib/direct/problem.ts";

/** How long an endpoint may take to list its models. */
const listMs = 15_000;

export type Checked = { baseUrl: string; key: string | null };
export type Found = { models: DirectModel[] } | { problem: EndpointProblem };

/** Asks an endpoint for its models from this browser. */
export function useCheck() {
  return useMutation({
    // The browser itself knows best whether it reaches a computer next to it.
    networkMode: "always",
    mutationFn: async (endpoint: Checked): Promise<Found> => {
      const { listModels } = await import("#lib/direct/endpoint.ts");
      try {
        return {
          models: await listModels(endpoint, {
            signal: AbortSignal.timeout(listMs),
            pageOrigin: window.location.origin,
            fetch: window.fetch.bind(window),
          }),
        };
      } catch (error) {
        return { problem: error instanceof EndpointError ? error.problem : { kind: "absent" } };
      }
    },
  });
}
