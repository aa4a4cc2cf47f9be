"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useLeave } from "#components/ui/focus-heirs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { notify } from "#components/ui/toast.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { CheckConnection } from "./check-connection.tsx";
import { ConnectionForm } from "./connection-form.tsx";
import {
  type ConnectionView,
  changedFields,
  checkInput,
  createInput,
  type Draft,
  draftOf,
  draftProblems,
  newDraft,
  updateInput,
} from "./draft.ts";
import { RemoveConnection } from "./remove-connection.tsx";

type ConnectionPanelProps = {
  /** Null while it is being added. */
  connection: ConnectionView | null;
  /** What was typed and not saved; null when nothing was. */
  draft: Draft | null;
  /** Null forgets it. */
  onDraft: (draft: Draft | null) => void;
  onClose: () => void;
};

export function ConnectionPanel({ connection, draft, onDraft, onClose }: ConnectionPanelProps) {
  const t = useTranslations("admin.connection");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const leave = useLeave();
  const [discards, setDiscards] = useState(0);
  const [tried, setTried] = useState(false);
  const stored = connection === null ? newDraft : draftOf(connection);
  const shown = draft ?? stored;
  const problems = draftProblems(shown);
  const isChanged = connection === null || changedFields(shown, connection).length > 0;

  const onSaved = async ({ name }: { name: string }) => {
    // The first connection takes the button that added it from the middle of the page.
    if (connection === null) leave("add", "new");
    await queryClient.invalidateQueries(trpc.connections.list.queryFilter());
    notify({ title: t("saved", { name }), tone: "good" });
    onDraft(null);
    onClose();
  };
  const create = useMutation(trpc.connections.create.mutationOptions({ onSuccess: onSaved }));
  const update = useMutation(trpc.connections.update.mutationOptions({ onSuccess: onSaved }));
  const error = create.error ?? update.error;

  const discard = () => {
    onDraft(null);
    setDiscards(discards + 1);
  };
  const submit = () => {
    setTried(true);
    if (Object.keys(problems).length > 0) return;
    if (connection === null) create.mutate(createInput(shown));
    else if (isChanged) update.mutate(updateInput(shown, connection));
    else onClose();
  };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, submit);
  };

  return (
    <SidePanel
      isOpen
      onOpenChange={onClose}
      title={connection === null ? t("addTitle") : connection.name}
      footer={
        <>
          {connection === null ? null : (
            <RemoveConnection connection={connection} onRemoved={onClose} />
          )}
          {connection !== null && isChanged ? (
            <Button look="quiet" onPress={discard}>
              {t("discard")}
            </Button>
          ) : null}
          <Button
            look="primary"
            type="submit"
            form={formId}
            isDisabled={!isChanged}
            isPending={create.isPending || update.isPending}
          >
            {connection === null ? t("add") : common("save")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-5 text-text">
        {error ? <Notice tone="broken">{problemText(error)}</Notice> : null}
        <ConnectionForm
          // Begins anew when changes are discarded, with the focus in it: the button is gone then.
          key={discards}
          autoFocus={discards > 0}
          connection={connection}
          draft={shown}
          onDraft={onDraft}
          problems={tried ? problems : {}}
        />
        <CheckConnection
          input={problems.address ? null : checkInput(shown, connection)}
          onImpossible={() => setTried(true)}
        />
      </form>
    </SidePanel>
  );
}
