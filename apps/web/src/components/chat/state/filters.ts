import type { FilterSwitches } from "@parley/core";
import type { SwitchableFilter } from "./types.ts";

/** Whether a filter is on: as it was switched, else as its model has it. */
export function isOn({ id, on }: SwitchableFilter, switches: FilterSwitches): boolean {
  return switches[id] ?? on;
}

/** The filters that are on, of those that there are. */
export function idsOn(filters: readonly SwitchableFilter[], switches: FilterSwitches): string[] {
  return filters.filter((filter) => isOn(filter, switches)).map(({ id }) => id);
}
