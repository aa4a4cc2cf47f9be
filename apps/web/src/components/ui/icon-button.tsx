"use client";

import { Button as HeroButton } from "@heroui/react/button";
import { Tooltip } from "@heroui/react/tooltip";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, heroVariant } from "./button-look.ts";

type IconButtonProps = Omit<
  ComponentProps<typeof HeroButton>,
  "variant" | "children" | "isIconOnly" | "aria-label"
> & {
  /** What it does, for the tooltip and for screen readers. */
  name: string;
  /** A Lucide icon, 16 or 20 px. */
  children: ReactNode;
  look?: ButtonLook;
  placement?: ComponentProps<typeof Tooltip.Content>["placement"];
};

/** A button with only an icon: always named, and the name shows on hover and on keyboard focus. */
export function IconButton({
  name,
  children,
  look = "quiet",
  size = "sm",
  placement = "bottom",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip>
      <HeroButton aria-label={name} isIconOnly size={size} variant={heroVariant[look]} {...rest}>
        {children}
      </HeroButton>
      <Tooltip.Content placement={placement}>{name}</Tooltip.Content>
    </Tooltip>
  );
}
