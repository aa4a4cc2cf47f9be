"use client";

import { Popover } from "@heroui/react/popover";
import { ChevronDown, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "#components/ui/button.tsx";
import { distinctionOf } from "../state/models.ts";
import { useChat } from "../use/chat-context.tsx";
import { ModelSearch } from "./model-search.tsx";

/** Shows which model answers, and lets a person choose another. */
export function ModelPicker() {
  const t = useTranslations("chat.model");
  const { model, models, missingModel, chooseModel, modelsAreLoading } = useChat();
  const { isPickerOpen, setPickerOpen } = useChat();
  usePickerKey(() => setPickerOpen(!isPickerOpen));
  const isAway = model !== null && !model.available;
  const name =
    missingModel !== null ? t("missing", { name: missingModel }) : (model?.name ?? t("choose"));
  const distinction = model === null ? null : distinctionOf(model, models.models);
  const fullName = distinction === null ? name : t("distinct", { name, distinction });
  return (
    <Popover isOpen={isPickerOpen} onOpenChange={setPickerOpen}>
      <Button
        look="quiet"
        size="sm"
        className="max-w-full min-w-0 gap-1.5 px-2 text-sm font-medium"
        aria-label={modelsAreLoading ? t("loading") : t("current", { name: fullName })}
        aria-keyshortcuts="Control+Shift+M"
        data-model={model?.id ?? missingModel ?? ""}
      >
        {missingModel !== null || isAway ? (
          <TriangleAlert
            size={16}
            strokeWidth={1.75}
            aria-hidden
            className="shrink-0 text-caution"
          />
        ) : null}
        <span className="min-w-0 truncate">{modelsAreLoading ? "\u2026" : name}</span>
        {modelsAreLoading || distinction === null ? null : (
          <>
            {/* The words as they are shown are part of the button's name. */}{" "}
            <span className="min-w-0 truncate font-normal text-muted">{distinction}</span>
          </>
        )}
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
      </Button>
      <Popover.Content placement="bottom start" className="w-96 max-w-[calc(100vw-1rem)] p-0">
        <ModelSearch
          chosenId={model?.id ?? null}
          note={missingModel === null ? null : t("missingNote", { name: missingModel })}
          onChoose={(modelId) => {
            chooseModel(modelId);
            setPickerOpen(false);
          }}
        />
      </Popover.Content>
    </Popover>
  );
}

/** Ctrl+Shift+M, wherever the focus is. */
function usePickerKey(toggle: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isOurs = (event.ctrlKey || event.metaKey) && event.shiftKey && event.code === "KeyM";
      if (!isOurs) return;
      event.preventDefault();
      toggle();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });
}
