"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { DateText } from "#components/ui/date-text.tsx";
import { heirMark } from "#components/ui/focus-heirs.tsx";
import { Status, type StatusTone } from "#components/ui/status.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { notify } from "#components/ui/toast.tsx";
import { useTRPC } from "#lib/trpc.ts";
import { useProblemText } from "#lib/use-problem-text.ts";
import type { ConnectionView, DraftField } from "./draft.ts";

const toneOf = {
  ok: "good",
  unavailable: "broken",
  checking: "caution",
  off: "off",
} as const satisfies Record<ConnectionView["status"]["state"], StatusTone>;

type ConnectionRowProps = {
  connection: ConnectionView;
  unsaved: DraftField[];
  onOpen: () => void;
};

export function ConnectionRow({ connection, unsaved, onOpen }: ConnectionRowProps) {
  const t = useTranslations("admin.connections");
  const labels = useTranslations("admin.connection");
  const problemText = useProblemText();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id, name, kind, baseUrl, prefix, enabled, status } = connection;
  const listKey = trpc.connections.list.queryKey();

  const toggle = useMutation(
    trpc.connections.update.mutationOptions({
      onSuccess: (updated) =>
        queryClient.setQueryData(listKey, (rows) =>
          rows?.map((row) => (row.id === updated.id ? updated : row)),
        ),
      onError: (error) =>
        notify({
          title: t("toggleFailed", { name }),
          description: problemText(error),
          tone: "broken",
        }),
    }),
  );
  const isOn = toggle.isPending ? (toggle.variables.enabled ?? enabled) : enabled;

  return (
    <tr className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 py-3 has-[td_button:hover]:bg-hover md:table-row md:*:py-2.5 md:*:pe-4 md:*:align-top">
      <td className="min-w-0 md:max-w-0">
        <button
          type="button"
          {...heirMark("edit", id)}
          aria-label={t("edit", { name })}
          onClick={onOpen}
          className="block max-w-full cursor-pointer truncate rounded-xs text-start font-medium after:absolute after:inset-0"
        >
          {name}
        </button>
        <p className="truncate text-note text-muted">
          {t(`kind.${kind}`)} · <span title={baseUrl}>{baseUrl}</span>
          {prefix === null ? null : ` · ${t("prefix", { prefix })}`}
        </p>
        {unsaved.length > 0 ? (
          <p className="mt-0.5 text-note text-caution">
            {t("unsaved", { fields: unsaved.map((field) => labels(field)).join(", ") })}
          </p>
        ) : null}
      </td>
      <td className="col-span-2 row-start-2 pt-1.5">
        <Status tone={toneOf[status.state]}>{t(`state.${status.state}`)}</Status>
        {status.reason === null ? null : (
          <p className="mt-0.5 text-note text-pretty wrap-anywhere text-muted">{status.reason}</p>
        )}
        {status.checkedAt === null ? null : (
          <p className="hidden text-note text-muted md:block">
            {t.rich("checked", {
              when: () => <DateText key="when" at={status.checkedAt ?? 0} />,
            })}
          </p>
        )}
      </td>
      <td className="hidden tabular-nums md:table-cell md:text-end">
        {isOn ? status.modelCount : null}
      </td>
      <td className="relative z-1 md:pe-0!">
        <Switch
          label={t("enable", { name })}
          labelHidden
          isSelected={isOn}
          onChange={(on) => toggle.mutate({ id, enabled: on })}
          className="md:ms-auto md:w-fit"
        />
      </td>
    </tr>
  );
}
