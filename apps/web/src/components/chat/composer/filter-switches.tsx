"use client";

import { Button } from "@heroui/react/button";
import { Tooltip } from "@heroui/react/tooltip";
import { Check, Circle } from "lucide-react";
import { useTranslations } from "next-intl";
import { FunctionIcon } from "#components/functions/function-icon.tsx";
import { filtersOf } from "../state/chat-state.ts";
import { isOn } from "../state/filters.ts";
import type { SwitchableFilter } from "../state/types.ts";
import { useChat, useChatState } from "../use/chat-context.tsx";
import { writeLastFilter } from "../use/last-filters.ts";

/** The filters that a person switches for the next questions. */
export function FilterSwitches({ filters }: { filters: readonly SwitchableFilter[] }) {
  const t = useTranslations("chat.composer");
  const { session } = useChat();
  const switches = filtersOf(useChatState(session));
  return (
    <ul aria-label={t("filters")} className="flex min-w-0 flex-wrap gap-1">
      {filters.map((filter) => (
        <li key={filter.id} className="min-w-0">
          <FilterSwitch
            filter={filter}
            isOn={isOn(filter, switches)}
            onSwitch={(on) => {
              session.switchFilter(filter.id, on);
              writeLastFilter(filter.id, on);
            }}
          />
        </li>
      ))}
    </ul>
  );
}

type FilterSwitchProps = {
  filter: SwitchableFilter;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
};

function FilterSwitch({ filter, isOn, onSwitch }: FilterSwitchProps) {
  const { name, description, icon } = filter;
  const Mark = isOn ? Check : Circle;
  const button = (
    <Button
      aria-pressed={isOn}
      size="sm"
      variant="ghost"
      onPress={() => onSwitch(!isOn)}
      className={`h-8 max-w-full min-w-0 gap-1.5 rounded-full px-2.5 text-note font-normal pointer-coarse:h-9 ${isOn ? "bg-chosen text-text" : "text-muted"}`}
    >
      <FunctionIcon icon={icon} />
      <span className="min-w-0 truncate">{name}</span>
      <Mark
        aria-hidden
        strokeWidth={isOn ? 2.25 : 1.75}
        className={`size-3 shrink-0 ${isOn ? "text-accent" : "text-faint"}`}
      />
    </Button>
  );
  if (description === null) return button;
  return (
    <Tooltip>
      {button}
      <Tooltip.Content placement="top">{description}</Tooltip.Content>
    </Tooltip>
  );
}
