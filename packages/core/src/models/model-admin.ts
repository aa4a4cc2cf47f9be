import { notFound, ParleyError } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import type { ModelRepository } from "../ports/models.ts";
import { imagine, type Member, type Rolls } from "./arena.ts";
import {
  type ChangeableDefinition,
  type ChangeableModel,
  changeableDefinition,
  changedBy,
  type ModelChange,
} from "./change.ts";
import type { ArenaRules, ModelDefinition, NewModelDefinition } from "./definition.ts";
import { type ManagedModel, refuseBadBase } from "./entries.ts";
import type { AccessRow, ModelRegistry } from "./registry.ts";

/** A person whom an admin asks about. */
export type AskedPerson = Pick<Principal, "userId" | "role">;

type Parts = { definitions: ModelRepository; models: ModelRegistry; random: () => number };

/** What admins do with models, presets and arenas, and others with those that they may change. */
export class ModelAdmin {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Everything there is, switched-off definitions and those whose model is gone included. */
  async list(principal: Principal): Promise<ManagedModel[]> {
    admit("admin", principal);
    return this.#parts.models.managed(principal);
  }

  /** Rejects with `conflict` when the id is taken, with `invalid_request` for a circle of presets. */
  async create(principal: Principal, definition: NewModelDefinition): Promise<ModelDefinition> {
    admit("admin", principal);
    const { definitions, models } = this.#parts;
    refuseBadBase(definition, models.entries);
    if (definition.kind !== "upstream" && models.entries.has(definition.id))
      throw taken(definition.id);
    const created = await definitions.create(definition, principal.userId);
    if (!created) throw taken(definition.id);
    await models.reload();
    return created;
  }

  async replace(principal: Principal, definition: NewModelDefinition): Promise<ModelDefinition> {
    admit("admin", principal);
    const { definitions, models } = this.#parts;
    refuseBadBase(definition, models.entries);
    const replaced = await definitions.replace(definition);
    if (!replaced) throw notFound("model");
    await models.reload();
    return replaced;
  }

  /** Presets and arenas that the caller may change. */
  async changeable(principal: Principal): Promise<ChangeableModel[]> {
    admit("member", principal);
    return this.#parts.models.changeable(principal);
  }

  /**
   * Changes what is named and nothing else. Rejects with `not_found` when it is not there, not theirs
   * to change, or would come to stand on what they may not use.
   */
  async change(principal: Principal, change: ModelChange): Promise<ChangeableDefinition> {
    admit("member", principal);
    const { definitions, models } = this.#parts;
    const seen = models.seenBy(principal);
    const changed = await definitions.change(change.id, (before) => {
      const after = changedBy(seen, before, change);
      refuseBadBase(after, models.entries);
      return after;
    });
    if (changed === null || changed.kind === "upstream") throw notFound("model");
    await models.reload();
    return changeableDefinition(changed);
  }

  async remove(principal: Principal, id: string): Promise<void> {
    admit("admin", principal);
    const { definitions, models } = this.#parts;
    if (!(await definitions.remove(id))) throw notFound("model");
    await models.reload();
  }

  /** What a person can use, and why. */
  async explain(principal: Principal, person: AskedPerson): Promise<AccessRow[]> {
    admit("admin", principal);
    return this.#parts.models.explain(person);
  }

  /** Who of an arena's members could be chosen for a person: also of an arena that is not saved yet. */
  async members(
    principal: Principal,
    input: { rules: ArenaRules; arenaId: string | null; person: AskedPerson },
  ): Promise<Member[]> {
    admit("admin", principal);
    const { rules, arenaId, person } = input;
    return this.#parts.models.members(rules, person, arenaId ?? undefined);
  }

  /** Rolls the dice `times` times, without a trace, so that an admin sees what the rules do. */
  async roll(
    principal: Principal,
    input: { rules: ArenaRules; arenaId: string | null; person: AskedPerson; times: number },
  ): Promise<Rolls> {
    const members = await this.members(principal, input);
    return imagine(input.rules, members, { times: input.times, random: this.#parts.random });
  }
}

function taken(id: string): ParleyError {
  return new ParleyError("conflict", `There is a model "${id}" already. Choose another id.`, {
    param: "id",
  });
}
