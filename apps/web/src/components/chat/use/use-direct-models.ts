import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { useDirectConnections } from "#lib/direct/use-direct-connections.ts";
import { useTRPC } from "#lib/trpc.ts";
import type { ModelInfo } from "../state/types.ts";

/** The models of this browser's own endpoints, as the picker shows them; none while an admin says so. */
export function useDirectModels(userId: string) {
  const t = useTranslations("direct");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { models, isPending, hasAny } = useDirectConnections(userId);
  const state = useQuery(trpc.direct.state.queryOptions(undefined, { enabled: hasAny }));
  const isAllowed = state.data?.allowed === true;
  const shown = useMemo(
    () =>
      !isAllowed
        ? []
        : models.map(
            ({ id, connection, model }): ModelInfo => ({
              id,
              kind: "upstream",
              name: model.name,
              description: null,
              ownedBy: "openai",
              connectionId: `direct:${connection.id}`,
              connectionName: t("group", { name: connection.name }),
              baseModelId: null,
              demo: false,
              hidden: false,
              available: true,
              reason: null,
              meta: {},
            }),
          ),
    [isAllowed, models, t],
  );
  return {
    models: shown,
    isPending: hasAny && (isPending || state.isPending),
    reload: () => queryClient.invalidateQueries(trpc.direct.state.queryFilter()),
  };
}
