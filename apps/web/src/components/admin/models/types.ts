import type { Grant } from "@parley/core";
import type { RouterOutputs } from "#lib/trpc.ts";

export type ManagedModel = RouterOutputs["models"]["manage"][number];
/** A model as those see it who may change it, and are no admins. */
export type OwnModel = RouterOutputs["models"]["mine"][number];
export type Kind = ManagedModel["info"]["kind"];

/** Who may use a model, as a form asks it. `some`: those in a list; `default`: as the server says. */
export type AccessMode = "default" | "everyone" | "some" | "admins";

export function accessModeOf(grants: readonly Grant[] | null): AccessMode {
  if (grants === null) return "default";
  const [first] = grants;
  if (first === undefined) return "admins";
  const isAll = grants.length === 1 && first.to === "everyone" && first.permission === "read";
  return isAll ? "everyone" : "some";
}

export function grantsOf(mode: AccessMode, some: readonly Grant[]): Grant[] | null {
  switch (mode) {
    case "default":
      return null;
    case "everyone":
      return [{ to: "everyone", permission: "read" }];
    case "admins":
      return [];
    case "some":
      return [...some];
  }
}
