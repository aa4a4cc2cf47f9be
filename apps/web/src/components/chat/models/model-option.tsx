"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ModelInfo } from "../state/types.ts";

type ModelOptionProps = {
  id: string;
  model: ModelInfo;
  isActive: boolean;
  isChosen: boolean;
  onChoose: () => void;
};

/** One model in the list; one that is away says why, and can't be chosen. */
export function ModelOption({ id, model, isActive, isChosen, onChoose }: ModelOptionProps) {
  const t = useTranslations("chat.model");
  const note = model.available
    ? model.description
    : // A sentence that names the model already.
      (model.reason ?? t("unavailable", { name: model.name, reason: t("noReason") }));
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      aria-disabled={!model.available}
      data-active={isActive || undefined}
      data-model={model.id}
      onPointerDown={(event) => event.preventDefault()}
      onClick={model.available ? onChoose : undefined}
      className="flex w-full items-start gap-2 rounded-sm px-2 py-1.5 text-start text-sm hover:bg-hover aria-disabled:cursor-not-allowed aria-disabled:text-muted data-active:bg-chosen"
    >
      <span className="min-w-0 flex-1">
        <span className="block wrap-anywhere">{model.name}</span>
        {note === null ? null : (
          <span className="block text-note text-muted wrap-anywhere">{note}</span>
        )}
      </span>
      <Check
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className={`mt-0.5 shrink-0 text-accent ${isChosen ? "" : "invisible"}`}
      />
    </button>
  );
}
