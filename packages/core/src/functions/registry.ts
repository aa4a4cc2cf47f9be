import { isParleyError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Route } from "../models/route.ts";
import type {
  FunctionHost,
  FunctionKind,
  FunctionRepository,
  LoadedFunction,
  StoredFunction,
} from "../ports/functions.ts";
import type { Log } from "../ports/runtime.ts";
import { validatorOf } from "./valve-schema.ts";
import { withDefaults } from "./valves.ts";

/** An enabled function, ready to be called. */
export type ActiveFunction = LoadedFunction & {
  /** For every model. */
  global: boolean;
  /** Why it can't be called all the same; who relies on it must not go on without it. */
  broken?: string;
};

export type FunctionRegistryParts = {
  functions: FunctionRepository;
  host: Pick<FunctionHost, "retire">;
  log: Log;
  /** Called when what can be called has changed. */
  onChange: () => void;
  /** How many people's valves are kept in memory. Default 10,000. */
  mostUserValves?: number;
};

/** What a filter is chosen by. */
export type FilterChoice = {
  /** Ids of the switchable filters that the caller has on. */
  filterIds: readonly string[];
  /** Whether Parley asks for itself: then only filters that want tasks see it. */
  isTask: boolean;
};

/** The enabled functions with what was set for them, in memory: a request asks no database. */
export class FunctionRegistry {
  readonly #parts: Required<FunctionRegistryParts>;
  #active = new Map<string, ActiveFunction>();
  #filters: ActiveFunction[] = [];
  #reloading: Promise<void> = Promise.resolve();
  readonly #userValves = new Map<string, JsonObject>();
  /** Counts what makes earlier reads of them stale. */
  #forgotten = 0;

  constructor(parts: FunctionRegistryParts) {
    this.#parts = { mostUserValves: 10_000, ...parts };
  }

  /** Reads them again; versions that are no longer the current ones run out. Concurrent calls queue up. */
  reload(): Promise<void> {
    // A failed reload must not keep the next one from running; its own caller sees the failure.
    this.#reloading = this.#reloading.then(
      () => this.#reload(),
      () => this.#reload(),
    );
    return this.#reloading;
  }

  find(id: string): ActiveFunction | null {
    return this.#active.get(id) ?? null;
  }

  /** By priority, then by id. */
  ofKind(kind: FunctionKind): ActiveFunction[] {
    return inOrder([...this.#active.values()].filter(({ manifest }) => manifest.kind === kind));
  }

  /** The filters for a route, in the order in which they are asked. */
  filtersFor({ presets, base }: Route, { filterIds, isTask }: FilterChoice): ActiveFunction[] {
    if (this.#filters.length === 0) return [];
    const metas = [...presets, base].map(({ definition }) => definition?.meta ?? {});
    const attached = new Set(metas.flatMap((meta) => idsIn(meta, "filterIds")));
    return this.#filters.filter(
      ({ id, global, manifest: { toggle, tasks } }) =>
        (global || attached.has(id)) && (!toggle || filterIds.includes(id)) && (!isTask || tasks),
    );
  }

  /** What somebody set for a function, with its defaults. */
  async userValves({ id, manifest }: LoadedFunction, userId: string): Promise<JsonObject> {
    if (manifest.userValves === null) return {};
    const key = `${id} ${userId}`;
    let values = this.#userValves.get(key);
    if (values === undefined) {
      const begun = this.#forgotten;
      values = await this.#parts.functions.userValves(id, userId);
      // Written meanwhile: what was read may be older than that.
      if (begun !== this.#forgotten) return withDefaults(manifest.userValves, values);
      const [oldest] = this.#userValves.keys();
      const isFull = this.#userValves.size >= this.#parts.mostUserValves;
      if (isFull && oldest !== undefined) this.#userValves.delete(oldest);
      this.#userValves.set(key, values);
    }
    return withDefaults(manifest.userValves, values);
  }

  /** To be called when somebody's valves were written. */
  forgetUserValves(id: string, userId: string): void {
    this.#forgotten += 1;
    this.#userValves.delete(`${id} ${userId}`);
  }

  async #reload(): Promise<void> {
    const stored = await this.#parts.functions.list();
    const before = this.#active;
    const next = new Map<string, ActiveFunction>();
    for (const fn of stored) {
      if (!fn.enabled) continue;
      const known = before.get(fn.id);
      const active = this.#activeOf(fn);
      // The same object while nothing has changed: what is derived from it stays good.
      next.set(fn.id, known !== undefined && isSame(known, active) ? known : active);
    }
    this.#active = next;
    this.#filters = this.ofKind("filter");
    this.#forgotten += 1;
    this.#userValves.clear();
    for (const [id, { version }] of before) {
      const now = next.get(id);
      if (now?.version !== version) this.#parts.host.retire(id, now?.version ?? null);
    }
    this.#parts.onChange();
  }

  /** One that can't be made ready must not keep the others from it. */
  #activeOf(fn: StoredFunction): ActiveFunction {
    try {
      return activeOf(fn);
    } catch (error) {
      const { id, version, source, manifest, global, valves } = fn;
      this.#parts.log.error("A function can't be called", { function: id, error });
      const why = isParleyError(error) ? error.message : "The server's log says why.";
      const broken = `The function ${manifest.name} can't be called. ${why}`;
      return { id, version, source, manifest, global, valves, broken };
    }
  }
}

/** A stored function as it is called, enabled or not. Throws for valves that can't be checked. */
export function activeOf(fn: StoredFunction): ActiveFunction {
  const { id, version, source, manifest, global } = fn;
  if (manifest.userValves !== null) validatorOf(manifest.userValves);
  return {
    id,
    version,
    source,
    manifest,
    global,
    valves: withDefaults(manifest.valves, fn.valves),
  };
}

function isSame(one: ActiveFunction, other: ActiveFunction): boolean {
  return (
    one.version === other.version &&
    one.global === other.global &&
    one.broken === other.broken &&
    JSON.stringify(one.valves) === JSON.stringify(other.valves)
  );
}

function inOrder(functions: ActiveFunction[]): ActiveFunction[] {
  return functions.toSorted(
    (one, other) => one.manifest.priority - other.manifest.priority || (one.id < other.id ? -1 : 1),
  );
}

/** Ids of functions that an admin noted on a model. */
export function idsIn(
  meta: JsonObject,
  key: "filterIds" | "actionIds" | "defaultFilterIds",
): string[] {
  const ids = meta[key];
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}
