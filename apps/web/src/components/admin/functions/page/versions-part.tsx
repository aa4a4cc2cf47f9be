"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { DateText } from "#components/ui/date-text.tsx";
import { ListError, ListSkeleton } from "#components/ui/list-states.tsx";
import { notify } from "#components/ui/toast.tsx";
import { type RouterOutputs, useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { FunctionDetail } from "../types.ts";
import type { Source } from "./use-source.ts";

type Version = RouterOutputs["functions"]["versions"][number];

/** The version that is shown beside the current one. */
export type Compared = Pick<Version, "version" | "source">;

type VersionsPartProps = {
  fn: FunctionDetail;
  source: Source;
  compared: Compared | null;
  onCompare: (version: Compared | null) => void;
};

/** Every source that it had, newest first. */
export function VersionsPart({ fn, source, compared, onCompare }: VersionsPartProps) {
  const t = useTranslations("functions.versions");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const [asking, setAsking] = useState<number | null>(null);
  const versions = useQuery(trpc.functions.versions.queryOptions({ id: fn.id }, { staleTime: 0 }));
  const rollBack = useMutation(
    trpc.functions.rollBack.mutationOptions({
      onSuccess: (saved, { version }) => {
        source.taken(saved);
        source.discard(saved);
        onCompare(null);
        setAsking(null);
        notify({ title: t("rolledBack", { version, now: saved.version }), tone: "good" });
      },
    }),
  );
  return (
    <>
      {versions.isPending ? <ListSkeleton rows={3} /> : null}
      {versions.error ? (
        <ListError error={versions.error} onRetry={() => versions.refetch()} />
      ) : null}
      <ul aria-label={t("label")} className="flex flex-col divide-y divide-line">
        {(versions.data ?? []).map((one) => (
          <li key={one.version} className="flex flex-wrap items-center gap-x-2 gap-y-1 py-2">
            <div className="me-auto min-w-0">
              <p className="text-sm font-medium">
                {t("version", { version: one.version })}
                {one.version === fn.version ? (
                  <span className="font-normal text-muted"> · {t("current")}</span>
                ) : null}
              </p>
              <p className="text-note text-muted">
                <DateText at={one.createdAt} />{" "}
                {one.savedBy === null ? t("byServer") : t("by", { name: one.savedBy })}
              </p>
            </div>
            {one.version === fn.version && !source.isChanged ? null : (
              <Button
                size="sm"
                look="quiet"
                aria-label={t("compare", { version: one.version })}
                aria-pressed={compared?.version === one.version}
                onPress={() => onCompare(compared?.version === one.version ? null : one)}
              >
                {t("compareShort")}
              </Button>
            )}
            {one.version === fn.version ? null : (
              <Button
                size="sm"
                aria-label={t("rollBack", { version: one.version })}
                onPress={() => setAsking(one.version)}
              >
                {t("rollBackShort")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asking !== null}
        onOpenChange={() => setAsking(null)}
        title={t("rollBackTitle", { version: asking ?? 0 })}
        consequence={source.isChanged ? t("rollBackUnsaved") : t("rollBackBody")}
        confirmLabel={t("rollBackShort")}
        onConfirm={() => asking !== null && rollBack.mutate({ id: fn.id, version: asking })}
        isPending={rollBack.isPending}
        error={rollBack.error ? problemText(rollBack.error) : undefined}
      />
    </>
  );
}
