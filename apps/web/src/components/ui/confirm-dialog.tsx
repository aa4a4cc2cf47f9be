"use client";

import { useTranslations } from "next-intl";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Asks by name: `Delete “Trip notes”?` */
  title: string;
  /** What will be lost, and what stays. */
  consequence: string;
  /** The verb, as on the button that led here: `Delete`. */
  confirmLabel: string;
  onConfirm: () => void;
  isPending?: boolean;
  /** Why the last try failed. */
  error?: string | undefined;
};

/** Asks before something is lost. The caller closes it when the work is done. */
export function ConfirmDialog({
  title,
  consequence,
  confirmLabel,
  onConfirm,
  isPending = false,
  error,
  ...open
}: ConfirmDialogProps) {
  const t = useTranslations("common");
  return (
    <Dialog
      {...open}
      title={title}
      role="alertdialog"
      size="sm"
      footer={
        <>
          <Button look="quiet" autoFocus onPress={() => open.onOpenChange(false)}>
            {t("cancel")}
          </Button>
          <Button look="danger" onPress={onConfirm} isPending={isPending}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <p className="wrap-anywhere">{consequence}</p>
      {error === undefined ? null : (
        <Notice tone="broken" className="mt-3">
          {error}
        </Notice>
      )}
    </Dialog>
  );
}
