"use client";

import { Modal } from "@heroui/react/modal";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button.tsx";

type DialogProps = {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
  /** Buttons, the one that goes on last. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** `alertdialog` where something will be lost: a click outside does not close it. */
  role?: "dialog" | "alertdialog";
};

/** Something to decide before going on. Focus stays inside and returns afterwards. */
export function Dialog({
  title,
  isOpen,
  onOpenChange,
  children,
  footer,
  size = "md",
  role = "dialog",
}: DialogProps) {
  const t = useTranslations("common");
  return (
    <Modal.Backdrop isOpen={isOpen} onOpenChange={onOpenChange} isDismissable={role === "dialog"}>
      <Modal.Container size={size} placement="center" scroll="inside">
        <Modal.Dialog role={role}>
          <Modal.Header className="flex-row items-start justify-between gap-4">
            <Modal.Heading className="min-w-0 font-semibold wrap-anywhere">{title}</Modal.Heading>
            <IconButton
              name={t("close")}
              onPress={() => onOpenChange(false)}
              className="-me-2 -mt-1.5 shrink-0"
            >
              <X size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </Modal.Header>
          <Modal.Body className="mt-3!">{children}</Modal.Body>
          {footer ? <Modal.Footer className="flex-wrap">{footer}</Modal.Footer> : null}
        </Modal.Dialog>
      </Modal.Container>
    </Modal.Backdrop>
  );
}
