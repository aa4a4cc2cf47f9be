"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "#lib/trpc.ts";
import { AdminForm } from "./admin-form.tsx";
import { type Draft, definitionOf } from "./draft.ts";
import { ModelPanel, type ModelPanelProps } from "./model-panel.tsx";
import { RemoveModel } from "./remove-model.tsx";

type AdminPanelProps = Omit<ModelPanelProps, "Form" | "isAdmin" | "onSave" | "removal">;

/** The panel with everything that an admin may do. */
export function AdminPanel(props: AdminPanelProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const { model, onClose } = props;
  const isDefined = model !== null && model.definition !== null;
  const save = async (draft: Draft) => {
    const { create, replace } = client.models;
    await (isDefined ? replace : create).mutate(definitionOf(draft));
    await queryClient.invalidateQueries(trpc.models.manage.queryFilter());
  };
  return (
    <ModelPanel
      {...props}
      isAdmin
      Form={AdminForm}
      onSave={save}
      removal={isDefined ? <RemoveModel model={model} onRemoved={onClose} /> : null}
    />
  );
}
