"use client";

import { Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useId, useState } from "react";

export type CheckOption = { id: string; label: string; note?: string };

type CheckListProps = {
  label: string;
  searchLabel: string;
  /** What is said where nothing matches. */
  noMatch: string;
  options: readonly CheckOption[];
  checked: ReadonlySet<string>;
  onToggle: (id: string, isChecked: boolean) => void;
  /** Stands at the end of a checked option's row. */
  trailing?: (id: string) => ReactNode;
};

/** A search is worth its place from this many on. */
const searchFrom = 8;

/** Any number out of many. */
export function CheckList(props: CheckListProps) {
  const { label, searchLabel, noMatch, options, checked, onToggle, trailing } = props;
  const [search, setSearch] = useState("");
  const words = useDeferredValue(search).toLowerCase().split(/\s+/).filter(Boolean);
  const labelId = useId();
  const found = options.filter((option) => {
    const text = `${option.label} ${option.note ?? ""} ${option.id}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <fieldset aria-labelledby={labelId} className="min-w-0">
      <p id={labelId} className="mb-1 text-sm font-medium">
        {label} <span className="font-normal text-muted tabular-nums">{checked.size}</span>
      </p>
      <div className="overflow-hidden rounded-md border border-faint bg-surface">
        {options.length < searchFrom ? null : (
          <label className="flex items-center gap-2 border-b border-line px-3">
            <Search size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
            <input
              type="search"
              aria-label={searchLabel}
              placeholder={searchLabel}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
              // Enter would send the form that this stands in.
              onKeyDown={(event) => {
                if (event.key === "Enter") event.preventDefault();
              }}
              className="h-9 min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-muted"
            />
          </label>
        )}
        <ul className="max-h-64 overflow-y-auto py-1">
          {found.map((option) => (
            <li key={option.id} className="flex items-center gap-2 pe-3 hover:bg-hover">
              <label className="flex min-h-9 min-w-0 flex-1 cursor-pointer items-center gap-2.5 px-3 py-1.5">
                <input
                  type="checkbox"
                  checked={checked.has(option.id)}
                  onChange={(event) => onToggle(option.id, event.target.checked)}
                  className="size-4 shrink-0"
                />
                <span className="min-w-0">
                  <span className="block text-sm wrap-anywhere">{option.label}</span>
                  {option.note === undefined ? null : (
                    <span className="block text-note text-muted wrap-anywhere">{option.note}</span>
                  )}
                </span>
              </label>
              {checked.has(option.id) ? trailing?.(option.id) : null}
            </li>
          ))}
        </ul>
        <div role="status">
          {found.length === 0 ? <p className="px-3 pb-3 text-note text-muted">{noMatch}</p> : null}
        </div>
      </div>
    </fieldset>
  );
}
