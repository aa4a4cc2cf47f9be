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
import type { Group } from "./draft.ts";

type RemoveGroupProps = { group: Group; onRemoved: () => void };

export function RemoveGroup({ group, onRemoved }: RemoveGroupProps) {
  const t = useTranslations("admin.groups");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const leave = useLeave();
  const [asking, setAsking] = useState(false);
  const { id, name } = group;
  const remove = useMutation(
    trpc.groups.remove.mutationOptions({
      onSuccess: async () => {
        leave("edit", id);
        onRemoved();
        await queryClient.invalidateQueries(trpc.groups.list.queryFilter());
        notify({ title: t("removed", { name }) });
      },
    }),
  );
  return (
    <>
      <Button look="danger-quiet" className="me-auto" onPress={() => setAsking(true)}>
        {t("removeGroup")}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={t("removeTitle", { name })}
        consequence={t("removeBody", { count: group.memberIds.length })}
        confirmLabel={t("remove")}
        onConfirm={() => remove.mutate({ id })}
        isPending={remove.isPending}
        error={remove.error ? problemText(remove.error) : undefined}
      />
    </>
  );
}
