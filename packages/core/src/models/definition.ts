import { z } from "zod";
import { jsonObject } from "../json.ts";

/** Ids of models: what upstreams use in theirs, and nothing that would break an address or a log line. */
export const modelId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}$/, "An id has letters, digits and . _ : / @ + -");

/** Whom something is opened to. `everyone`: all members. `write` includes `read`. */
export const grant = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("everyone"), permission: z.enum(["read", "write"]) }),
  z.strictObject({
    to: z.literal("group"),
    id: z.string().min(1).max(64),
    permission: z.enum(["read", "write"]),
  }),
  z.strictObject({
    to: z.literal("user"),
    id: z.string().min(1).max(64),
    permission: z.enum(["read", "write"]),
  }),
]);
export type Grant = z.infer<typeof grant>;
export type Permission = Grant["permission"];

/** How an arena chooses among the members that can be chosen. */
export const arenaStrategy = z.enum(["uniform", "weighted", "least-compared"]);
export type ArenaStrategy = z.infer<typeof arenaStrategy>;

/** When the person who asked may learn which model answered. */
export const arenaReveal = z.enum(["at-once", "after-rating", "never"]);
export type ArenaReveal = z.infer<typeof arenaReveal>;

export const arenaRules = z.strictObject({
  /** `include`: `modelIds` are the members. `exclude`: all models but those, and no arena. */
  filterMode: z.enum(["include", "exclude"]).default("include"),
  modelIds: z.array(modelId).max(500).default([]),
  strategy: arenaStrategy.default("uniform"),
  /** For `weighted`: how often a member is chosen in proportion to the others; absent is 1, 0 is never. */
  weights: z.record(z.string(), z.number().min(0).max(1_000)).default({}),
  /** Arenas among `modelIds` are members too; without this they are passed over. */
  nested: z.boolean().default(false),
  reveal: arenaReveal.default("after-rating"),
});
export type ArenaRules = z.infer<typeof arenaRules>;

const common = {
  id: modelId,
  description: z.string().max(2_000).nullable().default(null),
  enabled: z.boolean().default(true),
  /** Usable, but not shown in the picker. */
  hidden: z.boolean().default(false),
  /** Null: as the server's setting for new models says. An empty list: admins only. */
  grants: z.array(grant).max(500).nullable().default(null),
  /**
   * What has no key of its own: capabilities, starter prompts, tags, filters and actions by their ids.
   * Unknown keys are kept.
   */
  meta: jsonObject.default({}),
};

const behaviour = {
  /** Put before the system message of every request; may hold variables such as `{{USER_NAME}}`. */
  system: z.string().max(200_000).nullable().default(null),
  /** Request keys with the values they have unless the request says otherwise. */
  params: jsonObject.default({}),
  /** Keys of `params` that a request can't change. */
  locked: z.array(z.string().min(1).max(100)).max(100).default([]),
};

/**
 * What an admin decided about models. `upstream`: about a model that a connection offers, under its id.
 * `preset`: a model of its own over a base model. `arena`: one name for several models that compete.
 */
export const modelDefinition = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("upstream"),
    ...common,
    ...behaviour,
    /** Null keeps the name that the upstream gives. */
    name: z.string().trim().min(1).max(100).nullable().default(null),
  }),
  z.strictObject({
    kind: z.literal("preset"),
    ...common,
    ...behaviour,
    name: z.string().trim().min(1, "Give it a name").max(100),
    /** An upstream's model or another preset. */
    baseModelId: modelId,
  }),
  z.strictObject({
    kind: z.literal("arena"),
    ...common,
    name: z.string().trim().min(1, "Give it a name").max(100),
    arena: arenaRules,
  }),
]);
export type NewModelDefinition = z.infer<typeof modelDefinition>;

/** A definition as it is stored. Times in milliseconds since 1970. */
export type ModelDefinition = NewModelDefinition & {
  /** Who made it; null when that person is gone. An owner may always use it. */
  ownerId: string | null;
  createdAt: number;
  updatedAt: number;
};

export type UpstreamDefinition = Extract<ModelDefinition, { kind: "upstream" }>;
export type PresetDefinition = Extract<ModelDefinition, { kind: "preset" }>;
export type ArenaDefinition = Extract<ModelDefinition, { kind: "arena" }>;
