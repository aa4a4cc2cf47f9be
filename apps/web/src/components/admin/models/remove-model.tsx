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
import type { ManagedModel } from "./types.ts";

type RemoveModelProps = { model: ManagedModel; onRemoved: () => void };

/** Removes a preset or an arena; of a connection's model, what was decided about it. */
export function RemoveModel({ model, onRemoved }: RemoveModelProps) {
  const t = useTranslations("models.panel");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const leave = useLeave();
  const [asking, setAsking] = useState(false);
  const { id, name, kind } = model.info;
  const does = kind === "upstream" ? "reset" : "remove";
  const remove = useMutation(
    trpc.models.remove.mutationOptions({
      onSuccess: async () => {
        leave("edit", id);
        onRemoved();
        await queryClient.invalidateQueries(trpc.models.manage.queryFilter());
        notify({ title: t(does === "reset" ? "wasReset" : "removed", { name }) });
      },
    }),
  );
  return (
    <>
      <Button look="danger-quiet" className="me-auto" onPress={() => setAsking(true)}>
        {t(`${does}It`)}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={t(`${does}Title`, { name })}
        consequence={t(`${does}Body`)}
        confirmLabel={t(does)}
        onConfirm={() => remove.mutate({ id })}
        isPending={remove.isPending}
        error={remove.error ? problemText(remove.error) : undefined}
      />
    </>
  );
}
