"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { useLeave } from "#components/ui/focus-heirs.tsx";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { ConnectionView } from "./draft.ts";

type RemoveConnectionProps = { connection: ConnectionView; onRemoved: () => void };

export function RemoveConnection({ connection, onRemoved }: RemoveConnectionProps) {
  const t = useTranslations("admin.connection");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const leave = useLeave();
  const [asking, setAsking] = useState(false);
  const { id, name } = connection;
  const remove = useMutation(
    trpc.connections.remove.mutationOptions({
      onSuccess: async () => {
        leave("edit", id);
        onRemoved();
        await queryClient.invalidateQueries(trpc.connections.list.queryFilter());
        notify({ title: t("removed", { name }) });
      },
    }),
  );
  return (
    <>
      <Button look="danger-quiet" className="me-auto" onPress={() => setAsking(true)}>
        {t("removeConnection")}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={t("removeTitle", { name })}
        consequence={t("removeBody")}
        confirmLabel={t("remove")}
        onConfirm={() => remove.mutate({ id })}
        isPending={remove.isPending}
        error={remove.error ? problemText(remove.error) : undefined}
      />
    </>
  );
}
