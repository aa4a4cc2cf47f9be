"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { TextField } from "#components/ui/text-field.tsx";
import type { FormProps } from "./form.ts";
import { capabilities } from "./meta.ts";

/** How a chat with it may begin, and what it is said to be able to. */
export function NotesForm({ draft, set }: FormProps) {
  const t = useTranslations("models.notes");
  const { starters } = draft;
  const change = (index: number, text: string) => set({ starters: starters.with(index, text) });
  return (
    <>
      <fieldset className="flex flex-col gap-2">
        <legend className="text-sm font-medium">{t("starters")}</legend>
        <p className="mb-1 text-note text-muted">{t("startersHint")}</p>
        {starters.map((text, index) => (
          <div key={index} className="flex items-center gap-1">
            <TextField
              label={t("starter", { number: index + 1 })}
              labelHidden
              autoComplete="off"
              value={text}
              onChange={(typed) => change(index, typed)}
            />
            <IconButton
              name={t("removeStarter", { number: index + 1 })}
              onPress={() => set({ starters: starters.toSpliced(index, 1) })}
            >
              <X size={16} strokeWidth={1.75} aria-hidden />
            </IconButton>
          </div>
        ))}
        <Button
          size="sm"
          className="w-fit"
          isDisabled={starters.at(-1)?.trim() === "" || starters.length >= 12}
          onPress={() => set({ starters: [...starters, ""] })}
        >
          <Plus size={16} strokeWidth={1.75} aria-hidden />
          {t("addStarter")}
        </Button>
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="text-sm font-medium">{t("capabilities")}</legend>
        <p className="mb-1 text-note text-muted">{t("capabilitiesHint")}</p>
        <div className="grid gap-x-4 sm:grid-cols-2">
          {capabilities.map((name) => (
            <label key={name} className="flex min-h-8 cursor-pointer items-center gap-2.5">
              <input
                type="checkbox"
                className="size-4 shrink-0"
                checked={draft.capabilities.includes(name)}
                onChange={({ target }) =>
                  set({
                    capabilities: capabilities.filter((one) =>
                      one === name ? target.checked : draft.capabilities.includes(one),
                    ),
                  })
                }
              />
              {t(name)}
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
