"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { heirMark, useLeave } from "#components/ui/focus-heirs.tsx";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { Person } from "./person.ts";

/** Both delete the account; `decline` is for one that was never let in. */
type RemovePersonProps = { person: Person; kind: "remove" | "decline" };

export function RemovePerson({ person, kind }: RemovePersonProps) {
  const t = useTranslations("admin.people");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const leave = useLeave();
  const [asking, setAsking] = useState(false);
  const { id, name, email } = person;
  const remove = useMutation(
    trpc.people.remove.mutationOptions({
      onSuccess: async () => {
        leave(kind, id);
        setAsking(false);
        await queryClient.invalidateQueries(trpc.people.list.queryFilter());
        notify({ title: kind === "remove" ? t("removed", { name }) : t("declined", { name }) });
      },
    }),
  );
  return (
    <>
      <Button
        size="sm"
        look="quiet"
        {...heirMark(kind, id)}
        aria-label={t(`${kind}Name`, { name })}
        onPress={() => setAsking(true)}
      >
        {t(kind)}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={t(`${kind}Title`, { name })}
        consequence={t(`${kind}Body`, { email })}
        confirmLabel={t(kind)}
        onConfirm={() => remove.mutate({ userId: id })}
        isPending={remove.isPending}
        error={remove.error ? problemText(remove.error) : undefined}
      />
    </>
  );
}
