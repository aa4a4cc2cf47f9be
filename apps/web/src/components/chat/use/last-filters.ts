import { type FilterSwitches, filterSwitches, parseJson } from "@parley/core";

const storageKey = "parley.lastFilters";

/** What was chosen last on this device for switchable filters: a new chat begins with it. */
export function readLastFilters(): FilterSwitches {
  try {
    return parseJson(filterSwitches, window.localStorage.getItem(storageKey) ?? "{}") ?? {};
  } catch {
    // No window, or storage is switched off: then filters begin as their models have them.
    return {};
  }
}

export function writeLastFilter(id: string, isOn: boolean): void {
  try {
    const next = { ...readLastFilters(), [id]: isOn };
    window.localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // The choice still counts for this chat; there is nothing a person could do about it.
    return;
  }
}
