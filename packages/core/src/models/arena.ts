import type { ArenaRules, ArenaStrategy } from "./definition.ts";

/** Why a model is not among those that an arena can choose for somebody. */
export type PassedOver =
  | "missing"
  | "not-allowed"
  | "unavailable"
  | "excluded"
  | "arena"
  | "empty-arena"
  | "weight-zero";

export type Member = { modelId: string; passedOver: PassedOver | null };

/** One arena on the way to the model that answers, as the trace keeps it. */
export type ArenaHop = {
  arenaId: string;
  strategy: ArenaStrategy;
  /** Ids of the models that could be chosen, for this caller, at this moment. */
  candidates: string[];
  passedOver: { modelId: string; why: PassedOver }[];
  picked: string;
};

/**
 * Chooses one candidate. `random` gives numbers in [0, 1). `counts`: how often each was picked before.
 * Uniform: each with the same probability. Weighted: in proportion to its weight. Least compared:
 * uniformly among those with the lowest count.
 */
export function pick(
  candidates: readonly [string, ...string[]],
  rules: Pick<ArenaRules, "strategy" | "weights">,
  chance: { random: () => number; counts: ReadonlyMap<string, number> },
): string {
  switch (rules.strategy) {
    case "uniform":
      return oneOf(candidates, chance.random);
    case "least-compared": {
      const countOf = (id: string) => chance.counts.get(id) ?? 0;
      const least = Math.min(...candidates.map(countOf));
      const [first = candidates[0], ...others] = candidates.filter((id) => countOf(id) === least);
      return oneOf([first, ...others], chance.random);
    }
    case "weighted": {
      const total = candidates.reduce((sum, id) => sum + weightOf(rules, id), 0);
      let left = chance.random() * total;
      for (const id of candidates) {
        left -= weightOf(rules, id);
        if (left < 0) return id;
      }
      // Only reached when rounding leaves a crumb above the last one.
      return candidates[candidates.length - 1] ?? candidates[0];
    }
  }
}

export function weightOf(rules: Pick<ArenaRules, "weights">, modelId: string): number {
  return rules.weights[modelId] ?? 1;
}

function oneOf(ids: readonly [string, ...string[]], random: () => number): string {
  return ids[Math.floor(random() * ids.length)] ?? ids[0];
}

/** Of many imagined rolls, how often each model was chosen. */
export type Rolls = { modelId: string; count: number }[];

/** Rolls the dice among those members that can be chosen; counts of earlier picks begin at zero. */
export function imagine(
  rules: Pick<ArenaRules, "strategy" | "weights">,
  members: readonly Member[],
  { times, random }: { times: number; random: () => number },
): Rolls {
  const open = members.filter((member) => member.passedOver === null);
  const [first, ...others] = open.map(({ modelId }) => modelId);
  if (first === undefined) return [];
  const counts = new Map<string, number>();
  for (let roll = 0; roll < times; roll += 1) {
    const picked = pick([first, ...others], rules, { random, counts });
    counts.set(picked, (counts.get(picked) ?? 0) + 1);
  }
  return [first, ...others].map((modelId) => ({ modelId, count: counts.get(modelId) ?? 0 }));
}
