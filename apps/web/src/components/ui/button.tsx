"use client";

import { Button as HeroButton } from "@heroui/react/button";
import type { ComponentProps, ReactNode } from "react";
import { type ButtonLook, heroVariant } from "./button-look.ts";
import { Spinner } from "./spinner.tsx";

type HeroButtonProps = ComponentProps<typeof HeroButton>;
type ButtonProps = Omit<HeroButtonProps, "variant" | "children" | "isPending"> & {
  /** `primary`: the one thing to do here. `plain`: anything else. `quiet`: without a ground. */
  look?: ButtonLook;
  children: ReactNode;
  /** Works on it: keeps its place and focus, and does nothing when pressed. */
  isPending?: boolean;
};

/**
 * A button with words. React Aria's own pending state is not used: it announces the button again when
 * the work is done, and by then a button that has done its work is often gone.
 */
export function Button({ look = "plain", children, isPending = false, ...rest }: ButtonProps) {
  return (
    <HeroButton variant={heroVariant[look]} {...rest} {...(isPending ? asleep(rest) : {})}>
      {isPending ? <Spinner /> : null}
      {children}
    </HeroButton>
  );
}

/** A pending submit button must not send its form a second time, by Enter in a field either. */
function asleep({ type }: Pick<HeroButtonProps, "type">) {
  return {
    "aria-disabled": true,
    type: type === "submit" ? ("button" as const) : (type ?? "button"),
    onPress: () => undefined,
  };
}
