import { notFound } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import type { JsonObject } from "../json.ts";
import type { ModelRegistry } from "../models/registry.ts";
import type { FunctionRepository } from "../ports/functions.ts";
import { type ActiveFunction, type FunctionRegistry, idsIn } from "./registry.ts";
import { keptValves, noValves, refuseBadValves, shownValves, type ValvesView } from "./valves.ts";

/** A filter that people switch on and off. */
export type SwitchableFilter = {
  id: string;
  name: string;
  description: string | null;
  icon: string | null;
  /** On in a new chat. */
  on: boolean;
};

/** A button below a message. */
export type ActionButton = {
  /** `functionId` or `functionId.sub`. */
  id: string;
  name: string;
  description: string | null;
  icon: string | null;
};

/** What functions add to a model. */
export type ModelFunctions = { filters: SwitchableFilter[]; actions: ActionButton[] };

/** A function that has settings of each person's own. */
export type PersonalFunction = {
  id: string;
  name: string;
  description: string | null;
  icon: string | null;
  valves: ValvesView;
};

export type MemberFunctionsParts = {
  functions: FunctionRepository;
  registry: FunctionRegistry;
  models: Pick<ModelRegistry, "attachments">;
};

/** What functions are for people who use them. */
export class MemberFunctions {
  readonly #parts: MemberFunctionsParts;

  constructor(parts: MemberFunctionsParts) {
    this.#parts = parts;
  }

  /** Whether any model has filters that people switch; known without asking the database. */
  hasSwitchable(): boolean {
    return this.#parts.registry.ofKind("filter").some(({ manifest }) => manifest.toggle);
  }

  /** Of a model that is not there, or not theirs, only what is for every model. */
  forModel(principal: Principal, modelId: string): ModelFunctions {
    admit("member", principal);
    const { registry, models } = this.#parts;
    const metas = models.attachments(principal, modelId)?.metas ?? [];
    const named = (key: Parameters<typeof idsIn>[1]) =>
      new Set(metas.flatMap((meta) => idsIn(meta, key)));
    const [filterIds, actionIds, on] = [
      named("filterIds"),
      named("actionIds"),
      named("defaultFilterIds"),
    ];
    return {
      filters: registry
        .ofKind("filter")
        .filter(({ id, global, manifest }) => manifest.toggle && (global || filterIds.has(id)))
        .map((fn) => ({ ...labelOf(fn), on: on.has(fn.id) })),
      actions: registry
        .ofKind("action")
        .filter(({ id, global }) => global || actionIds.has(id))
        .flatMap(buttonsOf),
    };
  }

  /** The enabled functions that have valves for each person, with the caller's. */
  async mine(principal: Principal): Promise<PersonalFunction[]> {
    admit("member", principal);
    const { registry, functions } = this.#parts;
    const all = (["filter", "pipe", "action"] as const).flatMap((kind) => registry.ofKind(kind));
    const personal = all.filter(({ manifest }) => manifest.userValves !== null);
    return Promise.all(
      personal.map(async (fn) => {
        const values = await functions.userValves(fn.id, principal.userId);
        return { ...labelOf(fn), valves: shownValves(fn.manifest.userValves, values) };
      }),
    );
  }

  /** Replaces the caller's values; secrets that are not named stay, null takes one away. */
  async setUserValves(principal: Principal, id: string, given: JsonObject): Promise<ValvesView> {
    admit("member", principal);
    const { registry, functions } = this.#parts;
    const fn = registry.find(id);
    if (fn === null) throw notFound("function");
    const { userValves: schema } = fn.manifest;
    if (schema === null) throw noValves();
    const { userId } = principal;
    const values = await functions.changeUserValves(id, userId, (before) => {
      const after = keptValves(schema, before, given);
      refuseBadValves(schema, after);
      return after;
    });
    registry.forgetUserValves(id, userId);
    return shownValves(schema, values);
  }
}

function labelOf({ id, manifest: { name, description, icon } }: ActiveFunction) {
  return { id, name, description, icon };
}

function buttonsOf(fn: ActiveFunction): ActionButton[] {
  const { id, manifest } = fn;
  if (manifest.actions.length === 0) return [labelOf(fn)];
  return manifest.actions.map((action) => ({
    id: `${id}.${action.id}`,
    name: action.name,
    description: manifest.description,
    icon: action.icon ?? manifest.icon,
  }));
}
