/** The middle value; of an even number of values, the mean of the two in the middle. NaN of none. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that at least `share` (0–1) of the values don't exceed. NaN of none. */
export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** With as many decimals as three significant digits take: 0.123, 12.3, 1230. */
export function rounded(value: number): number {
  return Number.parseFloat(value.toPrecision(3));
}

/**
 * Pearson's chi-squared statistic of how often things happened against how often they should. Its
 * degrees of freedom: one fewer than there are things. Source: K. Pearson, 1900.
 */
export function chiSquared(observed: readonly number[], shares: readonly number[]): number {
  const total = observed.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  return observed.reduce((sum, count, index) => {
    const expected = (total * (shares[index] ?? 0)) / whole;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}

/**
 * What the statistic exceeds in one of 10,000 trials of a fair source, by degrees of freedom 1, 2, …
 * Source: the chi-squared distribution's quantiles at 0.9999.
 */
export const chiSquaredLimits = [15.14, 18.42, 21.11, 23.51, 25.74] as const;
