"use client";

import { Description } from "@heroui/react/description";
import { Label } from "@heroui/react/label";
import { ListBox } from "@heroui/react/list-box";
import { Select as HeroSelect } from "@heroui/react/select";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

export type SelectOption<Id extends string> = { id: Id; label: string };

type SelectProps<Id extends string> = {
  label: string;
  labelHidden?: boolean;
  description?: ReactNode;
  options: readonly SelectOption<Id>[];
  /** Null while it is not known yet. */
  value: Id | null;
  onChange: (value: Id) => void;
  isDisabled?: boolean;
  /** What stands there while nothing is chosen. Default: that it is being loaded. */
  placeholder?: string;
  /** `quiet`: without an edge until it is pointed at, for rows of a list. */
  look?: "field" | "quiet";
  className?: string;
};

/** One of a few. For many, with a search, use a combo box. */
export function Select<Id extends string>({
  label,
  labelHidden = false,
  description,
  options,
  value,
  onChange,
  isDisabled = false,
  placeholder,
  look = "field",
  className = "",
}: SelectProps<Id>) {
  const t = useTranslations("common");
  return (
    <HeroSelect
      className={className}
      fullWidth
      value={value}
      placeholder={placeholder ?? t("loading")}
      isDisabled={isDisabled}
      onChange={(key) => {
        const chosen = options.find((option) => option.id === key);
        if (chosen) onChange(chosen.id);
      }}
    >
      <Label className={labelHidden ? "sr-only" : ""}>{label}</Label>
      <HeroSelect.Trigger
        className={`min-h-10 w-full md:min-h-9 ${look === "quiet" ? "border-transparent bg-transparent text-sm hover:bg-hover" : ""}`}
      >
        <HeroSelect.Value className="truncate" />
        <HeroSelect.Indicator />
      </HeroSelect.Trigger>
      {description ? <Description>{description}</Description> : null}
      <HeroSelect.Popover>
        <ListBox items={options}>
          {(option) => (
            <ListBox.Item id={option.id} textValue={option.label}>
              {option.label}
              <ListBox.ItemIndicator />
            </ListBox.Item>
          )}
        </ListBox>
      </HeroSelect.Popover>
    </HeroSelect>
  );
}
