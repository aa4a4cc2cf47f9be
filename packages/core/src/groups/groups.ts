import { notFound } from "../errors.ts";
import { admit, type Principal } from "../identity.ts";
import type { ModelRegistry } from "../models/registry.ts";
import type { Group, GroupPatch, GroupRepository } from "../ports/groups.ts";

/** What an admin does with groups. Every change counts at once for what people may use. */
export class Groups {
  readonly #groups: GroupRepository;
  readonly #models: ModelRegistry;

  constructor(parts: { groups: GroupRepository; models: ModelRegistry }) {
    this.#groups = parts.groups;
    this.#models = parts.models;
  }

  async list(principal: Principal): Promise<Group[]> {
    admit("admin", principal);
    return this.#groups.list();
  }

  async create(
    principal: Principal,
    group: Pick<Group, "name" | "description" | "memberIds">,
  ): Promise<Group> {
    admit("admin", principal);
    const created = await this.#groups.create(group);
    await this.#models.reload();
    return created;
  }

  async update(principal: Principal, id: string, patch: GroupPatch): Promise<Group> {
    admit("admin", principal);
    const updated = await this.#groups.update(id, patch);
    if (!updated) throw notFound("group");
    await this.#models.reload();
    return updated;
  }

  async remove(principal: Principal, id: string): Promise<void> {
    admit("admin", principal);
    if (!(await this.#groups.remove(id))) throw notFound("group");
    await this.#models.reload();
  }
}
