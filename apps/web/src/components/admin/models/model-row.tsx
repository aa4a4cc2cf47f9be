"use client";

import type { Settings } from "@parley/core";
import { useTranslations } from "next-intl";
import { heirMark } from "#components/ui/focus-heirs.tsx";
import { Status } from "#components/ui/status.tsx";
import { AccessText } from "./access-text.tsx";
import type { DraftField } from "./draft-checks.ts";
import { stateOf } from "./list.ts";
import type { ManagedModel } from "./types.ts";

type ModelRowProps = {
  model: ManagedModel;
  /** How the base of a preset is called. */
  baseName: string | null;
  /** Null leaves out who may use it. */
  modelAccess: Settings["modelAccess"] | null;
  unsaved: DraftField[];
  onOpen: () => void;
};

export function ModelRow({ model, baseName, modelAccess, unsaved, onOpen }: ModelRowProps) {
  const t = useTranslations("models");
  const { info, definition } = model;
  const state = stateOf(model);
  return (
    <tr
      data-model={info.id}
      className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 py-2.5 has-[td_button:hover]:bg-hover md:table-row md:*:py-2 md:*:pe-4 md:*:align-top"
    >
      <td className="min-w-0 md:max-w-0">
        <button
          type="button"
          {...heirMark("edit", info.id)}
          aria-label={t("open", { name: info.name })}
          onClick={onOpen}
          className="block max-w-full cursor-pointer truncate rounded-xs text-start font-medium after:absolute after:inset-0"
        >
          {info.name}
        </button>
        <p className="truncate text-note text-muted empty:hidden">
          {info.id === info.name ? null : <span className="me-2 font-mono text-xs">{info.id}</span>}
          {info.hidden ? t("hidden") : null}
        </p>
        {unsaved.length > 0 ? (
          <p className="mt-0.5 text-note text-caution">
            {t("unsaved", { fields: unsaved.map((field) => t(`field.${field}`)).join(", ") })}
          </p>
        ) : null}
      </td>
      <td className="text-end text-muted md:text-start md:whitespace-nowrap">
        {t(`kind.${info.kind}`)}
      </td>
      <td className="hidden min-w-0 text-muted md:table-cell md:max-w-0">
        <Source model={model} baseName={baseName} />
      </td>
      <td className="pt-1 md:pt-0">
        <Status tone={state.tone}>{t(`state.${state.word}`)}</Status>
        {state.word === "ok" || state.word === "off" ? null : (
          <p className="mt-0.5 text-note text-pretty wrap-anywhere text-muted">{info.reason}</p>
        )}
      </td>
      {modelAccess === null ? null : (
        <td className="pt-1 text-end text-muted md:pe-0! md:pt-2 md:text-start">
          <AccessText grants={definition?.grants ?? null} modelAccess={modelAccess} />
        </td>
      )}
    </tr>
  );
}

/** What it stands on, or which connections serve it. */
function Source({ model, baseName }: { model: ManagedModel; baseName: string | null }) {
  const t = useTranslations("models.source");
  const { info, definition, connections } = model;
  if (definition?.kind === "arena") {
    const { filterMode, modelIds } = definition.arena;
    const count = modelIds.length;
    return filterMode === "include" ? t("members", { count }) : t("allBut", { count });
  }
  const text =
    info.kind === "preset" ? (baseName ?? info.baseModelId ?? "") : connections.join(", ");
  return (
    <span className="block truncate" title={text}>
      {text === "" ? t("nothing") : text}
    </span>
  );
}
