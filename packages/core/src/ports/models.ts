import type { ModelDefinition, NewModelDefinition } from "../models/definition.ts";

/** Where the definitions of models live. Every method is atomic, the grants included. */
export interface ModelRepository {
  /** All, in order of creation. */
  list(): Promise<ModelDefinition[]>;
  find(id: string): Promise<ModelDefinition | null>;
  /** Null when the id is taken. */
  create(definition: NewModelDefinition, ownerId: string | null): Promise<ModelDefinition | null>;
  /**
   * Replaces everything but the id, the kind, the owner and the time of creation. Null when it is not
   * there or of another kind.
   */
  replace(definition: NewModelDefinition): Promise<ModelDefinition | null>;
  remove(id: string): Promise<boolean>;
}

/** How often the models of an arena were picked in it. */
export interface ArenaTally {
  /** Absent is 0. */
  counts(arenaId: string): Promise<Map<string, number>>;
  /** Adds one, atomically. */
  add(arenaId: string, modelId: string): Promise<void>;
}
