"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { FunctionView } from "./types.ts";

/** Switches a function on and off, and for all models; shows at once what was asked for. */
export function useSwitch(fn: FunctionView) {
  const t = useTranslations("functions");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const update = useMutation(
    trpc.functions.update.mutationOptions({
      onSuccess: (updated) => {
        queryClient.setQueryData(trpc.functions.list.queryKey(), (rows) =>
          rows?.map((row) => (row.id === updated.id ? updated : row)),
        );
        queryClient.setQueryData(trpc.functions.get.queryKey({ id: fn.id }), (detail) =>
          detail === undefined ? undefined : { ...detail, ...updated },
        );
      },
      onError: (error) =>
        notify({
          title: t("changeFailed", { name: fn.manifest.name }),
          description: problemText(error),
          tone: "broken",
        }),
    }),
  );
  const asked = update.isPending ? update.variables : undefined;
  return {
    enabled: asked?.enabled ?? fn.enabled,
    global: asked?.global ?? fn.global,
    change: (patch: { enabled?: boolean; global?: boolean }) =>
      update.mutate({ id: fn.id, ...patch }),
  };
}
