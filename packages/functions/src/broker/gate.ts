/** Lets so many in at once; others wait, in order. */
export type Gate = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

export function createGate(most: number): Gate {
  let inside = 0;
  const waiting = new Set<() => void>();
  return async (signal, work) => {
    while (inside >= most) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.add(resolve);
      const leave = () => resolve();
      signal.addEventListener("abort", leave, { once: true });
      await promise;
      signal.removeEventListener("abort", leave);
      waiting.delete(resolve);
      signal.throwIfAborted();
    }
    inside += 1;
    try {
      return await work();
    } finally {
      inside -= 1;
      const [next] = waiting;
      next?.();
    }
  };
}
