"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { keepDraft, keptDraft, type SourceDraft } from "../source-drafts.ts";
import type { FunctionDetail } from "../types.ts";

/** The source as it stands in the editor; what is not saved is kept in the tab. */
export function useSource(fn: FunctionDetail) {
  const t = useTranslations("functions.page");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<SourceDraft | null>(() => keptDraft(fn.id));
  const put = (next: SourceDraft, stored: string) => {
    setDraft(next);
    keepDraft(fn.id, next.source === stored ? null : next);
  };
  const text = draft?.source ?? fn.source;
  const isChanged = text !== fn.source;
  // Only now: while the saved source is still on its way here, the old one must not come back.
  useEffect(() => {
    if (!isChanged) setDraft(null);
  }, [isChanged]);

  const taken = (saved: FunctionDetail) => {
    queryClient.setQueryData(trpc.functions.get.queryKey({ id: fn.id }), saved);
    void queryClient.invalidateQueries(trpc.functions.versions.queryFilter({ id: fn.id }));
    void queryClient.invalidateQueries(trpc.functions.valves.queryFilter({ id: fn.id }));
    void queryClient.invalidateQueries(trpc.functions.list.queryFilter());
  };
  const save = useMutation(
    trpc.functions.save.mutationOptions({
      onSuccess: (saved, { source }) => {
        taken(saved);
        // What was typed while it was being saved is a change of what is saved now.
        const now = keptDraft(fn.id)?.source ?? source;
        put({ source: now, version: saved.version }, saved.source);
        const name = saved.manifest.name;
        notify({ title: t("saved", { name, version: saved.version }), tone: "good" });
      },
    }),
  );
  return {
    text,
    isChanged,
    /** The version that somebody else saved after this draft was begun; null: none. */
    overtakenBy: isChanged && draft !== null && draft.version < fn.version ? fn.version : null,
    change: (source: string) =>
      put({ source, version: isChanged && draft ? draft.version : fn.version }, fn.source),
    /** Goes on from what is stored. */
    discard: (stored: FunctionDetail = fn) => {
      put({ source: stored.source, version: stored.version }, stored.source);
      save.reset();
    },
    taken,
    error: save.error,
    isSaving: save.isPending,
    save: (onError: (error: unknown) => void) => {
      if (save.isPending) return;
      save.mutate({ id: fn.id, source: text }, { onError });
    },
  };
}

export type Source = ReturnType<typeof useSource>;
