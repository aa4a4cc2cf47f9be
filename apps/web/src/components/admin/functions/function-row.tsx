"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { DateText } from "#components/ui/date-text.tsx";
import { heirMark } from "#components/ui/focus-heirs.tsx";
import { Status } from "#components/ui/status.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { stateOf } from "./list.ts";
import type { FunctionView, HostStatus } from "./types.ts";
import { useDuration } from "./use-duration.ts";
import { useSwitch } from "./use-switch.ts";

type FunctionRowProps = {
  fn: FunctionView;
  host: HostStatus | undefined;
  /** Its source was changed and not saved. */
  unsaved: boolean;
};

export function FunctionRow({ fn, host, unsaved }: FunctionRowProps) {
  const t = useTranslations("functions");
  const common = useTranslations("common");
  const duration = useDuration();
  const { enabled, global, change } = useSwitch(fn);
  const { id, kind, manifest, figures, file, shipped } = fn;
  const { name } = manifest;
  const { calls, errors, p95Ms, lastUsedAt } = figures;
  const state = stateOf({ ...fn, enabled }, host);
  const notes = [
    ...(kind !== "pipe" && global ? [t("global")] : []),
    ...(file === null ? [] : [t("fromFile", { file })]),
    ...(shipped ? [t("shipped")] : []),
  ];
  return (
    <tr className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 py-3 has-[td_a:hover]:bg-hover md:table-row md:*:py-2.5 md:*:pe-4 md:*:align-top">
      <td className="min-w-0 md:max-w-0">
        <Link
          href={`/admin/functions/${id}`}
          {...heirMark("open", id)}
          className="block max-w-full truncate rounded-xs font-medium after:absolute after:inset-0"
        >
          {name}
        </Link>
        <p className="truncate text-note text-muted">
          <span className="font-mono text-xs">{id}</span>
          {notes.map((note) => ` · ${note}`).join("")}
        </p>
        {unsaved ? <p className="mt-0.5 text-note text-caution">{t("unsaved")}</p> : null}
      </td>
      <td className="hidden text-muted md:table-cell">{t(`kind.${kind}`)}</td>
      <td className="col-span-2 row-start-2 pt-1.5">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <Status tone={state.tone}>{t(`state.${state.word}`)}</Status>
          <span className="text-note text-muted md:hidden">
            {t(`kind.${kind}`)} · {t("figures", { calls, errors })}
          </span>
        </div>
        {state.reason === null ? null : (
          <p className="mt-0.5 text-note text-pretty wrap-anywhere text-muted">{state.reason}</p>
        )}
      </td>
      <td className="hidden tabular-nums md:table-cell md:text-end">{calls}</td>
      <td
        className={`hidden tabular-nums md:table-cell md:text-end ${errors > 0 ? "text-broken" : "text-muted"}`}
      >
        {errors}
      </td>
      <td className="hidden whitespace-nowrap text-muted tabular-nums md:table-cell md:text-end">
        {p95Ms === null ? "–" : duration(p95Ms)}
      </td>
      <td className="hidden whitespace-nowrap text-muted md:table-cell">
        {lastUsedAt === null ? common("never") : <DateText at={lastUsedAt} />}
      </td>
      <td className="relative z-1 col-start-2 row-start-1 md:pe-0!">
        <Switch
          label={t("switch", { name })}
          labelHidden
          isSelected={enabled}
          onChange={(on) => change({ enabled: on })}
          className="md:ms-auto md:w-fit"
        />
      </td>
    </tr>
  );
}
