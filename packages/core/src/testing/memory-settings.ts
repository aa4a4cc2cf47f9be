import { type SettingsRepository, settings } from "../ports/settings.ts";

/** Settings in memory, for tests. Keeps every promise of the port. */
export function memorySettings(): SettingsRepository {
  let values = settings.parse({});
  return {
    read: async () => ({ ...values }),
    write: async (patch) => {
      values = settings.parse({ ...values, ...patch });
      return { ...values };
    },
  };
}
