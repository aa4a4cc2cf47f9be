import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { problemOf } from "./problem.ts";

/** How long an answer of the server counts as fresh; events of the socket say when it is not. */
const freshForMs = 30_000;

type QueryClientOptions = {
  /** Called when the server no longer knows who this is. */
  onSignedOut: () => void;
};

export function createQueryClient({ onSignedOut }: QueryClientOptions): QueryClient {
  const onError = (error: Error) => {
    if (problemOf(error).code === "unauthenticated") onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: freshForMs,
        // A refusal stays a refusal; only what never reached the server is worth repeating.
        retry: (failures, error) => problemOf(error).code === "unreachable" && failures < 2,
      },
      mutations: { retry: false },
    },
  });
}
