import { chiSquared, chiSquaredLimits, rounded } from "../lib/statistics.ts";

/** Asks an arena over the API, once, as an OpenAI client would. */
export type Ask = (arenaId: string) => Promise<Answered>;
export type Answered = { status: number; selected: string | null; code: string | null };

/** Asks many times, some at once, and counts what was selected. */
export async function rollMany(ask: Ask, arenaId: string, times: number): Promise<Counts> {
  const counts: Counts = new Map();
  let left = times;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const { selected, status, code } = await ask(arenaId);
      const key = selected ?? `status ${status} ${code ?? ""}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
  return counts;
}
export type Counts = Map<string, number>;

export type Comparison = { counts: Record<string, number>; statistic: number; limit: number };

/** How well counts fit the shares that were promised, as figures and, where they don't, as a sentence. */
export function compare(
  counts: Counts,
  shares: Readonly<Record<string, number>>,
): { figures: Comparison; problem: string | null } {
  const ids = Object.keys(shares);
  const observed = ids.map((id) => counts.get(id) ?? 0);
  const statistic = rounded(chiSquared(observed, Object.values(shares)));
  const limit = chiSquaredLimits[ids.length - 2] ?? Number.NaN;
  const others = [...counts.keys()].filter((id) => !ids.includes(id));
  const figures = { counts: Object.fromEntries(counts), statistic, limit };
  if (others.length > 0) {
    return { figures, problem: `${others.join(", ")} was selected, which is no candidate.` };
  }
  const good = statistic <= limit;
  return {
    figures,
    problem: good ? null : `The picks don't fit: chi-squared ${statistic}, at most ${limit}.`,
  };
}
