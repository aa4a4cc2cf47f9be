import { buttonVariants } from "@heroui/styles/components/button";
import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonLook, heroVariant } from "./button-look.ts";

type LinkButtonProps = ComponentProps<typeof Link> & { look?: ButtonLook; size?: "sm" | "md" };

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function LinkButton({ look = "plain", size = "md", className, ...rest }: LinkButtonProps) {
  return (
    <Link className={buttonVariants({ variant: heroVariant[look], size, className })} {...rest} />
  );
}
