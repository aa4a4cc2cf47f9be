import { isParleyError, notFound, ParleyError } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type {
  FunctionHost,
  FunctionHostStatus,
  FunctionLogLine,
  FunctionManifest,
  FunctionRepository,
  FunctionVersion,
  StoredFunction,
} from "../ports/functions.ts";
import {
  type ExportedFunction,
  type FunctionOrigin,
  type ImportResult,
  idFrom,
  refuseOtherKind,
} from "./definition.ts";
import { activeOf, type FunctionRegistry } from "./registry.ts";
import { refuseUnusable } from "./valve-schema.ts";
import { keptValves, noValves, refuseBadValves, shownValves, type ValvesView } from "./valves.ts";
import {
  detailOf,
  type FunctionCheck,
  type FunctionDetail,
  type FunctionView,
  viewOf,
} from "./views.ts";

export type FunctionsParts = {
  functions: FunctionRepository;
  registry: FunctionRegistry;
  host: FunctionHost;
};

/** A source, and what it is, when that is known already. */
type Taken = { source: string; savedBy: string | null; known?: FunctionManifest | null };

/** What admins do with functions. Members have `MemberFunctions`. */
export class Functions {
  readonly #parts: FunctionsParts;
  /** Why files of the functions folder could not be taken, by the id that they name. */
  readonly #problems = new Map<string, string>();

  constructor(parts: FunctionsParts) {
    this.#parts = parts;
  }

  /** Whether functions can run here; members too may learn why a button does nothing. */
  status(principal: Principal): FunctionHostStatus {
    admit("member", principal);
    return this.#parts.host.status();
  }

  async list(principal: Principal): Promise<FunctionView[]> {
    admit("admin", principal);
    return (await this.#parts.functions.list()).map((fn) => this.#view(fn));
  }

  async get(principal: Principal, id: string): Promise<FunctionDetail> {
    admit("admin", principal);
    return this.#detail(await this.#stored(id));
  }

  async versions(principal: Principal, id: string): Promise<FunctionVersion[]> {
    admit("admin", principal);
    await this.#stored(id);
    return this.#parts.functions.versions(id);
  }

  /** Looks at a source without keeping it. */
  async check(principal: Principal, source: string): Promise<FunctionCheck> {
    admit("admin", principal);
    try {
      return { ok: true, manifest: await this.#inspect(source) };
    } catch (error) {
      if (!isParleyError(error)) throw error;
      const available = error.code !== "function_unavailable";
      return { ok: false, message: error.message, available };
    }
  }

  /** A new function, switched off. Without an id it gets one after its name. */
  async create(
    principal: Principal,
    { source, id = null }: { source: string; id?: string | null },
  ): Promise<FunctionDetail> {
    admit("admin", principal);
    const created = await this.#create({ source, id, savedBy: principal.name });
    await this.#parts.registry.reload();
    return this.#detail(created);
  }

  /** Another source makes another version; answers that are being made keep to theirs. */
  async save(
    principal: Principal,
    { id, source }: { id: string; source: string },
  ): Promise<FunctionDetail> {
    admit("admin", principal);
    return this.#detail(await this.#save(id, { source, savedBy: principal.name }));
  }

  /** The source of an earlier version becomes the newest one. */
  async rollBack(
    principal: Principal,
    { id, version }: { id: string; version: number },
  ): Promise<FunctionDetail> {
    admit("admin", principal);
    const versions = await this.#parts.functions.versions(id);
    const found = versions.find((one) => one.version === version);
    if (found === undefined) throw notFound("version");
    return this.save(principal, { id, source: found.source });
  }

  async update(
    principal: Principal,
    id: string,
    patch: Partial<Pick<StoredFunction, "enabled" | "global">>,
  ): Promise<FunctionView> {
    admit("admin", principal);
    return this.#view(await this.#change(id, patch));
  }

  async valves(principal: Principal, id: string): Promise<ValvesView> {
    admit("admin", principal);
    const { manifest, valves } = await this.#stored(id);
    return shownValves(manifest.valves, valves);
  }

  /** Replaces the values; secrets that are not named stay, null takes one away. */
  async setValves(principal: Principal, id: string, values: JsonObject): Promise<ValvesView> {
    admit("admin", principal);
    const changed = await this.#parts.functions.changeValves(id, ({ manifest, valves: before }) => {
      if (manifest.valves === null) throw noValves();
      const valves = keptValves(manifest.valves, before, values);
      refuseBadValves(manifest.valves, valves);
      return valves;
    });
    if (changed === null) throw notFound("function");
    await this.#parts.registry.reload();
    return shownValves(changed.manifest.valves, changed.valves);
  }

  /** The choices of a valve, asked of the function. */
  async options(principal: Principal, id: string, name: string): Promise<string[]> {
    admit("admin", principal);
    const fn = await this.#stored(id);
    if (!fn.manifest.options.includes(name)) throw notFound("list of choices");
    const { signal } = new AbortController();
    return this.#parts.host.options(activeOf(fn), name, signal);
  }

  async remove(principal: Principal, id: string): Promise<void> {
    admit("admin", principal);
    if (!(await this.#parts.functions.remove(id))) throw notFound("function");
    this.#problems.delete(id);
    this.#parts.host.retire(id, null);
    this.#parts.host.forget(id);
    await this.#parts.registry.reload();
  }

  async logs(principal: Principal, id: string): Promise<FunctionLogLine[]> {
    admit("admin", principal);
    await this.#stored(id);
    return this.#parts.host.logs(id);
  }

  /** All, or those named, without secrets. */
  async export(principal: Principal, ids: readonly string[] | null): Promise<ExportedFunction[]> {
    admit("admin", principal);
    const stored = await this.#parts.functions.list();
    return stored
      .filter(({ id }) => ids === null || ids.includes(id))
      .map(({ id, source, global, manifest, valves }) => {
        return { id, source, global, valves: shownValves(manifest.valves, valves).values };
      });
  }

  /** Makes what is not there yet, switched off; one that fails does not keep the others. */
  async import(principal: Principal, functions: ExportedFunction[]): Promise<ImportResult> {
    admit("admin", principal);
    const result: ImportResult = { created: [], failed: [] };
    for (const { id, source, global, valves } of functions) {
      try {
        const created = await this.#create({ source, id, savedBy: principal.name, global, valves });
        result.created.push(created.id);
      } catch (error) {
        if (!isParleyError(error)) throw error;
        result.failed.push({ id, message: error.message });
      }
    }
    await this.#parts.registry.reload();
    return result;
  }

  /**
   * Takes a source that comes with the server: as a new function, or as the next version of the one that
   * has this id. What an admin decided about it stays. Rejects as `create` does; the sentence is shown with the function.
   */
  async install(id: string, source: string, origin: FunctionOrigin): Promise<StoredFunction> {
    const { functions, registry } = this.#parts;
    const file = "file" in origin ? origin.file : null;
    const { shipped = null, manifest, enabled = false } = "shipped" in origin ? origin : {};
    const taken: Taken = { source, savedBy: null, known: manifest ?? null };
    try {
      const before = await functions.find(id);
      let fn = before;
      if (before === null) fn = await this.#create({ ...taken, id, file, shipped, enabled });
      else if (before.source !== source) fn = await this.#save(id, taken);
      if (fn === null) throw notFound("function");
      if (file !== null && fn.file !== file) fn = await this.#change(id, { file });
      this.#problems.delete(id);
      await registry.reload();
      return fn;
    } catch (error) {
      if (isParleyError(error)) this.#problems.set(id, error.message);
      throw error;
    }
  }

  /** Switches off, and keeps, those whose file is not among these any more. Resolves with their ids. */
  async keepFiles(files: readonly string[]): Promise<string[]> {
    const stored = await this.#parts.functions.list();
    const gone = stored.filter(({ file }) => file !== null && !files.includes(file));
    for (const { id } of gone) await this.#change(id, { enabled: false, file: null });
    return gone.map(({ id }) => id);
  }

  /** A function as it is stored, for those who try it. */
  async #stored(id: string): Promise<StoredFunction> {
    const fn = await this.#parts.functions.find(id);
    if (fn === null) throw notFound("function");
    return fn;
  }

  #view(fn: StoredFunction): FunctionView {
    const { host, registry } = this.#parts;
    const broken = registry.find(fn.id)?.broken ?? null;
    return viewOf(fn, host, this.#problems.get(fn.id) ?? broken);
  }

  #detail(fn: StoredFunction): FunctionDetail {
    return detailOf(this.#view(fn), fn);
  }

  async #inspect(source: string) {
    const manifest = await this.#parts.host.inspect(source, new AbortController().signal);
    refuseUnusable(manifest.valves);
    refuseUnusable(manifest.userValves);
    return manifest;
  }

  async #create({
    source,
    id,
    savedBy,
    known,
    ...rest
  }: Taken & { id: string | null } & Partial<
      Pick<StoredFunction, "enabled" | "global" | "valves" | "file" | "shipped">
    >): Promise<StoredFunction> {
    const manifest = known ?? (await this.#inspect(source));
    const defaults = { enabled: false, global: false, valves: {}, file: null, shipped: null };
    const fn = { ...defaults, ...rest, source, manifest };
    const wanted = id ?? idFrom(manifest.name);
    for (let number = 1; number <= 50; number += 1) {
      const free = number === 1 ? wanted : `${wanted}-${number}`;
      const created = await this.#parts.functions.create({ ...fn, id: free }, savedBy);
      if (created !== null) return created;
      if (id !== null) break;
    }
    throw new ParleyError("conflict", `There is a function "${wanted}" already.`, { param: "id" });
  }

  async #save(id: string, { source, savedBy, known }: Taken): Promise<StoredFunction> {
    const before = await this.#stored(id);
    const manifest = known ?? (await this.#inspect(source));
    refuseOtherKind(before.manifest, manifest);
    const saved = await this.#parts.functions.save(id, { source, manifest }, savedBy);
    if (saved === null) throw notFound("function");
    this.#problems.delete(id);
    await this.#parts.registry.reload();
    return saved;
  }

  async #change(
    id: string,
    patch: Parameters<FunctionRepository["change"]>[1],
  ): Promise<StoredFunction> {
    const changed = await this.#parts.functions.change(id, patch);
    if (changed === null) throw notFound("function");
    await this.#parts.registry.reload();
    return changed;
  }
}
