"use client";

import type { Settings } from "@parley/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import { useTRPC } from "#lib/trpc.ts";

/** Stands for "no model chosen"; no model id is empty. */
const same = "";

type TitleModelProps = {
  /** Null while they are not known yet. */
  settings: Settings | null;
  onChange: (model: string | null) => void;
};

export function TitleModel({ settings, onChange }: TitleModelProps) {
  const t = useTranslations("admin.server.titles");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.models.list.queryOptions());
  const models = data?.models ?? [];
  const value = settings?.titleModel ?? null;
  const options = [
    { id: same, label: t("same") },
    ...models.map(({ id, name }) => ({ id, label: name })),
  ];
  if (value !== null && !models.some(({ id }) => id === value)) {
    options.push({ id: value, label: data ? t("gone", { model: value }) : value });
  }
  return (
    <Select
      label={t("model")}
      description={t("modelHint")}
      options={options}
      value={settings === null ? null : (value ?? same)}
      isDisabled={settings === null || !settings.titleGeneration}
      onChange={(id) => onChange(id === same ? null : id)}
    />
  );
}
