"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { PasswordField } from "#components/ui/password-field.tsx";
import { addressMoved, type ConnectionView, type Draft } from "./draft.ts";

type KeyFieldProps = {
  connection: ConnectionView | null;
  draft: Draft;
  onDraft: (draft: Draft) => void;
};

/** The key of a connection. What is stored never comes back: it can be replaced or removed. */
export function KeyField({ connection, draft, onDraft }: KeyFieldProps) {
  const t = useTranslations("admin.connection");
  // What takes the place of a button that was pressed here takes its focus, too.
  const [isPressed, setPressed] = useState(false);
  const change = (patch: Partial<Draft>) => {
    setPressed(true);
    onDraft({ ...draft, ...patch });
  };
  const hasKey = connection?.hasKey ?? false;
  const moved = hasKey && connection !== null && addressMoved(draft, connection);

  if (hasKey && draft.keyChange !== "replace") {
    const goes = draft.keyChange === "remove" || moved;
    return (
      <div className="flex flex-col gap-1">
        <p className="font-medium">{t("key")}</p>
        <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1">
          <p className={goes ? "min-w-0 flex-1 text-pretty text-caution" : "text-muted"}>
            {moved ? t("keyMoved") : goes ? t("keyWillGo") : t("keyStored")}
          </p>
          <div className="flex gap-1">
            <Button
              size="sm"
              autoFocus={isPressed}
              onPress={() => change({ keyChange: "replace" })}
            >
              {t("keyReplace")}
            </Button>
            {moved ? null : goes ? (
              <Button size="sm" look="quiet" onPress={() => change({ keyChange: "keep" })}>
                {t("keyKeep")}
              </Button>
            ) : (
              <Button size="sm" look="quiet" onPress={() => change({ keyChange: "remove" })}>
                {t("keyRemove")}
              </Button>
            )}
          </div>
        </div>
      </div>
    );
  }

  return (
    <div className="flex flex-col items-start gap-1">
      <PasswordField
        label={t("key")}
        description={t("keyHint")}
        autoComplete="off"
        autoFocus={isPressed}
        value={draft.apiKey}
        onChange={(apiKey) => onDraft({ ...draft, apiKey })}
      />
      {hasKey && !moved ? (
        <Button
          size="sm"
          look="quiet"
          className="-ms-3"
          onPress={() => change({ keyChange: "keep", apiKey: "" })}
        >
          {t("keyKeep")}
        </Button>
      ) : null}
    </div>
  );
}
