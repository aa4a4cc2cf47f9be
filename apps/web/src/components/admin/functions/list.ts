import type { StatusTone } from "#components/ui/status.tsx";
import type { FunctionKind, FunctionView, HostStatus } from "./types.ts";

export const kinds: FunctionKind[] = ["filter", "pipe", "action"];
export type KindFilter = FunctionKind | "all";

/** By name; those of a kind whose name, id or description has the words. */
export function matching(
  functions: readonly FunctionView[],
  search: string,
  kind: KindFilter,
): FunctionView[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return functions
    .filter((fn) => {
      if (kind !== "all" && fn.kind !== kind) return false;
      const { name, description } = fn.manifest;
      const text = `${name} ${fn.id} ${description ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .toSorted((one, other) => one.manifest.name.localeCompare(other.manifest.name));
}

export type FunctionState = {
  tone: StatusTone;
  word: "on" | "off" | "broken" | "unavailable";
  reason: string | null;
};

/** What keeps a function from working is said where it would; one that is off is off. */
export function stateOf(
  { enabled, problem, figures }: Pick<FunctionView, "enabled" | "problem" | "figures">,
  host: HostStatus | undefined,
): FunctionState {
  const cantRun = host?.available === false ? host.reason : null;
  const ownProblem = problem === cantRun ? null : problem;
  if (!enabled) {
    const isBroken = ownProblem !== null;
    return {
      tone: isBroken ? "broken" : "off",
      word: isBroken ? "broken" : "off",
      reason: ownProblem,
    };
  }
  if (cantRun !== null) return { tone: "broken", word: "unavailable", reason: ownProblem };
  if (ownProblem !== null || figures.state === "broken") {
    return { tone: "broken", word: "broken", reason: ownProblem ?? figures.reason };
  }
  return { tone: "good", word: "on", reason: null };
}
