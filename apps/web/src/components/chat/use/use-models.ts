import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { useTRPC } from "#lib/trpc.ts";
import { useServerEvent } from "#lib/use-server-event.ts";
import type { ChatSession } from "../state/chat-session.ts";
import { chooseModel } from "../state/models.ts";
import type { ModelList } from "../state/types.ts";
import type { ChatValue } from "./chat-context.tsx";
import { useChatState } from "./chat-context.tsx";
import { readLastModel, writeLastModel } from "./last-model.ts";
import { usePage } from "./page-context.tsx";
import { useDirectModels } from "./use-direct-models.ts";

const noModels: ModelList = { models: [], problems: [] };

/** The models there are, and the one that the open chat's next question goes to. */
export function useModels(
  session: ChatSession,
  onProblem: (error: unknown) => void,
): Pick<ChatValue, "models" | "modelsAreLoading" | "model" | "missingModel" | "chooseModel"> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const state = useChatState(session);
  const asked = useSearchParams().get("model");
  const [picked, setPicked] = useState<string | null>(null);
  const { data, isPending } = useQuery(trpc.models.list.queryOptions());
  const { person } = usePage();
  const direct = useDirectModels(person.id);
  useServerEvent("models-changed", () => {
    direct.reload().catch(onProblem);
    queryClient.invalidateQueries(trpc.models.list.queryFilter()).catch(onProblem);
    queryClient.invalidateQueries(trpc.functions.forModel.queryFilter()).catch(onProblem);
  });
  const models = useMemo(() => withDirect(data ?? noModels, direct.models), [data, direct.models]);
  const isLoading = isPending || direct.isPending;
  const isOpen = state.phase === "new" || state.chat !== null;
  const chatModel = state.chat?.model ?? null;
  const { model, missing } = useMemo(
    () =>
      isOpen
        ? chooseModel(models.models, {
            chat: chatModel,
            asked: picked ?? asked,
            last: readLastModel(),
          })
        : { model: null, missing: null },
    [isOpen, models, chatModel, picked, asked],
  );
  return {
    models,
    modelsAreLoading: isLoading || !isOpen,
    model,
    missingModel: isLoading || missing === null ? null : plainName(missing),
    chooseModel(modelId) {
      setPicked(modelId);
      writeLastModel(modelId);
      session.setModel(modelId).catch(onProblem);
    },
  };
}

function withDirect({ models, problems }: ModelList, direct: ModelList["models"]): ModelList {
  return { models: [...models, ...direct], problems };
}

/** What a model is called where only its id is left. */
function plainName(modelId: string): string {
  return modelId.replace(/^direct:[^/]*\//, "");
}
