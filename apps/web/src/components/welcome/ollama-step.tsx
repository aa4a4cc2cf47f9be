"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { StepFrame } from "./step-frame.tsx";
import { ollamaAddress, useOllamaSearch } from "./use-ollama-search.ts";

export function OllamaStep({ onDone }: { onDone: () => void }) {
  const t = useTranslations("welcome");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const search = useOllamaSearch();
  const use = useMutation(
    trpc.connections.create.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.list.queryFilter());
        onDone();
      },
    }),
  );
  const address = ollamaAddress.replace("http://", "");
  const canUse = search.state === "found";

  return (
    <StepFrame
      title={t("ollama.title")}
      onSkip={search.state === "found" || search.state === "looking" ? onDone : undefined}
      action={
        canUse ? (
          <Button
            look="primary"
            isPending={use.isPending}
            onPress={() =>
              use.mutate({ kind: "ollama", name: t("ollama.name"), baseUrl: ollamaAddress })
            }
          >
            {t("ollama.use")}
          </Button>
        ) : (
          <Button look="primary" isDisabled={search.state === "looking"} onPress={onDone}>
            {t("next")}
          </Button>
        )
      }
    >
      <div role="status" className="flex flex-col gap-2 text-muted">
        {search.state === "looking" ? (
          <>
            <p>{t("ollama.looking", { address })}</p>
            <Skeleton className="h-4 w-3/4" />
          </>
        ) : null}
        {search.state === "found" ? (
          <p className="text-text">
            {search.count === 0
              ? t("ollama.foundEmpty", { address })
              : t("ollama.found", { address, count: search.count })}
          </p>
        ) : null}
        {search.state === "found" && search.count > 0 ? (
          <p className="wrap-anywhere">{search.models.join(", ")}</p>
        ) : null}
        {search.state === "connected" ? (
          <p className="text-text">{t("ollama.connected", { count: search.count })}</p>
        ) : null}
        {search.state === "missing" ? <p>{t("ollama.missing", { address })}</p> : null}
        {search.state === "failed" ? (
          <Notice tone="broken">{problemText(search.error)}</Notice>
        ) : null}
      </div>
      {use.error ? <Notice tone="broken">{problemText(use.error)}</Notice> : null}
    </StepFrame>
  );
}
