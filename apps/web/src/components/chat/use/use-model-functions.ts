import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#lib/trpc.ts";
import type { ModelFunctions } from "../state/types.ts";

const none: ModelFunctions = { filters: [], actions: [] };

/** What functions add to a model; nothing while that is not known. */
export function useModelFunctions(model: string | null): ModelFunctions {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.functions.forModel.queryOptions({ model: model ?? "" }, { enabled: model !== null }),
  );
  return data ?? none;
}
