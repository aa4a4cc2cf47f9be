"use client";

import { useTranslations } from "next-intl";
import type { RouterOutputs } from "#lib/trpc.ts";

export type Server = RouterOutputs["pipelines"]["list"][number];
export type Pipeline = Server["pipelines"][number];

type PipelineRowProps = {
  pipeline: Pipeline;
  /** Something was typed into its valves and not saved. */
  unsaved: boolean;
  onOpen: () => void;
};

export function PipelineRow({ pipeline, unsaved, onOpen }: PipelineRowProps) {
  const t = useTranslations("pipelines");
  const { id, name, type, targets, priority, valvesId } = pipeline;
  const isFilter = type === "filter";
  return (
    <tr className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 py-3 has-[td_button:hover]:bg-hover md:table-row md:*:py-2 md:*:pe-4 md:*:align-top">
      <td className="min-w-0 md:max-w-0">
        {valvesId === null ? (
          <p className="truncate font-medium">{name}</p>
        ) : (
          <button
            type="button"
            aria-label={t("openValves", { name })}
            onClick={onOpen}
            className="block max-w-full cursor-pointer truncate rounded-xs text-start font-medium after:absolute after:inset-0"
          >
            {name}
          </button>
        )}
        <p className="truncate text-note text-muted">
          {valvesId === null ? t("noValvesOf", { id }) : id}
        </p>
        {unsaved ? <p className="mt-0.5 text-note text-caution">{t("unsaved")}</p> : null}
      </td>
      <td className="whitespace-nowrap text-muted">{t(`type.${type}`)}</td>
      <td className="col-span-2 min-w-0 text-note wrap-anywhere md:text-sm">
        {isFilter ? targetText() : null}
      </td>
      <td className="hidden tabular-nums md:table-cell md:text-end">
        {isFilter ? priority : null}
      </td>
    </tr>
  );

  function targetText(): string {
    if (targets.includes("*")) return t("allModels");
    return targets.length === 0 ? t("noModels") : targets.join(", ");
  }
}
