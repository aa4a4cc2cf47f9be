import { type ArenaRules, type Member, weightOf } from "@parley/core";

/**
 * The share of all rolls that each candidate is to be expected to get. In the long run, choosing the
 * least compared one is even too.
 */
export function expectedShares(
  rules: Pick<ArenaRules, "strategy" | "weights">,
  members: readonly Member[],
): Map<string, number> {
  const open = members.filter(({ passedOver }) => passedOver === null);
  const weight = (id: string) => (rules.strategy === "weighted" ? weightOf(rules, id) : 1);
  const total = open.reduce((sum, { modelId }) => sum + weight(modelId), 0);
  return new Map(open.map(({ modelId }) => [modelId, weight(modelId) / total]));
}
