"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type RouterOutputs, useTRPC } from "#lib/trpc.ts";

type AccessRow = RouterOutputs["models"]["explain"][number];

/** Says in words why a model is open to somebody, or closed. */
export function useAccessText(rows: readonly AccessRow[]): (access: AccessRow["access"]) => string {
  const t = useTranslations("admin.access");
  const trpc = useTRPC();
  const groups = useQuery(trpc.groups.list.queryOptions());
  const nameOf = (id: string) => rows.find((row) => row.id === id)?.name ?? id;
  return (access) => {
    if (access.closedBase !== undefined)
      return t("closedBase", { base: nameOf(access.closedBase) });
    if (access.because === "group") {
      const group = groups.data?.find(({ id }) => id === access.groupId)?.name ?? "…";
      return t("because.group", { group });
    }
    if (access.because === "setting") return t(access.allowed ? "settingOpen" : "settingClosed");
    return t(`because.${access.because}`);
  };
}
