/** Marks what only `block` makes. */
const mark = "parley:blocked";

/** The request, or the answer, goes no further; the person is told why. */
export type Blocked = { [mark]: string };

/** Stops a request or an answer, with a sentence for the person. Not an error: nothing broke. */
export function block(message: string): Blocked {
  return { [mark]: message };
}

/** The sentence of a verdict; null for anything else. */
export function blockedBy(value: unknown): string | null {
  if (typeof value !== "object" || value === null || !(mark in value)) return null;
  const message = value[mark];
  return typeof message === "string" ? message : null;
}
