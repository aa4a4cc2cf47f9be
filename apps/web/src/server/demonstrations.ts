import type { FunctionRegistry, FunctionRepository, Functions } from "@parley/core";
import type { Shipped } from "@parley/functions";

export type DemonstrationsParts = {
  shipped: readonly Shipped[];
  functions: Pick<Functions, "install">;
  stored: Pick<FunctionRepository, "find" | "change">;
  registry: Pick<FunctionRegistry, "find" | "reload">;
};

/** The one switch for all demonstration models. Each has its own among the functions as well. */
export type Demonstrations = {
  /** Whether any of them is on. */
  areOn(): boolean;
  /** Switched on, those that were removed come back. */
  switchAll(on: boolean): Promise<void>;
};

export function createDemonstrations(parts: DemonstrationsParts): Demonstrations {
  const { functions, stored, registry } = parts;
  const all = parts.shipped.filter(({ demonstration }) => demonstration !== null);

  return {
    areOn: () => all.some(({ id }) => registry.find(id)?.manifest.kind === "pipe"),

    async switchAll(on) {
      for (const { id, source, demonstration } of all) {
        const before = await stored.find(id);
        if (before === null && on) {
          await functions.install(id, source, {
            ...{ shipped: id, manifest: demonstration, enabled: true },
          });
        } else if (before?.manifest.kind === "pipe") await stored.change(id, { enabled: on });
      }
      await registry.reload();
    },
  };
}
