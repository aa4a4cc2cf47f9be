"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { DateText } from "#components/ui/date-text.tsx";
import { heirMark, useLeave } from "#components/ui/focus-heirs.tsx";
import { Status } from "#components/ui/status.tsx";
import { notify } from "#components/ui/toast.tsx";
import { type RouterOutputs, useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";

type ApiKey = RouterOutputs["keys"]["list"][number];

export function KeyRow({ apiKey }: { apiKey: ApiKey }) {
  const t = useTranslations("settings.keys");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const leave = useLeave();
  const [asking, setAsking] = useState(false);
  const { id, name, start, expiresAt, lastUsedAt } = apiKey;
  const hasEnded = expiresAt !== null && expiresAt <= Date.now();

  const revoke = useMutation(
    trpc.keys.revoke.mutationOptions({
      onSuccess: async () => {
        leave("revoke", id);
        await queryClient.invalidateQueries(trpc.keys.list.queryFilter());
        notify({ title: t("revoked", { name }) });
      },
    }),
  );

  return (
    <li className="flex items-center gap-4 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        <p className="text-note text-muted">
          <code className="font-mono text-xs">{start}…</code>
          {" · "}
          {lastUsedAt === null
            ? t("neverUsed")
            : t.rich("lastUsed", { when: () => <DateText at={lastUsedAt} /> })}
          {" · "}
          {hasEnded ? (
            <Status tone="broken">{t("expired")}</Status>
          ) : expiresAt === null ? (
            t("noExpiry")
          ) : (
            t.rich("expires", { when: () => <DateText at={expiresAt} /> })
          )}
        </p>
      </div>
      <Button
        size="sm"
        look="quiet"
        {...heirMark("revoke", id)}
        aria-label={t("revokeName", { name })}
        onPress={() => setAsking(true)}
      >
        {t("revoke")}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={t("revokeTitle", { name })}
        consequence={t("revokeBody")}
        confirmLabel={t("revoke")}
        onConfirm={() => revoke.mutate({ id })}
        isPending={revoke.isPending}
        error={revoke.error ? problemText(revoke.error) : undefined}
      />
    </li>
  );
}
