"use client";

import { useQueryClient } from "@tanstack/react-query";
import { changeOf } from "#components/admin/models/change.ts";
import { ModelForm } from "#components/admin/models/model-form.tsx";
import { ModelPanel, type ModelPanelProps } from "#components/admin/models/model-panel.tsx";
import type { ManagedModel } from "#components/admin/models/types.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc.ts";

type OwnPanelProps = Pick<ModelPanelProps, "models" | "draft" | "onDraft" | "onClose"> & {
  /** As it was when the draft began. */
  model: ManagedModel;
};

/** The panel of admins without what is theirs alone: its id, who may use it, removing it. */
export function OwnPanel(props: OwnPanelProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  return (
    <ModelPanel
      {...props}
      isAdmin={false}
      Form={ModelForm}
      onSave={async (draft) => {
        await client.models.change.mutate(changeOf(draft, props.model));
        await queryClient.invalidateQueries(trpc.models.mine.queryFilter());
      }}
    />
  );
}
