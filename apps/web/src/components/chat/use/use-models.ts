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
  useServerEvent("models-changed", () => {
    queryClient.invalidateQueries(trpc.models.list.queryFilter()).catch(onProblem);
  });
  const models = data ?? noModels;
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
    modelsAreLoading: isPending || !isOpen,
    model,
    missingModel: isPending ? null : missing,
    chooseModel(modelId) {
      setPicked(modelId);
      writeLastModel(modelId);
      session.setModel(modelId).catch(onProblem);
    },
  };
}
