import type { FunctionRepository, Functions, Log, SettingsRepository } from "@parley/core";
import { isParleyError } from "@parley/core";
import type { Shipped } from "@parley/functions";

export type ShippedParts = {
  shipped: readonly Shipped[];
  functions: Pick<Functions, "install">;
  stored: Pick<FunctionRepository, "find" | "versions">;
  settings: SettingsRepository;
  log: Log;
  /** Aborted when Parley stops. */
  signal: AbortSignal;
};

/**
 * Offers the functions that come with Parley: the demonstration models as an admin decided about them, which
 * is on at first, all others switched off. Each is offered once: one that was removed stays away. One that
 * nobody has changed follows the Parley that is running.
 */
export async function offerShipped(parts: ShippedParts): Promise<void> {
  const { shipped, functions, stored, settings, log, signal } = parts;
  const { offeredFunctions, demoModels } = await settings.read();
  const offered = new Set(offeredFunctions);
  for (const { id, source, demonstration } of shipped) {
    if (signal.aborted) return;
    const before = await stored.find(id);
    if (before === null ? offered.has(id) : before.shipped !== id) continue;
    if (before !== null && (before.source === source || (await isChanged(id)))) continue;
    try {
      await functions.install(id, source, {
        ...{ shipped: id, manifest: demonstration },
        enabled: demonstration !== null && demoModels,
      });
      offered.add(id);
    } catch (error) {
      if (!isParleyError(error)) throw error;
      // Where functions can't run, none can be looked at: they are offered when they can.
      log.info("A function that comes with Parley is not offered", { id, reason: error.message });
      if (error.code === "function_unavailable") break;
    }
  }
  if (offered.size > offeredFunctions.length) {
    await settings.write({ offeredFunctions: [...offered] });
  }

  /** A person's name stands at versions that a person saved. */
  async function isChanged(id: string): Promise<boolean> {
    return (await stored.versions(id)).some(({ savedBy }) => savedBy !== null);
  }
}
