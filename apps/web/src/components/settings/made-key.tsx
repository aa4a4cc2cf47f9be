"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { TextField } from "#components/ui/text-field.tsx";

/** A key that was just made, for the only time it can be read. */
export function MadeKey({ name, secret }: { name: string; secret: string }) {
  const t = useTranslations("settings.keys");
  return (
    <div className="flex flex-col gap-4">
      <p className="wrap-anywhere">{t("madeBody", { name })}</p>
      <TextField
        label={t("madeLabel")}
        isReadOnly
        autoFocus
        value={secret}
        inputClassName="font-mono text-xs"
        onFocus={(event) => {
          if (event.target instanceof HTMLInputElement) event.target.select();
        }}
        trailing={<CopyButton name={t("madeCopy")} copied={() => ({ text: secret })} />}
      />
    </div>
  );
}
