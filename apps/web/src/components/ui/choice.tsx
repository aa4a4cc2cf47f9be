"use client";

import { Description } from "@heroui/react/description";
import { Label } from "@heroui/react/label";
import { Radio } from "@heroui/react/radio";
import { RadioGroup } from "@heroui/react/radio-group";

export type ChoiceOption<Id extends string> = { id: Id; label: string; description?: string };

type ChoiceProps<Id extends string> = {
  label: string;
  labelHidden?: boolean;
  options: readonly ChoiceOption<Id>[];
  /** Null while it is not known yet. */
  value: Id | null;
  onChange: (value: Id) => void;
  isDisabled?: boolean;
  orientation?: "horizontal" | "vertical";
};

/** One of two to four, all of them in sight. */
export function Choice<Id extends string>({
  label,
  labelHidden = false,
  options,
  value,
  onChange,
  isDisabled = false,
  orientation = "vertical",
}: ChoiceProps<Id>) {
  return (
    <RadioGroup
      className={
        orientation === "vertical" ? "flex flex-col gap-3" : "flex flex-wrap gap-x-6 gap-y-3"
      }
      value={value}
      isDisabled={isDisabled}
      orientation={orientation}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id);
        if (chosen) onChange(chosen.id);
      }}
    >
      <Label className={labelHidden ? "sr-only" : ""}>{label}</Label>
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className="mt-0">
          <Radio.Content className="font-normal">
            <Radio.Control>
              <Radio.Indicator />
            </Radio.Control>
            {option.label}
          </Radio.Content>
          {option.description === undefined ? null : (
            <Description>{option.description}</Description>
          )}
        </Radio>
      ))}
    </RadioGroup>
  );
}
