"use client";

import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Input } from "@heroui/react/input";
import { Label } from "@heroui/react/label";
import { TextField as HeroTextField } from "@heroui/react/textfield";
import type { ComponentProps, ReactNode } from "react";

type TextFieldProps = Omit<ComponentProps<typeof HeroTextField>, "children"> & {
  label: string;
  /** Not shown, still read out: only where the surroundings say what the field is for. */
  labelHidden?: boolean;
  description?: ReactNode;
  /** What is wrong, in words; shown in place of the description. */
  error?: string | undefined;
  placeholder?: string;
  /** Stands at the field's end, inside it. */
  trailing?: ReactNode;
  inputClassName?: string;
};

/** One line of text with its label, a hint, and what is wrong with it. */
export function TextField({
  label,
  labelHidden = false,
  description,
  error,
  placeholder,
  trailing,
  inputClassName = "",
  ...rest
}: TextFieldProps) {
  return (
    <HeroTextField fullWidth isInvalid={error !== undefined} validationBehavior="aria" {...rest}>
      <Label className={labelHidden ? "sr-only" : ""}>{label}</Label>
      <div className="relative">
        <Input
          {...(placeholder === undefined ? {} : { placeholder })}
          className={`h-10 w-full md:h-9 ${trailing ? "pe-10" : ""} ${inputClassName}`}
        />
        {trailing ? (
          <div className="absolute inset-y-0 end-1 flex items-center">{trailing}</div>
        ) : null}
      </div>
      {description ? <Description>{description}</Description> : null}
      <FieldError>{error}</FieldError>
    </HeroTextField>
  );
}
