export type Awaitable<T> = T | Promise<T>;

/** What a handler without `return` gives: the type `void`, which may not stand in a union by its name. */
export type Nothing = ReturnType<() => void>;
