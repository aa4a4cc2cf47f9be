"use client";

import { useTranslations } from "next-intl";
import { Select } from "#components/ui/select.tsx";
import { Switch } from "#components/ui/switch.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import type { Valve } from "./valves.ts";

type ValveFieldProps = {
  valve: Valve;
  value: string | boolean;
  isWrong: boolean;
  onChange: (value: string | boolean) => void;
};

/** One valve, in the form of its kind. */
export function ValveField({ valve, value, isWrong, onChange }: ValveFieldProps) {
  const t = useTranslations("admin.pipelines");
  const { label, kind, choices } = valve;
  const hint = valve.description ?? (kind === "list" ? t("listHint") : null);
  const description = hint === null ? {} : { description: hint };
  if (typeof value === "boolean") {
    return <Switch {...{ label, onChange }} {...description} isSelected={value} />;
  }
  const error = isWrong
    ? t(`wrong.${kind === "whole" || kind === "json" ? kind : "number"}`)
    : undefined;
  switch (kind) {
    case "choice":
      return (
        <Select
          {...{ label, value, onChange }}
          {...description}
          options={choices.map((id) => ({ id, label: id }))}
        />
      );
    case "json":
      return <TextArea {...{ label, value, onChange, error }} {...description} mono rows={2} />;
    default:
      return (
        <TextField
          {...{ label, value, onChange, error }}
          {...description}
          autoComplete="off"
          inputMode={kind === "number" || kind === "whole" ? "decimal" : "text"}
        />
      );
  }
}
