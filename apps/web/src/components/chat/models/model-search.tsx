"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { LinkButton } from "#components/ui/link-button.tsx";
import { groupModels, type ModelGroup } from "../state/models.ts";
import { useChat } from "../use/chat-context.tsx";
import { usePage } from "../use/page-context.tsx";
import { ModelOption } from "./model-option.tsx";

type ModelSearchProps = {
  chosenId: string | null;
  /** Why a person should choose; null when they asked for it. */
  note: string | null;
  onChoose: (modelId: string) => void;
};

/** Finds a model by its name: the field keeps the focus, the arrows move through the list. */
export function ModelSearch({ chosenId, note, onChoose }: ModelSearchProps) {
  const t = useTranslations("chat.model");
  const { models } = useChat();
  const { person } = usePage();
  const [search, setSearch] = useState("");
  const [activeId, setActiveId] = useState(chosenId);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const groups = useMemo(() => groupModels(models, search), [models, search]);
  const usable = useMemo(
    () => groups.flatMap((group) => group.models).filter((one) => one.available),
    [groups],
  );
  const active = usable.find((one) => one.id === activeId) ?? usable[0];

  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = active === undefined ? -1 : usable.indexOf(active);
    const target = targetOf(event.key, at, usable.length);
    if (target !== null) setActiveId(usable[target]?.id ?? null);
    else if (event.key === "Enter" && active !== undefined) onChoose(active.id);
    else return;
    event.preventDefault();
  };
  const nameOf = (group: ModelGroup) =>
    group.kind === "connection" ? group.name : t(`group.${group.kind}`);
  const optionId = active === undefined ? undefined : `${id}-${active.id}`;
  useEffect(() => {
    if (optionId === undefined) return;
    list.current
      ?.querySelector(`[id="${CSS.escape(optionId)}"]`)
      ?.scrollIntoView({ block: "nearest" });
  }, [optionId]);

  return (
    <div className="flex max-h-[min(28rem,70dvh)] flex-col">
      <label className="flex shrink-0 items-center gap-2 border-b border-line px-3">
        <Search size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
        <input
          ref={field}
          role="combobox"
          aria-label={t("search")}
          aria-expanded={groups.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={optionId}
          autoComplete="off"
          placeholder={t("search")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-11 min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-muted"
        />
      </label>
      {note === null ? null : (
        <p
          role="status"
          className="border-b border-line px-3 py-2 text-note text-muted wrap-anywhere"
        >
          {note}
        </p>
      )}
      {groups.length === 0 ? (
        <p role="status" className="px-2 py-6 text-center text-note text-muted">
          {t("none")}
        </p>
      ) : (
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={t("list")}
          tabIndex={-1}
          className="min-h-0 flex-1 overflow-y-auto p-1.5"
        >
          {groups.map((group) => (
            <fieldset key={group.id} aria-label={nameOf(group)} className="not-first:mt-2">
              <div aria-hidden className="truncate px-2 py-1 text-xs font-medium text-muted">
                {nameOf(group)}
              </div>
              {group.reason === null ? null : (
                <p className="px-2 py-1 text-note text-muted wrap-anywhere">
                  {t("unavailable", { name: group.name, reason: group.reason })}
                </p>
              )}
              {group.models.map((one) => (
                <ModelOption
                  key={one.id}
                  id={`${id}-${one.id}`}
                  model={one}
                  isActive={one === active}
                  isChosen={one.id === chosenId}
                  onChoose={() => onChoose(one.id)}
                />
              ))}
            </fieldset>
          ))}
        </div>
      )}
      {models.models.length === 0 && person.isAdmin ? (
        <LinkButton href="/admin/connections" size="sm" className="m-2">
          {t("connect")}
        </LinkButton>
      ) : null}
    </div>
  );
}

/** Where a key moves to in a list, or null when it does not move. */
function targetOf(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  if (key === "PageDown") return Math.min(count - 1, at + 8);
  if (key === "PageUp") return Math.max(0, at - 8);
  return null;
}
