import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent } from "#lib/use-server-event.ts";

/** The presets and arenas that the person may change, as they are now. */
export function useOwnModels() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useServerEvent("models-changed", () => {
    void queryClient.invalidateQueries(trpc.models.mine.queryFilter());
  });
  return useQuery(trpc.models.mine.queryOptions());
}
