"use client";

import type { Settings } from "@parley/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";

/** Saves each change at once: it shows before the server has answered, and goes back if that fails. */
export function useSettings(stored: Settings | null) {
  const t = useTranslations("admin.server");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const save = useMutation(
    trpc.settings.set.mutationOptions({
      // One after the other, so that the last choice is also the last one stored.
      scope: { id: "settings" },
      onSuccess: (settings) => {
        queryClient.setQueryData(trpc.settings.get.queryKey(), settings);
        notify({ title: t("saved"), tone: "good", timeoutMs: 2000 });
      },
      onError: (error) =>
        notify({ title: t("failed"), description: problemText(error), tone: "broken" }),
    }),
  );
  const pending = save.isPending ? save.variables : {};
  const settings: Settings | null =
    stored === null
      ? null
      : { ...stored, ...Object.fromEntries(Object.entries(pending).filter(isGiven)) };
  return { settings, set: save.mutate };
}

function isGiven([, value]: [string, unknown]): boolean {
  return value !== undefined;
}
