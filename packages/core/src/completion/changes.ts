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
  if (Array.isArray(before) && Array.isArray(after) && before.length !== after.length) {
    collectFromLists({ path, before, after }, changes);
    return;
  }
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

/** What was put in or taken out; what stands before and after it has only moved. */
function collectFromLists(
  { path, before, after }: { path: string; before: Json[]; after: Json[] },
  changes: Change[],
): void {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && isSame(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const gone = before.slice(head, before.length - tail);
  const come = after.slice(head, after.length - tail);
  for (let index = 0; index < Math.max(gone.length, come.length); index += 1) {
    const at = { path: `${path}.${head + index}`, before: gone[index], after: come[index] };
    collect(at, changes);
  }
}

function isSame(one: Json | undefined, other: Json | undefined): boolean {
  const changes: Change[] = [];
  collect({ path: "", before: one, after: other }, changes);
  return changes.length === 0;
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
