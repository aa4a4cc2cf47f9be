"use client";

import { Drawer } from "@heroui/react/drawer";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useLocale } from "react-aria-components/I18nProvider";
import { IconButton } from "./icon-button.tsx";

type SidePanelProps = {
  title: string;
  /** Where it comes in, in reading direction. */
  side?: "start" | "end";
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
};

/** A panel over the page's edge, for editing one of a list or for a phone's navigation. */
export function SidePanel({
  title,
  side = "end",
  isOpen,
  onOpenChange,
  children,
  footer,
  className = "",
}: SidePanelProps) {
  const t = useTranslations("common");
  const { direction } = useLocale();
  const placement = (side === "end") === (direction === "ltr") ? "right" : "left";
  return (
    <Drawer.Backdrop isOpen={isOpen} onOpenChange={onOpenChange}>
      <Drawer.Content placement={placement}>
        <Drawer.Dialog className={`w-full max-w-md ${className}`}>
          <Drawer.Header className="flex-row items-center justify-between gap-4">
            <Drawer.Heading className="min-w-0 truncate text-base font-semibold">
              {title}
            </Drawer.Heading>
            <IconButton name={t("close")} onPress={() => onOpenChange(false)} className="-me-2">
              <X size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </Drawer.Header>
          <Drawer.Body className="mt-5!">{children}</Drawer.Body>
          {footer ? <Drawer.Footer className="flex-wrap">{footer}</Drawer.Footer> : null}
        </Drawer.Dialog>
      </Drawer.Content>
    </Drawer.Backdrop>
  );
}
