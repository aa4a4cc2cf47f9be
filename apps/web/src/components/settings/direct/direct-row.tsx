"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { heirMark, useLeave } from "#components/ui/focus-heirs.tsx";
import type { DirectConnection } from "#lib/direct/connection.ts";

type DirectRowProps = {
  connection: DirectConnection;
  onEdit: () => void;
  onRemove: () => void;
};

export function DirectRow({ connection, onEdit, onRemove }: DirectRowProps) {
  const t = useTranslations("direct");
  const leave = useLeave();
  const [asking, setAsking] = useState(false);
  const { id, name, baseUrl, key, models } = connection;
  return (
    <li className="flex items-center gap-2 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{name}</p>
        <p className="text-note wrap-anywhere text-muted">
          {baseUrl}
          {" · "}
          {t("models", { count: models.length })}
          {" · "}
          {key === null ? t("withoutKey") : t("withKey")}
        </p>
      </div>
      <Button size="sm" look="quiet" aria-label={t("editName", { name })} onPress={onEdit}>
        {t("edit")}
      </Button>
      <Button
        size="sm"
        look="quiet"
        {...heirMark("remove", id)}
        aria-label={t("removeName", { name })}
        onPress={() => setAsking(true)}
      >
        {t("remove")}
      </Button>
      <ConfirmDialog
        isOpen={asking}
        onOpenChange={setAsking}
        title={t("removeTitle", { name })}
        consequence={t("removeBody")}
        confirmLabel={t("remove")}
        onConfirm={() => {
          leave("remove", id);
          onRemove();
        }}
      />
    </li>
  );
}
