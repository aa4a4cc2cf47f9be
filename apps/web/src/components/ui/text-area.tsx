"use client";

import { Description } from "@heroui/react/description";
import { FieldError } from "@heroui/react/field-error";
import { Label } from "@heroui/react/label";
import { TextArea as HeroTextArea } from "@heroui/react/textarea";
import { TextField as HeroTextField } from "@heroui/react/textfield";
import type { ComponentProps, ReactNode } from "react";

type TextAreaProps = Omit<ComponentProps<typeof HeroTextField>, "children"> & {
  label: string;
  labelHidden?: boolean;
  description?: ReactNode;
  /** What is wrong, in words. */
  error?: string | undefined;
  placeholder?: string;
  rows?: number;
  /** For what machines read. */
  mono?: boolean;
};

/** Several lines of text; it grows with what is written. */
export function TextArea({
  label,
  labelHidden = false,
  description,
  error,
  placeholder,
  rows = 3,
  mono = false,
  ...rest
}: TextAreaProps) {
  return (
    <HeroTextField fullWidth isInvalid={error !== undefined} validationBehavior="aria" {...rest}>
      <Label className={labelHidden ? "sr-only" : ""}>{label}</Label>
      <HeroTextArea
        rows={rows}
        {...(placeholder === undefined ? {} : { placeholder })}
        className={`field-sizing-content max-h-96 w-full resize-y rounded-md ${mono ? "font-mono text-note!" : ""}`}
      />
      {description ? <Description>{description}</Description> : null}
      <FieldError>{error}</FieldError>
    </HeroTextField>
  );
}
