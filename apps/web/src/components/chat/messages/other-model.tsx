"use client";

import { Popover } from "@heroui/react/popover";
import { ChevronDown } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";
import { ModelSearch } from "../models/model-search.tsx";

type OtherModelProps = { modelId: string | null; onChoose: (modelId: string) => void };

/** Lets another model answer the same question. */
export function OtherModel({ modelId, onChoose }: OtherModelProps) {
  const t = useTranslations("chat");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover isOpen={isOpen} onOpenChange={setOpen}>
      <IconButton name={t("actions.regenerateWith")} className="-ms-1 w-6 min-w-6 px-0">
        <ChevronDown size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <Popover.Content placement="top start" className="w-96 max-w-[calc(100vw-1rem)] p-0">
        <ModelSearch
          chosenId={modelId}
          note={null}
          onChoose={(chosen) => {
            setOpen(false);
            onChoose(chosen);
          }}
        />
      </Popover.Content>
    </Popover>
  );
}
