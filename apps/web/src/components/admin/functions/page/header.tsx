"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, Download, Ellipsis, FileCode, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { Status } from "#components/ui/status.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import { CantRun } from "../cant-run.tsx";
import { useExport } from "../export-functions.tsx";
import { stateOf } from "../list.ts";
import type { FunctionDetail } from "../types.ts";
import { useDuration } from "../use-duration.ts";
import { useSwitch } from "../use-switch.ts";
import type { Source } from "./use-source.ts";

type HeaderProps = {
  fn: FunctionDetail;
  source: Source;
  areValvesChanged: boolean;
  onSave: () => void;
};

/** Which function it is, how it fares, and what is done with the whole of it. */
export function Header({ fn, source, areValvesChanged, onSave }: HeaderProps) {
  const t = useTranslations("functions");
  const trpc = useTRPC();
  const duration = useDuration();
  const status = useQuery(trpc.functions.status.queryOptions());
  const { enabled, change } = useSwitch(fn);
  const { id, kind, version, manifest, file, figures } = fn;
  const { name } = manifest;
  const state = stateOf({ ...fn, enabled }, status.data);
  const { calls, errors, p95Ms } = figures;
  const unsaved = [
    ...(source.isChanged ? [t("page.source")] : []),
    ...(areValvesChanged ? [t("page.valves")] : []),
  ];
  return (
    <div>
      <Link
        href="/admin/functions"
        className="-ms-1.5 flex h-7 w-fit items-center gap-1.5 rounded-md px-1.5 text-note text-muted hover:bg-hover hover:text-text"
      >
        <ArrowLeft size={16} strokeWidth={1.75} aria-hidden className="rtl:rotate-180" />
        {t("page.back")}
      </Link>
      <div className="mt-1 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-lg font-semibold tracking-tight wrap-anywhere">{name}</h1>
          <p className="text-note text-muted wrap-anywhere">
            {t("page.facts", { kind: t(`kind.${kind}`), id, version })}
          </p>
          <p className="mt-1 flex flex-wrap items-baseline gap-x-3 text-note">
            <Status tone={state.tone}>{t(`state.${state.word}`)}</Status>
            <span className="text-muted tabular-nums">
              {t("figures", { calls, errors })}
              {p95Ms === null ? "" : ` · ${t("column.p95")} ${duration(p95Ms)}`}
            </span>
            {unsaved.length === 0 ? null : (
              <span className="text-caution">
                {t("page.unsaved", { parts: unsaved.join(", ") })}
              </span>
            )}
          </p>
          {state.reason === null ? null : (
            <p className="mt-1 max-w-prose text-note wrap-anywhere text-broken">{state.reason}</p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Switch
            label={t("column.on")}
            aria-label={t("switch", { name })}
            isSelected={enabled}
            onChange={(on) => change({ enabled: on })}
            className="me-2"
          />
          {source.isChanged ? (
            <Button look="quiet" onPress={() => source.discard()}>
              {t("page.discard")}
            </Button>
          ) : null}
          <Button
            look="primary"
            isDisabled={!source.isChanged}
            isPending={source.isSaving}
            onPress={onSave}
          >
            {t("page.save")}
          </Button>
          <More fn={fn} onRemove={() => source.discard()} />
        </div>
      </div>
      <div className="mt-3 empty:hidden">
        <CantRun status={status.data} />
        {file === null ? null : (
          <p className="text-note text-pretty text-muted">{t("page.fromFile", { file })}</p>
        )}
      </div>
    </div>
  );
}

function More({ fn: { id, manifest }, onRemove }: { fn: FunctionDetail; onRemove: () => void }) {
  const t = useTranslations("functions.page");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const exporting = useExport();
  const [asking, setAsking] = useState(false);
  const { name } = manifest;
  const remove = useMutation(
    trpc.functions.remove.mutationOptions({
      onSuccess: async () => {
        onRemove();
        await queryClient.invalidateQueries(trpc.functions.list.queryFilter());
        notify({ title: t("removed", { name }) });
        router.push("/admin/functions");
      },
    }),
  );
  return (
    <>
      <Menu
        label={t("more")}
        trigger={
          <IconButton name={t("more")} look="plain" size="md">
            <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem
          label={t("exportTs")}
          icon={FileCode}
          onAction={() => exporting.mutate({ ids: [id], as: "ts" })}
        />
        <MenuItem
          label={t("exportJson")}
          icon={Download}
          onAction={() => exporting.mutate({ ids: [id], as: "json" })}
        />
        <MenuItem label={t("remove")} icon={Trash2} danger onAction={() => setAsking(true)} />
      </Menu>
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
