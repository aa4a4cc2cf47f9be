"use client";

import { Description } from "@heroui/react/description";
import { Label } from "@heroui/react/label";
import { Switch as HeroSwitch } from "@heroui/react/switch";
import type { ComponentProps, ReactNode } from "react";
import { Skeleton } from "./skeleton.tsx";

type SwitchProps = Omit<
  ComponentProps<typeof HeroSwitch>,
  "children" | "className" | "isSelected"
> & {
  label: string;
  labelHidden?: boolean;
  description?: ReactNode;
  /** Null while it is not known yet. */
  isSelected: boolean | null;
  className?: string;
};

/** On or off, at once. */
export function Switch({
  label,
  labelHidden = false,
  description,
  isSelected,
  ...rest
}: SwitchProps) {
  if (isSelected === null) return <Unknown label={label} description={description} />;
  return (
    <HeroSwitch isSelected={isSelected} {...rest}>
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

/** Takes the switch's place: "off" would be a guess. */
function Unknown({ label, description }: Pick<SwitchProps, "label" | "description">) {
  return (
    <div data-slot="switch" className="switch">
      <span className="switch__content">
        <Skeleton className="h-5 w-10 shrink-0 rounded-full!" />
        <span data-slot="label" className="label font-normal">
          {label}
        </span>
      </span>
      {description ? <Description>{description}</Description> : null}
    </div>
  );
}
