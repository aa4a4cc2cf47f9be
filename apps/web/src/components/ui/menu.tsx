"use client";

import { Dropdown } from "@heroui/react/dropdown";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

type MenuProps = {
  /** What the menu is for, for screen readers. */
  label: string;
  /** A `Button` or `IconButton`. */
  trigger: ReactNode;
  /** `MenuItem`s. */
  children: ReactNode;
  placement?: ComponentProps<typeof Dropdown.Popover>["placement"];
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
};

/** Things to do, behind a button. */
export function Menu({ label, trigger, children, placement = "bottom end", ...open }: MenuProps) {
  return (
    <Dropdown {...open}>
      {trigger}
      <Dropdown.Popover placement={placement} className="min-w-44">
        <Dropdown.Menu aria-label={label}>{children}</Dropdown.Menu>
      </Dropdown.Popover>
    </Dropdown>
  );
}

/** Does something; where it leads somewhere, `onAction` calls the router. */
type MenuItemProps = Omit<
  ComponentProps<typeof Dropdown.Item>,
  "children" | "variant" | "textValue"
> & {
  label: string;
  icon?: LucideIcon;
  /** In place of an icon: something else of 16 px. */
  sign?: ReactNode;
  danger?: boolean;
};

export function MenuItem({ label, icon: Icon, sign, danger = false, ...rest }: MenuItemProps) {
  return (
    <Dropdown.Item textValue={label} {...rest} className={danger ? "text-broken" : ""}>
      {Icon ? (
        <Icon
          size={16}
          strokeWidth={1.75}
          aria-hidden
          className={`shrink-0 ${danger ? "" : "text-muted"}`}
        />
      ) : null}
      {sign}
      <span className="min-w-0 truncate">{label}</span>
    </Dropdown.Item>
  );
}
