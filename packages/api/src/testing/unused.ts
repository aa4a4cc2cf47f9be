/** A part of which a test expects only what it gives to be used. */
export function unused<T extends object>(name: string, given: Partial<T> = {}): T {
  return new Proxy<Partial<T>>(given, {
    get(target, key) {
      if (key in target) return Reflect.get(target, key);
      throw new Error(`${name}.${String(key)} is not part of this test`);
    },
  }) as T;
}
