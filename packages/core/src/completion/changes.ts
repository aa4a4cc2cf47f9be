import type { Json, JsonObject } from "../json.ts";

/** One place where two bodies differ; `before` or `after` is empty where there is nothing. */
export type Change = { path: string; before: string; after: string };

/** More places than anybody reads. */
const mostChanges = 50;

/** Where `after` differs from `before`, place by place, as text. */
export function changesBetween(before: JsonObject, after: JsonObject): Change[] {
  const changes: Change[] = [];
  collect({ path: "", before, after }, changes);
  return changes;
}

function collect(
  { path, before, after }: { path: string; before: Json | undefined; after: Json | undefined },
  changes: Change[],
): void {
  if (before === after || changes.length >= mostChanges) return;
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const [one, other] = [entriesOf(before), entriesOf(after)];
    for (const key of new Set([...one.keys(), ...other.keys()])) {
      const inner = path === "" ? key : `${path}.${key}`;
      collect({ path: inner, before: one.get(key), after: other.get(key) }, changes);
    }
    return;
  }
  changes.push({ path, before: textOf(before), after: textOf(after) });
}

function isContainer(value: Json | undefined): value is Json[] | JsonObject {
  return typeof value === "object" && value !== null;
}

function entriesOf(value: Json[] | JsonObject): Map<string, Json> {
  return new Map(Object.entries(value));
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
