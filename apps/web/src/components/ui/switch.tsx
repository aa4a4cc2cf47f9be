"use client";

import { Description } from "@heroui/react/description";
import { Label } from "@heroui/react/label";
import { Switch as HeroSwitch } from "@heroui/react/switch";
import type { ComponentProps, ReactNode } from "react";

type SwitchProps = Omit<ComponentProps<typeof HeroSwitch>, "children" | "className"> & {
  label: string;
  labelHidden?: boolean;
  description?: ReactNode;
  className?: string;
};

/** On or off, at once. */
export function Switch({ label, labelHidden = false, description, ...rest }: SwitchProps) {
  return (
    <HeroSwitch {...rest}>
      <HeroSwitch.Content>
        <HeroSwitch.Control>
          <HeroSwitch.Thumb />
        </HeroSwitch.Control>
        <Label className={labelHidden ? "sr-only" : "font-normal"}>{label}</Label>
      </HeroSwitch.Content>
      {description ? <Description>{description}</Description> : null}
    </HeroSwitch>
  );
}
