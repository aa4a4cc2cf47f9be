/**
 * What misses its limit (`share` is 1 or more) is measured again, twice at most: the machine may be
 * doing something else as well.
 */
export async function betterOf<T>(
  measure: () => Promise<T>,
  share: (measured: T) => number,
): Promise<T> {
  let best = await measure();
  for (let again = 0; again < 2 && share(best) >= 1; again += 1) {
    const next = await measure();
    if (share(next) < share(best)) best = next;
  }
  return best;
}
