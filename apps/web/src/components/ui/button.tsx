"use client";

import { Button as HeroButton } from "@heroui/react/button";
import type { ComponentProps } from "react";
import { type ButtonLook, heroVariant } from "./button-look.ts";
import { Spinner } from "./spinner.tsx";

type ButtonProps = Omit<ComponentProps<typeof HeroButton>, "variant" | "children"> & {
  /** `primary`: the one thing to do here. `plain`: anything else. `quiet`: without a ground. */
  look?: ButtonLook;
  children: React.ReactNode;
};

/** A button with words. While `isPending` it keeps its place and focus, and does nothing. */
export function Button({ look = "plain", children, isPending, ...rest }: ButtonProps) {
  return (
    <HeroButton
      variant={heroVariant[look]}
      {...rest}
      {...(isPending === undefined ? {} : { isPending })}
    >
      {isPending ? <Spinner /> : null}
      {children}
    </HeroButton>
  );
}
