export * from "./bodies.ts";
export * from "./given.ts";
export type { Fakes, Recorded } from "./tools.ts";
