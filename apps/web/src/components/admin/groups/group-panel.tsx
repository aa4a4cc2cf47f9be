"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CheckList } from "#components/ui/check-list.tsx";
import { useLeave } from "#components/ui/focus-heirs.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import { notify } from "#components/ui/toast.tsx";
import { submitForm } from "#lib/submit-form.ts";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { Person } from "../people/person.ts";
import { changedFields, type Draft, type Group, patchOf } from "./draft.ts";
import { RemoveGroup } from "./remove-group.tsx";

type GroupPanelProps = {
  /** Null while it is being made; then there is a draft. */
  group: Group | null;
  /** Null while they are not known yet. */
  people: Person[] | null;
  /** What was typed and not saved; null when nothing was. */
  draft: Draft | null;
  onDraft: (draft: Draft | null) => void;
  onClose: () => void;
};

export function GroupPanel({ group, people, draft, onDraft, onClose }: GroupPanelProps) {
  const t = useTranslations("admin.groups");
  const common = useTranslations("common");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const formId = useId();
  const leave = useLeave();
  const [tried, setTried] = useState(false);
  const [discards, setDiscards] = useState(0);
  const shown: Draft = draft ?? group ?? { name: "", description: "", memberIds: [] };
  const isChanged = group === null || changedFields(shown, group).length > 0;
  const name = shown.name.trim();

  const onSaved = async () => {
    // The first group takes the button that made it from the middle of the page.
    if (group === null) leave("add", "new");
    await queryClient.invalidateQueries(trpc.groups.list.queryFilter());
    notify({ title: t("saved", { name }), tone: "good" });
    onDraft(null);
    onClose();
  };
  const create = useMutation(trpc.groups.create.mutationOptions({ onSuccess: onSaved }));
  const update = useMutation(trpc.groups.update.mutationOptions({ onSuccess: onSaved }));
  const error = create.error ?? update.error;

  const { description, memberIds } = shown;
  const set = (patch: Partial<Draft>) =>
    onDraft({ name: shown.name, description, memberIds, ...patch });
  const submit = () => {
    setTried(true);
    if (name === "") return;
    if (group === null) create.mutate({ name, description, memberIds: [...memberIds] });
    else if (isChanged) update.mutate({ id: group.id, ...patchOf(shown, group) });
    else onClose();
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    submitForm(event.currentTarget, submit);
  };
  const discard = () => {
    onDraft(null);
    setDiscards(discards + 1);
  };

  return (
    <SidePanel
      isOpen
      onOpenChange={onClose}
      title={group === null ? t("addTitle") : group.name}
      footer={
        <>
          {group === null ? null : <RemoveGroup group={group} onRemoved={onClose} />}
          {group !== null && isChanged ? (
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
            {group === null ? t("create") : common("save")}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-5 text-text">
        {error ? <Notice tone="broken">{problemText(error)}</Notice> : null}
        <TextField
          // Begins anew when changes are discarded, with the focus in it: the button is gone then.
          key={discards}
          autoFocus={discards > 0}
          label={t("field.name")}
          maxLength={100}
          autoComplete="off"
          value={shown.name}
          onChange={(typed) => set({ name: typed })}
          error={tried && name === "" ? t("missingName") : undefined}
        />
        <TextArea
          label={t("field.description")}
          rows={2}
          maxLength={2_000}
          value={description}
          onChange={(typed) => set({ description: typed })}
        />
        <CheckList
          label={t("field.members")}
          searchLabel={t("search")}
          noMatch={t("noMatch")}
          options={(people ?? []).map(({ id, name: label, email }) => ({ id, label, note: email }))}
          checked={new Set(memberIds)}
          onToggle={(id, isIn) =>
            set({
              memberIds: isIn ? [...memberIds, id] : memberIds.filter((one) => one !== id),
            })
          }
        />
      </form>
    </SidePanel>
  );
}
