"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import type { ValveDraft } from "#components/valves/draft.ts";
import { useTRPC } from "#lib/trpc.ts";
import { isChanged, ValvesForm } from "./valves-form.tsx";

type ValvesPanelProps = {
  of: { connectionId: string; id: string; name: string };
  /** What was typed and not saved; null when nothing was. */
  draft: ValveDraft | null;
  /** Null forgets it. */
  onDraft: (draft: ValveDraft | null) => void;
  onClose: () => void;
};

/** The valves of a filter or pipe, read from its server when the panel opens. */
export function ValvesPanel({ of, draft, onDraft, onClose }: ValvesPanelProps) {
  const t = useTranslations("pipelines.valves");
  const common = useTranslations("common");
  const trpc = useTRPC();
  const formId = useId();
  const { connectionId, id, name } = of;
  const valves = useQuery(
    // What the server has now, and no change of it while somebody types.
    trpc.pipelines.valves.queryOptions(
      { connectionId, id },
      { gcTime: 0, staleTime: Number.POSITIVE_INFINITY, retry: false },
    ),
  );
  const discard = () => {
    onDraft(null);
    // The button that was pressed is gone then.
    document.getElementById(formId)?.focus();
  };
  const changed = valves.data !== undefined && isChanged(valves.data, draft);

  return (
    <SidePanel
      isOpen
      onOpenChange={onClose}
      title={t("title", { name })}
      footer={
        <>
          {changed ? (
            <Button look="quiet" onPress={discard}>
              {t("discard")}
            </Button>
          ) : null}
          <Button look="primary" type="submit" form={formId} isDisabled={!changed}>
            {common("save")}
          </Button>
        </>
      }
    >
      {valves.isPending ? <ListSkeleton rows={3} /> : null}
      {valves.error ? <ListError error={valves.error} onRetry={() => valves.refetch()} /> : null}
      {valves.data ? (
        <ValvesForm
          formId={formId}
          of={of}
          valves={valves.data}
          draft={draft}
          onDraft={onDraft}
          onSaved={onClose}
        />
      ) : null}
    </SidePanel>
  );
}
