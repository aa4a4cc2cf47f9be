import type { Grant, ModelDefinition, NewModelDefinition } from "../models/definition.ts";

/**
 * Where the definitions of models live. Every method is atomic, the grants included. Grants come back
 * as `distinctGrants` makes them, and without those to people and groups that are not there: they are
 * left out when they are written, and go with the person or the group. An owner who is not there is
 * null in the same way.
 */
export interface ModelRepository {
  /**
   * All, in order of creation; those of one millisecond by id. What a newer version of Parley wrote
   * and this one can't read is left out, here and in `find`.
   */
  list(): Promise<ModelDefinition[]>;
  find(id: string): Promise<ModelDefinition | null>;
  /** Null when the id is taken. */
  create(definition: NewModelDefinition, ownerId: string | null): Promise<ModelDefinition | null>;
  /**
   * Replaces everything but the id, the kind, the owner and the time of creation. Null when it is not
   * there, can't be read, or is of another kind.
   */
  replace(definition: NewModelDefinition): Promise<ModelDefinition | null>;
  /**
   * Replaces what `edit` makes of the definition, the grants not, so that nothing is lost that others
   * write meanwhile. What `edit` throws is passed on, and nothing is changed. Null as for `replace`.
   */
  change(
    id: string,
    edit: (before: ModelDefinition) => NewModelDefinition,
  ): Promise<ModelDefinition | null>;
  remove(id: string): Promise<boolean>;
}

function principal(grant: Grant): string {
  return grant.to === "everyone" ? grant.to : `${grant.to} ${grant.id}`;
}

/** One for each person, each group and everyone: the widest of several, where the first one stood. */
export function distinctGrants(grants: readonly Grant[]): Grant[] {
  const kept = new Map<string, Grant>();
  for (const grant of grants) {
    const key = principal(grant);
    if (!kept.has(key) || grant.permission === "write") kept.set(key, grant);
  }
  return [...kept.values()];
}

/** How often the models of an arena were picked in it. */
export interface ArenaTally {
  /** Absent is 0. */
  counts(arenaId: string): Promise<Map<string, number>>;
  /** Adds one, atomically. */
  add(arenaId: string, modelId: string): Promise<void>;
}
